"""Documents that visitors send, and their text."""
