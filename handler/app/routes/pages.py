"""What a browser asks for: ``GET /``, ``/docs`` and their files."""

from importlib.resources import files

from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

router = APIRouter(include_in_schema=False)

_INDEX = files("handler").joinpath("static", "index.html").read_text(encoding="utf-8")
# Of this service and nothing else; the page has no script in itself.
_PAGE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data: blob:; connect-src 'self'; base-uri 'self'; form-action 'none'; "
    "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}


def mount_static(app: FastAPI) -> None:
    """Serve the pages' own files below ``/static``."""
    app.mount("/static/docs", StaticFiles(packages=[("fastapi_offline", "static")]))
    app.mount("/static", StaticFiles(packages=[("handler", "static")]))


@router.get("/")
async def show_page(request: Request) -> HTMLResponse:
    """A page to try the service on."""
    base = f"{request.scope.get('root_path', '')}/"
    return HTMLResponse(_INDEX.replace("{{base}}", base), headers=_PAGE_HEADERS)


@router.get("/docs")
async def show_docs(request: Request) -> HTMLResponse:
    """The API's documentation, from files of our own: no other host is asked for anything."""
    root = request.scope.get("root_path", "")
    return get_swagger_ui_html(
        openapi_url=f"{root}/openapi.json",
        title=f"{request.app.title} · API",
        swagger_js_url=f"{root}/static/docs/swagger-ui-bundle.js",
        swagger_css_url=f"{root}/static/docs/swagger-ui.css",
        swagger_favicon_url=f"{root}/static/icon.svg",
    )
