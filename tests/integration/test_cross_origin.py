"""What scripts of other sites may do: nothing, or with `CORS_ORIGINS` as much as any client."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from handler.app.cross_origin import METHODS
from handler.app.factory import create_app
from handler.bootstrap import Services
from ocr_core import OcrEngine
from tests.broken_engines import broken, fail
from tests.client import AppClient
from tests.conftest import TOKEN
from tests.images import hello_png

SITE = "https://app.example.com"
_PREFLIGHT = {
    "Origin": SITE,
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "authorization,content-type,idempotency-key",
}


def _client(services: Services, origins: str) -> AppClient:
    settings = services.settings.model_copy(update={"cors_origins": origins})
    return AppClient(create_app(replace(services, settings=settings)), token=TOKEN)


def _allowed(headers: Mapping[str, str]) -> str | None:
    """Whose scripts a browser lets read the answer."""
    return headers.get("access-control-allow-origin")


@pytest.fixture
def open_client(services: Services) -> AppClient:
    """A client of a service that lets two sites in."""
    return _client(services, f"http://localhost:3000 {SITE}")


@pytest.mark.parametrize("path", ["/", "/jobs", "/languages", "/textract"])
def test_a_preflight_needs_no_token(open_client: AppClient, path: str) -> None:
    """A browser asks without the token, and may then send it, with any other header."""
    response = open_client.without_token().request("OPTIONS", path, headers=_PREFLIGHT)
    assert response.status_code == 200
    assert _allowed(response.headers) == SITE
    assert "authorization" in response.headers["access-control-allow-headers"]
    assert response.headers["access-control-allow-methods"] == ", ".join(METHODS)
    assert "access-control-allow-credentials" not in response.headers
    assert response.headers["x-content-type-options"] == "nosniff"


def test_every_method_of_the_api_is_allowed(services: Services) -> None:
    """A preflight for any operation of the API's description succeeds."""
    paths = create_app(services).openapi()["paths"]
    assert {method.upper() for path in paths.values() for method in path} <= set(METHODS)


def test_an_allowed_site_reads_answers_and_problems(open_client: AppClient) -> None:
    """The text, with its headers, and what is wrong with a call."""
    for caller, status in ((open_client, 200), (open_client.without_token(), 401)):
        response = caller.post(
            "/",
            content=hello_png(),
            headers={"Origin": SITE, "Content-Type": "image/png"},
        )
        assert response.status_code == status
        assert _allowed(response.headers) == SITE
        assert response.headers["access-control-expose-headers"] == "*"
        assert "Origin" in response.headers["vary"]


def test_an_allowed_site_reads_a_failure_of_ours(
    services: Services, fast_engine: OcrEngine
) -> None:
    """Also what no route has expected."""
    with broken(services, fast_engine, fail(RuntimeError("a fault"))) as failing:
        response = _client(failing, SITE).post("/", content=hello_png(), headers={"Origin": SITE})
    assert (response.status_code, _allowed(response.headers)) == (500, SITE)


@pytest.mark.parametrize("origin", ["https://evil.example", "null", f"{SITE}.evil.example"])
def test_another_site_is_refused(open_client: AppClient, origin: str) -> None:
    """Neither the preflight nor the call itself says that it may."""
    asked = open_client.request("OPTIONS", "/", headers={**_PREFLIGHT, "Origin": origin})
    called = open_client.get("/languages", headers={"Origin": origin})
    assert asked.status_code == 400
    assert _allowed(asked.headers) is _allowed(called.headers) is None


def test_every_site_may_be_allowed(services: Services) -> None:
    """`*` lets every site in, without the browser's credentials."""
    response = _client(services, "*").get("/languages", headers={"Origin": SITE})
    assert _allowed(response.headers) == "*"


def test_by_default_no_site_is_allowed(client: AppClient) -> None:
    """Without the setting a preflight is an `OPTIONS` like any other."""
    asked = client.request("OPTIONS", "/jobs", headers=_PREFLIGHT)
    called = client.get("/languages", headers={"Origin": SITE})
    assert (asked.status_code, asked.headers["allow"]) == (204, "OPTIONS, POST")
    assert _allowed(asked.headers) is _allowed(called.headers) is None


def test_options_still_lists_the_methods(open_client: AppClient) -> None:
    """What is no preflight is answered with `Allow` as ever."""
    response = open_client.request("OPTIONS", "/jobs", headers={"Origin": SITE})
    assert (response.status_code, response.headers["allow"]) == (204, "OPTIONS, POST")
