"""The processes that documents are read in."""
