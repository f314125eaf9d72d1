"""What becomes of a request or a document when something that it needs fails."""
