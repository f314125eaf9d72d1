"""From what a service answers to the errors that the same work has on this machine."""

from collections.abc import Iterator
from http import HTTPStatus

import httpx

from ocr_core.cli.errors import (
    CliError,
    ServiceBusy,
    ServiceProblem,
    ServiceRefused,
    ServiceUnreachable,
)
from ocr_core.errors import EngineMissing, OcrError

_BUSY = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
_REFUSED = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
_NOT_HERE = (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED)
_TOO_MUCH = (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.GATEWAY_TIMEOUT)
# These a job has, too.
_TOO_MUCH_ANYWHERE = "image_too_large"
# No message of the service is longer.
_MAX_REASON_CHARS = 1_000


def is_worth_another_try(response: httpx.Response) -> bool:
    """Whether the same request may succeed in a while."""
    return response.status_code in _BUSY and _problem(response).get("code") != EngineMissing.code


def is_for_a_job(response: httpx.Response) -> bool:
    """Whether it was too much for one call: a job may have more bytes, pages and time."""
    return (
        response.status_code in _TOO_MUCH and _problem(response).get("code") != _TOO_MUCH_ANYWHERE
    )


def not_the_service() -> ServiceUnreachable:
    """The error when a success makes no sense."""
    return ServiceUnreachable(
        "The server at this address is not the OCR service, or runs another version of it. "
        "Check --url."
    )


def error_of(response: httpx.Response) -> OcrError | CliError:
    """The error that a response is: by its code in the library's tree, or by its status."""
    problem = _problem(response)
    status = response.status_code
    code = problem.get("code")
    reason = problem.get("detail") or f"The service answered {status} {response.reason_phrase}."
    reason = reason[:_MAX_REASON_CHARS]
    if code in _LIBRARY:
        return _LIBRARY[code](reason)
    if status in _REFUSED:
        return ServiceRefused(f"{reason} Give the token by --token or OCR_API_TOKEN.", code=code)
    if status in _BUSY:
        return ServiceBusy(reason, code=code)
    if status in _NOT_HERE or response.is_redirect:
        return ServiceUnreachable(f"{reason} Check --url.", code=code)
    return ServiceProblem(reason, code=code)


def _problem(response: httpx.Response) -> dict[str, str]:
    """The texts of a problem document (RFC 9457); API Gateway's own have a ``message`` only."""
    try:
        body = response.json()
    except ValueError:
        return {}
    if not isinstance(body, dict):
        return {}
    texts = {key: value for key, value in body.items() if isinstance(value, str)}
    if "message" in texts:
        texts.setdefault("detail", f"The service answered: {texts['message']}.")
    return texts


def _kinds(root: type[OcrError]) -> Iterator[type[OcrError]]:
    yield root
    for kind in root.__subclasses__():
        yield from _kinds(kind)


_LIBRARY = {kind.code: kind for kind in _kinds(OcrError)}
