"""The version of the library, the service and ``ocr``; a test compares pyproject.toml with it."""

VERSION = "0.1.0"
