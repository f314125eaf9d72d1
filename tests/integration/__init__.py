"""The parts together: real HTTP, real events, real AWS protocols."""
