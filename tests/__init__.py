"""The tests: `unit` mirrors the packages; the rest says in its names what it needs."""
