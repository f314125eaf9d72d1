"""What the OpenAPI document says beyond what FastAPI sees by itself."""

from functools import cache
from typing import Any

from fastapi import FastAPI
from pydantic.json_schema import models_json_schema

from handler.app.problem_examples import REQUEST_ID, problem_examples
from handler.app.request_body import UPLOAD_SCHEMA
from handler.correlation import CORRELATION_ID
from handler.jobs.job import JobRequest
from handler.problem import Problem
from ocr_core import PageSegMode

TAGS = [
    {"name": "OCR", "description": "One upload in, its answer out, in one call."},
    {"name": "Jobs", "description": "Documents that are too large for one call, or take longer."},
    {"name": "Service", "description": "What the service can do, and how it is."},
]
_HEADERS: dict[str, Any] = {
    "RequestId": {
        "description": "Names this request in the service's log.",
        "schema": {"type": "string"},
        "example": REQUEST_ID,
    },
    "RetryAfter": {
        "description": "Seconds after which another try may succeed.",
        "schema": {"type": "integer"},
        "example": 2,
    },
    "Challenge": {
        "description": "How to prove who one is, as RFC 6750 has it.",
        "schema": {"type": "string"},
        "example": 'Bearer realm="ocr", error="invalid_token"',
    },
}
# Every operation takes it; handler.app.request_log reads it.
_CORRELATION_ID: dict[str, Any] = {
    "name": "X-Correlation-Id",
    "in": "header",
    "required": False,
    "description": "A name of the client's own for this request, which the service's log has, too; "
    f"one that does not fit `{CORRELATION_ID.pattern}` is left out.",
    # No pattern: a request with another name is as good.
    "schema": {"type": "string", "examples": ["upload-42"]},
}


def complete_openapi(app: FastAPI) -> None:
    """Make ``app`` describe itself in full.

    That is our problem shape, in the place of FastAPI's own, the bodies that are read by hand,
    examples, and the headers that every request and every answer may have. The languages get no
    default: it is the operator's choice, and a generated client would send ours in its place.
    """
    describe = app.openapi

    @cache
    def openapi() -> dict[str, Any]:
        from handler.app.examples import answer_examples

        document = describe()
        examples = answer_examples()
        components = document["components"]
        components["schemas"] = _schemas(components["schemas"])
        components["examples"] = problem_examples()
        components["headers"] = _HEADERS
        for path in document["paths"].values():
            for operation in path.values():
                _complete_parameters(operation.setdefault("parameters", []))
                _complete_responses(operation["responses"])
                _say_one_of(operation["responses"])
                _add_examples(operation, examples.get(operation["operationId"], {}))
        return document

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's own way to extend it


def _schemas(found: dict[str, Any]) -> dict[str, Any]:
    _, own = models_json_schema(
        [(Problem, "serialization"), (JobRequest, "validation")],
        ref_template="#/components/schemas/{model}",
    )
    schemas = found | own["$defs"] | {UPLOAD_SCHEMA["title"]: UPLOAD_SCHEMA}
    # Where generators of clients look for what to call the numbers.
    schemas[PageSegMode.__name__]["x-enum-varnames"] = [mode.name for mode in PageSegMode]
    del schemas[JobRequest.__name__]["properties"]["languages"]["default"]
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    return dict(sorted(schemas.items()))


def _complete_parameters(parameters: list[dict[str, Any]]) -> None:
    for parameter in parameters:
        if parameter["name"] == "languages":
            del parameter["schema"]["default"]
    parameters.append(_CORRELATION_ID)


def _complete_responses(responses: dict[str, Any]) -> None:
    """Take out FastAPI's own answer to a bad parameter, where we describe none."""
    if "application/json" in responses.get("422", {}).get("content", {}):
        del responses["422"]
    for response in responses.values():
        headers = response.setdefault("headers", {})
        headers["X-Request-Id"] = {"$ref": "#/components/headers/RequestId"}


def _say_one_of(responses: dict[str, Any]) -> None:
    """Name an answer of several shapes, and say that it has one of them alone.

    Pydantic says ``anyOf``, which openapi-generator's typescript-fetch reads as all at once.
    """
    schema = responses.get("200", {}).get("content", {}).get("application/json", {}).get("schema")
    if schema and "anyOf" in schema:
        schema["oneOf"] = schema.pop("anyOf")
        schema["title"] = "Answer"


def _add_examples(operation: dict[str, Any], examples: dict[str, dict[str, Any]]) -> None:
    success = next(status for status in operation["responses"] if status < "400")
    for media_type, these in examples.items():
        operation["responses"][success]["content"][media_type].update(these)
