"""What integration tests share."""

from tests.textract import service  # noqa: F401  # a fixture, by being here
