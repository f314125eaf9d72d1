"""Problems as HTTP responses, and as OpenAPI describes them."""

from typing import Any

from fastapi.responses import JSONResponse

from handler.errors import ServiceError
from handler.problem import PROBLEM_JSON, PROBLEMS, Problem, problem_of
from ocr_core.errors import OcrError

# Seconds after which another try may succeed.
_RETRY_AFTER_S = {
    "service_busy": 2,
    "job_not_finished": 2,
    "storage_unavailable": 5,
    "authorization_unavailable": 10,
}
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
    detail = f"{PROBLEMS[code][1]}. Here stands what to do next."
    return Problem.of(code, detail, request_id="3f7c0e0e-8f6a-4d0c-9a53-2f6b7c1d9e10").model_dump()
