"""One reader a file: ours, and the peers as they come. Each file has a class ``Reader``."""
