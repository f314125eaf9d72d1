"""Problems as HTTP responses, and as OpenAPI describes them."""

from typing import Any

from fastapi.responses import JSONResponse

from handler.errors import ServiceError
from handler.problem import ALL_PROBLEMS, GATEWAY_PROBLEMS, PROBLEM_JSON, Problem, problem_of
from ocr_core.errors import OcrError

# Seconds after which another try may succeed.
_RETRY_AFTER_S = {
    "service_busy": 2,
    "job_not_finished": 2,
    "storage_unavailable": 5,
    "authorization_unavailable": 10,
}
# API Gateway sends the header with these two.
_PATIENT = {*_RETRY_AFTER_S, "too_many_requests", "service_unavailable"}
# What any route may answer, by a fault or in API Gateway.
_ANYWHERE = (*GATEWAY_PROBLEMS, "internal_error", "deadline_exceeded")
# RFC 6750 3: what a 401 has to say, with and without a token in the request.
_CHALLENGES = {
    "missing_token": 'Bearer realm="ocr"',
    "invalid_token": 'Bearer realm="ocr", error="invalid_token"',
}


def problem_response(
    error: OcrError | ServiceError, *, request_id: str, hint: str = ""
) -> JSONResponse:
    """The HTTP response that tells a client of an error; ``hint`` ends its detail."""
    problem = problem_of(error, request_id=request_id)
    return as_response(problem.model_copy(update={"detail": problem.detail + hint}))


def as_response(problem: Problem) -> JSONResponse:
    """The HTTP response that a problem is."""
    headers = {"Cache-Control": "no-store"}
    if problem.code in _RETRY_AFTER_S:
        headers["Retry-After"] = str(_RETRY_AFTER_S[problem.code])
    if problem.code in _CHALLENGES:
        headers["WWW-Authenticate"] = _CHALLENGES[problem.code]
    return JSONResponse(
        problem.model_dump(),
        status_code=problem.status,
        media_type=PROBLEM_JSON,
        headers=headers,
    )


def problem_responses(*codes: str) -> dict[int | str, dict[str, Any]]:
    """The OpenAPI description of the problems with these codes and of any route's, by status."""
    by_status: dict[int, list[str]] = {}
    for code in dict.fromkeys((*codes, *_ANYWHERE)):
        by_status.setdefault(ALL_PROBLEMS[code][0].value, []).append(code)
    return {status: _described(these) for status, these in sorted(by_status.items())}


def _described(codes: list[str]) -> dict[str, Any]:
    headers = {}
    if not _PATIENT.isdisjoint(codes):
        headers["Retry-After"] = {"$ref": "#/components/headers/RetryAfter"}
    if not _CHALLENGES.keys().isdisjoint(codes):
        headers["WWW-Authenticate"] = {"$ref": "#/components/headers/Challenge"}
    return {
        "description": "\n".join(f"- `{code}`: {ALL_PROBLEMS[code][1]}" for code in codes),
        "headers": headers,
        "content": {
            PROBLEM_JSON: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "examples": {code: {"$ref": f"#/components/examples/{code}"} for code in codes},
            }
        },
    }
