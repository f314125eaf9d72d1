"""The bench of structure."""
