"""What a browser asks for: ``GET /``, ``/docs`` and their files."""

from hashlib import sha256
from html import escape
from importlib.resources import files

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from starlette.types import Scope

from handler.app.state import services_of

router = APIRouter(include_in_schema=False)

_STATIC = files("handler").joinpath("static")
_INDEX = _STATIC.joinpath("index.html").read_text(encoding="utf-8")
_DOCS = _STATIC.joinpath("docs.html").read_text(encoding="utf-8")


def _fingerprint() -> str:
    """Names the files as they are: another as soon as one of them has changed."""
    contents = sorted(file.read_bytes() for file in _STATIC.iterdir() if file.is_file())
    return sha256(b"\0".join(contents)).hexdigest()[:12]


# The page asks for its files below this address. On Lambda each file is an invocation, and a
# browser that guesses how long a file lasts may mix those of two versions.
_LASTING = f"static/{_fingerprint()}"


# What changes has another address.
_FOR_EVER = "public, max-age=31536000, immutable"
# What changes keeps its address, so an hour: Swagger UI's files have 1.7 MB.
_FOR_AN_HOUR = "public, max-age=3600"


class _Files(StaticFiles):
    """A package's directory ``static``, and for how long browsers keep its files."""

    def __init__(self, package: str, *, cache_control: str) -> None:
        super().__init__(packages=[(package, "static")])
        self._cache_control = cache_control

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = self._cache_control
        return response


def mount_static(app: FastAPI) -> None:
    """Serve the pages' own files below ``/static``."""
    app.mount(f"/{_LASTING}", _Files("handler", cache_control=_FOR_EVER))
    app.mount("/static/docs", _Files("fastapi_offline", cache_control=_FOR_AN_HOUR))
    app.mount("/static", _Files("handler", cache_control=_FOR_AN_HOUR))


@router.get("/")
async def show_page(request: Request) -> HTMLResponse:
    """A page to try the service on."""
    services = services_of(request)
    # What is larger goes to a job at once; without jobs, the service says what is too large.
    one_call_bytes = str(services.settings.max_upload_bytes) if services.has_jobs else ""
    page = _addressed(_INDEX, request).replace("{{one_call_bytes}}", one_call_bytes)
    return HTMLResponse(page, headers=_page_headers(services.settings.storage_origins))


@router.get("/docs")
async def show_docs(request: Request) -> HTMLResponse:
    """The API's documentation, from files of our own: no other host is asked for anything."""
    return HTMLResponse(_addressed(_DOCS, request), headers=_page_headers(images="data:"))


def _addressed(page: str, request: Request) -> str:
    """The page with the addresses of its files in it."""
    base = escape(f"{request.scope.get('root_path', '')}/")
    return page.replace("{{base}}", base).replace("{{static}}", _LASTING)


def _page_headers(storage_origins: str = "", *, images: str = "") -> dict[str, str]:
    """Of this service and its buckets, and nothing else; the pages have no script in themselves.

    Args:
        storage_origins: where a page may send and fetch from, beside this service.
        images: what else a page's images may come from: Swagger UI's style sheet has its icons
            in itself.
    """
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": f"'self' blob: {images}".strip(),
        "connect-src": f"'self' {storage_origins}".strip(),
        "base-uri": "'self'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        # It names the addresses of its files.
        "Cache-Control": "no-cache",
    }
