"""What only runs on a laptop: the server of `make run`, and the sample image."""
