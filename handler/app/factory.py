"""The FastAPI application."""

from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from pydantic.json_schema import models_json_schema

from handler.app.error_handlers import add_error_handlers
from handler.app.request_log import RequestLog
from handler.app.routes import echo, health, jobs, languages, ocr, pages
from handler.jobs.job import JobRequest
from handler.problem import Problem
from ocr_core.version import VERSION

if TYPE_CHECKING:
    from handler.bootstrap import Services

_DESCRIPTION = (
    "Text from images. Send `Authorization: Bearer <token>` with everything that is guarded. "
    "Errors are problem details (RFC 9457) with a stable `code`."
)


def create_app(services: "Services") -> FastAPI:
    """The application that serves with ``services``."""
    app = FastAPI(
        title="OCR service",
        version=VERSION,
        description=_DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.services = services
    for routes in (ocr, jobs, echo, languages, health, pages):
        app.include_router(routes.router)
    pages.mount_static(app)
    add_error_handlers(app)
    app.add_middleware(RequestLog)
    _describe_own_schemas(app)
    return app


def _describe_own_schemas(app: FastAPI) -> None:
    """Put what FastAPI does not see into the OpenAPI document, and take out what it assumes.

    That is our problem shape, in the place of its own, and the body that is read by hand.
    """
    describe = app.openapi

    def openapi() -> dict[str, Any]:
        document = describe()
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        _, own = models_json_schema(
            [(Problem, "serialization"), (JobRequest, "validation")],
            ref_template="#/components/schemas/{model}",
        )
        schemas.update(own["$defs"])
        for unused in ("HTTPValidationError", "ValidationError"):
            schemas.pop(unused, None)
        for path in document["paths"].values():
            for operation in path.values():
                _drop_default_422(operation["responses"])
        return document

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's own way to extend it


def _drop_default_422(responses: dict[str, Any]) -> None:
    """Take out FastAPI's own answer to a bad parameter, where we describe none."""
    if "application/json" in responses.get("422", {}).get("content", {}):
        del responses["422"]
