"""What AWS hands the functions: messages of the queue, requests of the gateway, tokens."""

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from pydantic import ValidationError

from handler.bearer import Tokens, authenticate
from handler.errors import AuthenticationError
from handler.events.uploads import parse_uploads
from handler.gateway_path import own_path
from handler.jobs.callbacks import CallbackTask
from handler.jobs.plan import PageTask
from handler.jobs.request import DocumentRequest
from ocr_core.errors import InvalidOption

_TOKENS = Tokens({"django": ["a-token"]})


def try_bytes(data: bytes) -> None:
    """Whatever stands in an event, it is understood or refused as such."""
    text = data.decode("utf-8", "surrogateescape")
    _try_message(text)
    _try_token(text)
    try:
        event = json.loads(text)
    except (ValueError, RecursionError):
        return
    if isinstance(event, dict):
        _try_gateway(event)
        _try_metadata(event)


def _try_message(body: str) -> None:
    with suppress(ValidationError):
        for upload in parse_uploads(body):
            upload.model_dump_json()
    with suppress(ValidationError):
        callback = CallbackTask.model_validate_json(body)
        assert CallbackTask.model_validate_json(callback.model_dump_json()) == callback
    try:
        task = PageTask.model_validate_json(body)
    except ValidationError:
        return
    assert PageTask.model_validate_json(task.model_dump_json()) == task
    assert len(task.source.fingerprint) == 32


def _try_token(header: str) -> None:
    with suppress(AuthenticationError):
        assert authenticate(header, _TOKENS) == "django"


def _try_gateway(event: Mapping[str, Any]) -> None:
    """The gateway's own events are well formed: a resource, and parameters that are text."""
    parameters = event.get("pathParameters")
    if not isinstance(event.get("resource"), str) or not isinstance(event.get("path"), str | None):
        return
    if isinstance(parameters, dict | None) and all(
        isinstance(value, str | None) for value in (parameters or {}).values()
    ):
        assert isinstance(own_path(event), str)


def _try_metadata(event: Mapping[str, Any]) -> None:
    options = {name: value for name, value in event.items() if isinstance(value, str)}
    try:
        request = DocumentRequest.parse(options, languages="eng", formats=())
    except InvalidOption:
        return
    assert request.ocr_options.page_ranges
