"""The version that `ocr --version` prints; pyproject.toml says the same, and a test says so."""

VERSION = "0.1.0"
