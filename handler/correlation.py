"""The id by which a caller finds its request again, in every log that the request went through."""

import re

# What it is called in the metadata of an object: a job takes it along through S3.
METADATA_NAME = "correlation-id"
# Nothing that could forge a line of the log, or that metadata could not hold.
CORRELATION_ID = re.compile(r"^[A-Za-z0-9._:=;-]{1,128}$")


def correlation_id(text: str | None) -> str | None:
    """``text`` where it can be such an id; ``None`` otherwise."""
    return text if text and CORRELATION_ID.fullmatch(text) else None
