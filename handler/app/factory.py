"""The FastAPI application."""

from typing import TYPE_CHECKING

from fastapi import FastAPI

from handler.app.cross_origin import allow_origins
from handler.app.error_handlers import add_error_handlers
from handler.app.methods import Methods
from handler.app.openapi import TAGS, complete_openapi
from handler.app.request_log import RequestLog
from handler.app.response_headers import ResponseHeaders
from handler.app.routes import echo, health, jobs, languages, ocr, pages, textract
from ocr_core.version import VERSION

if TYPE_CHECKING:
    from handler.bootstrap import Services

_DESCRIPTION = (
    "Text from images. Send `Authorization: Bearer <token>` with everything that is guarded. "
    "Errors are problem details (RFC 9457) with a stable `code`."
)


def create_app(services: "Services | None") -> FastAPI:
    """The application that serves with ``services``; without them it can only be described."""
    app = FastAPI(
        title="OCR service",
        version=VERSION,
        description=_DESCRIPTION,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        openapi_tags=TAGS,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.services = services
    for routes in (ocr, jobs, echo, languages, health, textract, pages):
        app.include_router(routes.router)
    pages.mount_static(app)
    add_error_handlers(app)
    # The last one is outermost: what the log answers for a failure has the headers, too.
    app.add_middleware(Methods)
    app.add_middleware(RequestLog)
    # Around the log, so that a script can read its 500, too; within the headers, for preflights.
    if services:
        allow_origins(app, services.settings.cors_origins)
    app.add_middleware(ResponseHeaders)
    complete_openapi(app)
    return app
