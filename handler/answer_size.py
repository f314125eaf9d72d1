"""What Lambda takes for the answer to one request."""

import base64
import json
from typing import Any

MAX_ANSWER_BYTES = 6_291_556
"""Of the JSON that the runtime posts. More is refused, and the container ends."""
# Status, headers, and the names of the members.
_ENVELOPE_BYTES = 16_384
MAX_BODY_BYTES = (MAX_ANSWER_BYTES - _ENVELOPE_BYTES) // 4 * 3
"""Of a body that always fits: in base64, where it would not as text."""
# A character outside the Basic Multilingual Plane is two escapes: \\ud83d\\ude00.
_MOST_BYTES_A_CHARACTER = 12


def fitting(answer: dict[str, Any]) -> dict[str, Any]:
    """The same answer, in base64 where its text would not fit.

    awslambdaric writes what is not ASCII as escapes: three bytes for one of Cyrillic text, two
    for one of Chinese. Base64 makes four of three, whatever the script. Small answers stay text,
    which ``sam local`` gives to clients without an ``Accept`` header as it is.
    """
    if answer["isBase64Encoded"] or _fits(answer):
        return answer
    body = base64.b64encode(answer["body"].encode()).decode()
    return {**answer, "body": body, "isBase64Encoded": True}


def _fits(answer: dict[str, Any]) -> bool:
    if len(answer["body"]) * _MOST_BYTES_A_CHARACTER + _ENVELOPE_BYTES <= MAX_ANSWER_BYTES:
        return True
    return len(json.dumps(answer)) <= MAX_ANSWER_BYTES
