"""Unit tests: one folder a package."""
