"""The bench of speed: turns, figures and tables."""
