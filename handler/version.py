"""The version of the service; pyproject.toml and CHANGELOG.md say the same, and a test says so."""

VERSION = "0.1.0"
