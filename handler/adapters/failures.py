"""How calls of AWS fail, and what may be logged of it."""

from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

# The last is raised where something else than AWS answers, and is derived from neither.
FAILURES = (BotoCoreError, ClientError, ResponseParserError)


def error_code(error: Exception) -> str:
    """AWS's own word where it has answered, as in ``AccessDenied``; else the kind of the error.

    The message is left out, since it may quote names and content.
    """
    if isinstance(error, ClientError):
        return str(error.response.get("Error", {}).get("Code", ""))
    return type(error).__name__
