"""Files that were once read wrongly, kept outside of the repository."""
