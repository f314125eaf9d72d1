"""The Lambda function's handler in process, called with API Gateway's event."""

import json
import os
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from bench.reading import Reading
from tests.events import body_of, rest_event
from tests.lambda_context import FakeContext

_TOKEN = "bench-" + "0" * 32
_ENVIRONMENT = {
    "OCR_API_TOKENS": json.dumps({"bench": _TOKEN}),
    "DEADLINE_S": "300",
    "OMP_THREAD_LIMIT": "1",
}


class Reader:
    """The response's body counts as the text: what is timed ends with it."""

    def __init__(self) -> None:
        os.environ.update(_ENVIRONMENT)  # which the handler's module reads when it is imported
        self._handler = import_module("handler.api").handler

    def prepare(self, languages: str) -> None:
        """The handler is warm from its import."""

    def read(self, path: str, languages: str) -> Reading:
        """Answer one request."""
        response = self._handler(_event(path), FakeContext(remaining_ms=300_000))
        if response["statusCode"] != 200:
            raise OSError(body_of(response).decode())
        return Reading(text=body_of(response).decode())


@cache
def _event(path: str) -> dict[str, Any]:
    headers = {"Content-Type": "application/octet-stream", "Authorization": f"Bearer {_TOKEN}"}
    return rest_event("POST", "/", body=Path(path).read_bytes(), headers=headers)
