"""Errors as RFC 9457 problem details: the one place that knows which status a code has."""

from http import HTTPStatus
from typing import Any

from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from handler.errors import ServiceError
from ocr_core.errors import OcrError

PROBLEM_JSON = "application/problem+json"
_TYPE_PREFIX = "urn:problem-type:ocr:"

# code -> (status, title). docs/errors.md has the remedies; a test compares the two
# with the error trees.
PROBLEMS: dict[str, tuple[HTTPStatus, str]] = {
    "unreadable_image": (HTTPStatus.BAD_REQUEST, "The upload cannot be read as an image"),
    "unreadable_pdf": (HTTPStatus.BAD_REQUEST, "The PDF cannot be read"),
    "pdf_without_pages": (HTTPStatus.BAD_REQUEST, "The PDF has no pages"),
    "missing_token": (HTTPStatus.UNAUTHORIZED, "A bearer token is needed"),
    "invalid_token": (HTTPStatus.UNAUTHORIZED, "The bearer token is not valid"),
    "not_found": (HTTPStatus.NOT_FOUND, "Nothing is at this address"),
    "method_not_allowed": (HTTPStatus.METHOD_NOT_ALLOWED, "This address takes another method"),
    "upload_too_large": (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The upload is too large"),
    "image_too_large": (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The image has too many pixels"),
    "too_many_pages": (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "There are too many pages"),
    "response_too_large": (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The answer is too large"),
    "unreadable_form": (HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "The form cannot be read"),
    "missing_file": (HTTPStatus.UNPROCESSABLE_ENTITY, "The request carries no file"),
    "password_required": (HTTPStatus.UNPROCESSABLE_ENTITY, "The PDF needs a password"),
    "wrong_password": (HTTPStatus.UNPROCESSABLE_ENTITY, "The password does not open the PDF"),
    "invalid_option": (HTTPStatus.UNPROCESSABLE_ENTITY, "An option is not valid"),
    "unknown_language": (HTTPStatus.UNPROCESSABLE_ENTITY, "A language is not installed"),
    "engine_failed": (HTTPStatus.INTERNAL_SERVER_ERROR, "The recognition failed"),
    "internal_error": (HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong on our side"),
    "engine_missing": (HTTPStatus.SERVICE_UNAVAILABLE, "The recognition engine is not installed"),
    "service_busy": (HTTPStatus.SERVICE_UNAVAILABLE, "The service is busy"),
    "authorization_unavailable": (
        HTTPStatus.SERVICE_UNAVAILABLE,
        "Tokens cannot be checked at the moment",
    ),
    "deadline_exceeded": (HTTPStatus.GATEWAY_TIMEOUT, "The time ran out"),
}

# Seconds after which another try may succeed.
_RETRY_AFTER_S = {"service_busy": 2, "authorization_unavailable": 10}
# RFC 6750 3: what a 401 has to say, with and without a token in the request.
_CHALLENGES = {
    "missing_token": 'Bearer realm="ocr"',
    "invalid_token": 'Bearer realm="ocr", error="invalid_token"',
}


class Problem(BaseModel):
    """An error, as RFC 9457 writes it."""

    type: str = Field(description="Identifies the kind of problem.")
    title: str = Field(description="The kind of problem, in words.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="What went wrong here, and what to do next.")
    code: str = Field(description="Stable name of the kind, to branch on; see docs/errors.md.")
    request_id: str = Field(description="Names this request in the service's log.")


def problem_of(error: OcrError | ServiceError, *, request_id: str) -> Problem:
    """The problem that an error is to a client."""
    status, title = PROBLEMS[error.code]
    return Problem(
        type=f"{_TYPE_PREFIX}{error.code}",
        title=title,
        status=status,
        detail=str(error),
        code=error.code,
        request_id=request_id,
    )


def problem_response(error: OcrError | ServiceError, *, request_id: str) -> JSONResponse:
    """The HTTP response that tells a client of an error."""
    problem = problem_of(error, request_id=request_id)
    headers = {"Cache-Control": "no-store"}
    if error.code in _RETRY_AFTER_S:
        headers["Retry-After"] = str(_RETRY_AFTER_S[error.code])
    if error.code in _CHALLENGES:
        headers["WWW-Authenticate"] = _CHALLENGES[error.code]
    return JSONResponse(
        problem.model_dump(),
        status_code=problem.status,
        media_type=PROBLEM_JSON,
        headers=headers,
    )


def problem_responses(*codes: str) -> dict[int | str, dict[str, Any]]:
    """The OpenAPI description of the problems with these codes, by status."""
    by_status: dict[int, list[str]] = {}
    for code in codes:
        by_status.setdefault(PROBLEMS[code][0].value, []).append(code)
    return {
        status: {
            "description": ", ".join(f"`{code}`" for code in these),
            "content": {
                PROBLEM_JSON: {
                    "schema": {"$ref": "#/components/schemas/Problem"},
                    "examples": {code: {"value": _example(code)} for code in these},
                }
            },
        }
        for status, these in by_status.items()
    }


def _example(code: str) -> dict[str, Any]:
    status, title = PROBLEMS[code]
    return Problem(
        type=f"{_TYPE_PREFIX}{code}",
        title=title,
        status=status,
        detail=f"{title}. Here stands what to do next.",
        code=code,
        request_id="3f7c0e0e-8f6a-4d0c-9a53-2f6b7c1d9e10",
    ).model_dump()
