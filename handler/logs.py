"""The one logger: JSON lines, and never a token, a text, a file name or a message of an error."""

import os
from typing import Any

from aws_lambda_powertools import Logger

logger = Logger(service=os.environ.get("POWERTOOLS_SERVICE_NAME", "ocr"))


def error_fields(error: BaseException) -> dict[str, Any]:
    """What may be logged of an error: its kinds, and where it came from.

    The message is left out, since it may quote what the client sent.
    """
    # The authorizer does not need the library, unless something goes wrong.
    from ocr_core.isolation.fault import kinds_of, places_of

    return {"error_type": list(kinds_of(error)), "error_at": list(places_of(error))}
