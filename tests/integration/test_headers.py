"""What every answer tells a browser: not to sniff, frame or keep it, nor show it elsewhere."""

import re
from typing import Any

import httpx
import pytest

from handler.app.factory import create_app
from handler.bootstrap import Services
from ocr_core import OcrEngine
from tests.broken_engines import broken, fail
from tests.client import AppClient
from tests.conftest import TOKEN
from tests.images import hello_png

_PNG = hello_png()
_FILE: dict[str, Any] = {"files": {"file": ("scan.png", _PNG, "image/png")}}
_PAGES = ("/", "/docs")
_FILES = ("/static/page.js", "/static/docs/swagger-ui.css")

# Method, path and arguments: every route, well and badly called.
_CALLS: list[tuple[str, str, dict[str, Any]]] = [
    *(("GET", path, {}) for path in (*_PAGES, *_FILES)),
    ("GET", "/openapi.json", {}),
    ("GET", "/healthz", {}),
    ("GET", "/languages", {}),
    ("POST", "/", _FILE),
    ("POST", "/?format=hocr", _FILE),
    ("POST", "/?format=json,pdf", _FILE),
    ("POST", "/?psm=99", _FILE),
    ("POST", "/", {"content": b"no image"}),
    ("POST", "/", {"content": b""}),
    ("POST", "/", {"content": bytes(1_100_000)}),
    ("POST", "/img-echo", _FILE),
    ("POST", "/img-echo/", _FILE),
    ("POST", "/jobs", {"json": {"content_type": "image/png"}}),
    ("GET", f"/jobs/{'0' * 32}", {}),
    ("DELETE", f"/jobs/{'0' * 32}", {}),
    ("GET", f"/jobs/{'0' * 32}/result", {}),
    ("GET", "/nowhere", {}),
    ("GET", "/static/nowhere.js", {}),
    ("PUT", "/", {}),
]
_IDS = [f"{method} {path} {next(iter(arguments), '')}" for method, path, arguments in _CALLS]


def _policy(response: httpx.Response) -> dict[str, str]:
    """The directives of the content security policy."""
    parts = response.headers["content-security-policy"].split("; ")
    return {name: value for name, _, value in (part.partition(" ") for part in parts)}


def _check(response: httpx.Response) -> None:
    """What holds for every answer."""
    headers = response.headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "access-control-allow-origin" not in headers
    assert headers["cache-control"]
    policy = _policy(response)
    assert policy["default-src"] == "'none'"
    assert "unsafe" not in headers["content-security-policy"]


@pytest.mark.parametrize(("method", "path", "arguments"), _CALLS, ids=_IDS)
def test_every_answer_has_the_headers(
    client: AppClient, method: str, path: str, arguments: dict[str, Any]
) -> None:
    """Pages, files, texts, images and problems, with and without a token."""
    for caller in (client, client.without_token()):
        response = caller.request(method, path, **arguments)
        _check(response)
        is_kept = method == "GET" and path in (*_PAGES, *_FILES)
        assert ("no-store" in response.headers["cache-control"]) is not is_kept
        # Each header once: two would be joined by a comma, and browsers do not agree on those.
        assert len(response.headers.get_list("content-security-policy")) == 1


def test_every_route_is_called(services: Services) -> None:
    """The list above misses no operation of the API's description."""
    paths = create_app(services).openapi()["paths"]
    called = {(method, re.sub("0{32}", "{job_id}", path)) for method, path, _ in _CALLS}
    assert {(each.upper(), path) for path in paths for each in paths[path]} <= called


def test_a_failure_of_ours_has_the_headers(services: Services, fast_engine: OcrEngine) -> None:
    """Also what no route has expected."""
    with broken(services, fast_engine, fail(RuntimeError("a fault"))) as failing:
        response = AppClient(create_app(failing), token=TOKEN).post("/", **_FILE)
    assert response.status_code == 500
    _check(response)
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", _PAGES)
def test_pages_run_their_own_files_alone(client: AppClient, path: str) -> None:
    """Scripts and styles come from here, no script stands in the page, and nobody frames it."""
    response = client.get(path)
    policy = _policy(response)
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["form-action"] == "'none'"
    assert not re.search(r"<script(?![^>]* src=)|<style| style=| on[a-z]+=", response.text)


def test_data_can_do_nothing(client: AppClient) -> None:
    """What is no page runs nothing and loads nothing, were it shown as one."""
    for response in (
        client.post("/?format=hocr", **_FILE),
        client.post("/img-echo/", **_FILE),
        client.get("/languages"),
        client.get("/nowhere"),
    ):
        assert "sandbox" in _policy(response)


def test_tls_is_remembered_where_there_is_tls(services: Services) -> None:
    """Over TLS a browser is told to come that way again; over plain HTTP nothing is said of it."""
    app = create_app(services)
    assert "strict-transport-security" not in AppClient(app, token=TOKEN).get("/").headers
    response = AppClient(app, token=TOKEN).get("https://ocr.test/")
    assert response.headers["strict-transport-security"] == "max-age=31536000"
