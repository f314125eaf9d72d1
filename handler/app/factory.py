"""The FastAPI application."""

from typing import TYPE_CHECKING, Any

from fastapi import FastAPI

from handler.app.error_handlers import add_error_handlers
from handler.app.request_log import RequestLog
from handler.app.routes import echo, health, languages, ocr, pages
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
    for routes in (ocr, echo, languages, health, pages):
        app.include_router(routes.router)
    pages.mount_static(app)
    add_error_handlers(app)
    app.add_middleware(RequestLog)
    _describe_problems(app)
    return app


def _describe_problems(app: FastAPI) -> None:
    """Put our problem shape into the OpenAPI document, in the place of FastAPI's own."""
    describe = app.openapi

    def openapi() -> dict[str, Any]:
        document = describe()
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        schemas["Problem"] = Problem.model_json_schema()
        for unused in ("HTTPValidationError", "ValidationError"):
            schemas.pop(unused, None)
        return document

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's own way to extend it
