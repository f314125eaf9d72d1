"""What a browser asks for: ``GET /``, ``/docs`` and their files."""

from hashlib import sha256
from html import escape
from importlib.resources import files

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from starlette.types import Scope

from handler.app.state import services_of

router = APIRouter(include_in_schema=False)

_STATIC = files("handler").joinpath("static")
_INDEX = _STATIC.joinpath("index.html").read_text(encoding="utf-8")


def _fingerprint() -> str:
    """Names the files as they are: another as soon as one of them has changed."""
    contents = sorted(file.read_bytes() for file in _STATIC.iterdir() if file.is_file())
    return sha256(b"\0".join(contents)).hexdigest()[:12]


# The page asks for its files below this address. On Lambda each file is an invocation, and a
# browser that guesses how long a file lasts may mix those of two versions.
_LASTING = f"static/{_fingerprint()}"


class _LastingFiles(StaticFiles):
    """Files that a browser asks for once: what changes has another address."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def mount_static(app: FastAPI) -> None:
    """Serve the pages' own files below ``/static``."""
    app.mount(f"/{_LASTING}", _LastingFiles(packages=[("handler", "static")]))
    app.mount("/static/docs", StaticFiles(packages=[("fastapi_offline", "static")]))
    app.mount("/static", StaticFiles(packages=[("handler", "static")]))


@router.get("/")
async def show_page(request: Request) -> HTMLResponse:
    """A page to try the service on."""
    services = services_of(request)
    # What is larger goes to a job at once; without jobs, the service says what is too large.
    one_call_bytes = str(services.settings.max_upload_bytes) if services.has_jobs else ""
    page = _INDEX.replace("{{base}}", escape(f"{request.scope.get('root_path', '')}/"))
    page = page.replace("{{static}}", _LASTING)
    return HTMLResponse(
        page.replace("{{one_call_bytes}}", one_call_bytes),
        headers=_page_headers(services.settings.storage_origins),
    )


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


def _page_headers(storage_origins: str) -> dict[str, str]:
    """Of this service and its buckets, and nothing else; the page has no script in itself."""
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' blob:",
        "connect-src": f"'self' {storage_origins}".strip(),
        "base-uri": "'self'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "Referrer-Policy": "no-referrer",
        # It names the addresses of its files.
        "Cache-Control": "no-cache",
    }
