"""The one logger: JSON lines, and never a token, a text, a file name or a message of an error."""

import os
import traceback
from typing import Any

from aws_lambda_powertools import Logger

logger = Logger(service=os.environ.get("POWERTOOLS_SERVICE_NAME", "ocr"))


def error_fields(error: BaseException) -> dict[str, Any]:
    """What may be logged of an error: its kinds, and where it came from.

    The message is left out, since it may quote what the client sent.
    """
    frames = traceback.extract_tb(error.__traceback__)
    chain = [type(error).__name__]
    cause = error.__cause__ or error.__context__
    while cause is not None and len(chain) < 8:
        chain.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    places = [f"{_module(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames[-8:]]
    return {"error_type": chain, "error_at": places}


def _module(filename: str) -> str:
    """The last two parts of a path: enough to find the place."""
    return "/".join(filename.split("/")[-2:])
