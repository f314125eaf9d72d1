"""API Gateway's events and their answers: in this process, and in the image as Lambda runs it."""

import asyncio
import json
import sys
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias, cast

import pytest

from handler.bootstrap import Services
from tests import lambda_image
from tests.conftest import TOKEN
from tests.events import body_of, rest_event, token_event
from tests.images import LINES, TEXT, dense_page, encode, hello, hello_png, huge_png
from tests.lambda_context import FakeContext

Invoke: TypeAlias = Callable[[dict[str, Any]], dict[str, Any]]

PNG = hello_png()
ENVIRONMENT = {"OCR_API_TOKENS": json.dumps({"django": TOKEN}), "DEADLINE_S": "20"}
IN_PROCESS, IN_IMAGE = "in-process", "image"
HOMES = [IN_PROCESS, pytest.param(IN_IMAGE, marks=pytest.mark.container)]


@pytest.fixture(scope="module")
def mangum_loop() -> Iterator[None]:
    """The event loop that Mangum works on, which it would make itself and never close."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    yield
    asyncio.set_event_loop(None)
    loop.close()


@pytest.fixture(scope="module", params=HOMES)
def invoke(request: pytest.FixtureRequest) -> Iterator[Invoke]:
    """The API's Lambda entry."""
    if request.param == IN_IMAGE:
        request.getfixturevalue("image")
        with lambda_image.running("handler.api.handler", environment=ENVIRONMENT) as container:
            yield container.invoke
        return
    request.getfixturevalue("services")  # skips where there is no engine
    request.getfixturevalue("mangum_loop")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ENVIRONMENT.items():
            patch.setenv(name, value)
        patch.delitem(sys.modules, "handler.api", raising=False)
        import handler.api

        patch.delitem(sys.modules, "handler.api")
        yield lambda event: handler.api.handler(event, FakeContext())
        handler.api._app.state.services.close()


@pytest.fixture(scope="module", params=HOMES)
def decide(request: pytest.FixtureRequest) -> Iterator[Invoke]:
    """The authorizer's Lambda entry."""
    if request.param == IN_IMAGE:
        request.getfixturevalue("image")
        command = "handler.authorizer.handler"
        with lambda_image.running(command, environment=ENVIRONMENT) as container:
            yield container.invoke
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OCR_API_TOKENS", ENVIRONMENT["OCR_API_TOKENS"])
        patch.delitem(sys.modules, "handler.authorizer", raising=False)
        import handler.authorizer

        patch.delitem(sys.modules, "handler.authorizer")
        yield lambda event: handler.authorizer.handler(event, FakeContext())


def form(data: bytes, field: str = "file") -> dict[str, Any]:
    """The body and the header of a multipart upload."""
    head = (
        f'--b\r\nContent-Disposition: form-data; name="{field}"; filename="a.png"\r\n'
        "Content-Type: image/png\r\n\r\n"
    )
    return {
        "body": head.encode() + data + b"\r\n--b--\r\n",
        "headers": {"Content-Type": "multipart/form-data; boundary=b"},
    }


def header(answer: dict[str, Any], name: str) -> str:
    """A header of an answer, whatever its case."""
    headers = answer.get("headers") or {}
    return str({key.lower(): value for key, value in headers.items()}.get(name, ""))


def test_an_upload_is_read(invoke: Invoke) -> None:
    """A multipart body in base64 gives exactly what the ecosystem's client reads."""
    answer = invoke(rest_event("POST", "/", **form(PNG)))
    assert answer["statusCode"] == 200
    assert header(answer, "content-type") == "application/json"
    assert json.loads(body_of(answer)) == {"results": list(LINES), "original": TEXT}


def test_a_raw_body_and_options_are_read(invoke: Invoke) -> None:
    """The query reaches the app, with several values where they repeat."""
    headers = {"Content-Type": "image/png"}
    event = rest_event("POST", "/", body=PNG, headers=headers, query="format=json&psm=6&dpi=150")
    document = json.loads(body_of(invoke(event)))
    assert document["text"] == TEXT
    assert document["pages"][0]["dpi"] == 150


def test_a_base_path_does_not_matter(invoke: Invoke) -> None:
    """Behind a custom domain with a base path the same addresses work."""
    for base_path in ("", "/ocr", "/v1/ocr"):
        event = rest_event("POST", "/", base_path=base_path, **form(PNG))
        assert invoke(event)["statusCode"] == 200


@pytest.mark.parametrize("path", ["/img-echo", "/img-echo/"])
@pytest.mark.parametrize("file_format", ["PNG", "JPEG", "TIFF"])
def test_an_echo_is_byte_for_byte(invoke: Invoke, path: str, file_format: str) -> None:
    """Binary bodies survive base64 both ways, in both spellings."""
    data = encode(hello(), file_format)
    answer = invoke(rest_event("POST", path, **form(data)))
    assert answer["isBase64Encoded"] is True
    assert body_of(answer) == data
    assert header(answer, "content-type") == f"image/{file_format.lower()}"


@pytest.mark.parametrize("client", ["django", None])
def test_without_the_authorizers_word_the_token_is_checked_here(
    invoke: Invoke, client: str | None
) -> None:
    """With the authorizer's context no header is needed; without it, a good one."""
    event = rest_event("GET", "/languages", client=client)
    assert invoke(event)["statusCode"] == (200 if client else 401)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    event = rest_event("GET", "/languages", client=None, headers=headers)
    assert "eng" in json.loads(body_of(invoke(event)))["languages"]


@pytest.mark.parametrize(
    ("event", "status", "code"),
    [
        (rest_event("POST", "/", client=None, **form(PNG)), 401, "missing_token"),
        (
            rest_event("POST", "/", client=None, body=PNG, headers={"Authorization": "Bearer no"}),
            401,
            "invalid_token",
        ),
        (rest_event("POST", "/"), 422, "missing_file"),
        (rest_event("POST", "/", **form(PNG, field="x")), 422, "missing_file"),
        (rest_event("POST", "/", **form(b"")), 400, "unreadable_image"),
        (rest_event("POST", "/", **form(b"some text")), 400, "unreadable_image"),
        (rest_event("POST", "/", **form(PNG[:-300])), 400, "unreadable_image"),
        (rest_event("POST", "/", **form(huge_png())), 413, "image_too_large"),
        (rest_event("POST", "/", body=PNG + b"\0" * 4_400_000), 413, "upload_too_large"),
        (rest_event("POST", "/", query="languages=xyz", **form(PNG)), 422, "unknown_language"),
        (rest_event("POST", "/", query="psm=99", **form(PNG)), 422, "invalid_option"),
        (
            rest_event("POST", "/", body=b"x", headers={"Content-Type": "multipart/form-data"}),
            415,
            "unreadable_form",
        ),
        (rest_event("GET", "/nowhere"), 404, "not_found"),
        (rest_event("DELETE", "/"), 405, "method_not_allowed"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_each_error_is_its_problem(
    invoke: Invoke, event: dict[str, Any], status: int, code: str
) -> None:
    """Statuses and codes are the same as over HTTP, with the gateway's request id."""
    answer = invoke(event)
    problem = json.loads(body_of(answer))
    assert (answer["statusCode"], problem["code"]) == (status, code)
    assert header(answer, "content-type") == "application/problem+json"
    assert problem["request_id"] == event["requestContext"]["requestId"]


def test_the_pages_link_below_the_stage(invoke: Invoke) -> None:
    """The page and the API's documents find their files behind the stage's path."""
    page = body_of(invoke(rest_event("GET", "/", client=None))).decode()
    assert '<base href="/prod/">' in page
    docs = body_of(invoke(rest_event("GET", "/docs", client=None))).decode()
    assert "/prod/openapi.json" in docs
    assert "/prod/static/docs/swagger-ui-bundle.js" in docs
    document = json.loads(body_of(invoke(rest_event("GET", "/openapi.json", client=None))))
    assert document["servers"] == [{"url": "/prod"}]
    for path in ("/static/page.js", "/static/docs/swagger-ui.css", "/static/icon.svg"):
        assert invoke(rest_event("GET", path, client=None))["statusCode"] == 200


def test_health_tells_a_warm_engine(invoke: Invoke) -> None:
    """The model is loaded before the first request."""
    body = json.loads(body_of(invoke(rest_event("GET", "/healthz", client=None))))
    assert body["engine"]["warm"] is True
    assert body["engine"]["name"] == "tesserocr"


def test_the_authorizer_decides(decide: Invoke) -> None:
    """A known token is allowed with its client's name, everything else denied without an error."""
    answer = decide(token_event(f"bearer {TOKEN}"))
    assert answer["policyDocument"]["Statement"][0]["Effect"] == "Allow"
    assert answer["context"] == {"client": "django"}
    for authorization in (None, "", "Bearer", "Bearer wrong", "Basic x", "é"):
        answer = decide(token_event(authorization))
        assert answer["policyDocument"]["Statement"][0]["Effect"] == "Deny"


@pytest.mark.usefixtures("mangum_loop")
def test_lambdas_own_time_limit_counts(services: Services) -> None:
    """When Lambda has less time left than the deadline, the answer comes before Lambda kills it."""
    from mangum import Mangum
    from mangum.types import LambdaContext as MangumContext

    from handler.app.factory import create_app

    entry = Mangum(create_app(services), lifespan="off")
    headers = {"Authorization": f"Bearer {TOKEN}"}
    data = encode(dense_page(), "PNG")
    event = rest_event("POST", "/", body=data, headers=headers)
    answer = entry(event, cast("MangumContext", FakeContext(remaining_ms=1_300)))
    assert answer["statusCode"] == 504
