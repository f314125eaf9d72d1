"""The HTTP application with real engines, called in this process."""

import asyncio
import io
import json
from typing import Any

import httpx
import pytest
from PIL import Image

from handler.app.factory import create_app
from handler.bootstrap import Services, create_services
from handler.settings import Settings
from ocr_core import Document, OcrEngine
from ocr_core.errors import EngineFailed
from tests.broken_engines import broken, fail
from tests.client import AppClient
from tests.conftest import TOKEN
from tests.images import LINES, TEXT, dense_page, encode, hello, hello_png, huge_png

PNG = hello_png()

OPTIONS = (
    *("languages", "psm", "rotate", "deskew", "enhance"),
    *("dpi", "pages", "text_layer", "engine", "layout", "page_breaks", "running_text", "format"),
)
"""What a request may ask for, in the order in which it is told."""


def upload(data: bytes, name: str = "scan.png", kind: str = "image/png") -> dict[str, Any]:
    """The arguments of a multipart upload."""
    return {"files": {"file": (name, data, kind)}}


def problem(response: httpx.Response, status: int, code: str) -> str:
    """The detail of a problem, once it has been seen to be this one."""
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert (response.status_code, body["status"], body["code"]) == (status, status, code)
    assert body["type"] == f"urn:problem-type:ocr:{code}"
    assert body["title"]
    assert body["request_id"] == response.headers["x-request-id"]
    assert "Traceback" not in response.text
    return str(body["detail"])


def test_the_default_answer_is_the_one_that_the_ecosystem_reads(client: AppClient) -> None:
    """Exactly `results` and `original`, and a content type of exactly `application/json`."""
    response = client.post("/", **upload(PNG))
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert response.json() == {"results": list(LINES), "original": TEXT}


def test_results_are_the_original_split_at_its_line_feeds(client: AppClient) -> None:
    """Also where a blank line stands between paragraphs, and where nothing was read."""
    gap = Image.new("L", (800, 700), 255)
    gap.paste(hello(mode="L"), (0, 0))
    gap.paste(hello(mode="L"), (0, 450))
    for image in (gap, Image.new("L", (100, 100), 255)):
        body = client.post("/", **upload(encode(image, "PNG"))).json()
        assert body["results"] == body["original"].split("\n")


def test_no_element_of_results_has_text_of_two_pages(client: AppClient) -> None:
    """The last line of a page and the first of the next are two; `original` has the form feed."""
    data = encode(hello(mode="1"), "TIFF", save_all=True, append_images=[hello(mode="1")])
    body = client.post("/", **upload(data)).json()
    assert body == {"results": [*LINES, *LINES], "original": f"{TEXT}\f{TEXT}"}


def test_the_raw_body_is_an_upload_too(client: AppClient) -> None:
    """Whatever content type it is sent with: what it is, is told from its content."""
    for kind in ("image/png", "application/octet-stream", "application/x-www-form-urlencoded", ""):
        response = client.post("/", content=PNG, headers={"Content-Type": kind})
        assert response.json()["original"] == TEXT


def test_the_name_and_the_type_of_a_part_do_not_matter(client: AppClient) -> None:
    """A PNG sent as `x.pdf` of type `text/html` is read as the PNG that it is."""
    response = client.post("/", **upload(PNG, name="x.pdf", kind="text/html"))
    assert response.json()["original"] == TEXT


def test_the_whole_document_can_be_had(client: AppClient) -> None:
    """`format=json` gives pages, lines, words, boxes, confidences, engine and timings."""
    response = client.post("/?format=json&dpi=150", **upload(PNG))
    assert response.headers["content-type"] == "application/json"
    document = Document.model_validate(response.json())
    assert document.text == TEXT
    assert document.media_type == "image/png"
    assert document.pages[0].dpi == 150
    assert document.pages[0].lines[1].words[-1].text == "words."
    assert document.timings.ocr_ms > 0
    timing = response.headers["server-timing"]
    assert [part.split(";")[0] for part in timing.split(", ")] == ["decode", "ocr", "render"]


def test_plain_text_can_be_had_by_parameter_and_by_accept(client: AppClient) -> None:
    """`format=text` and `Accept: text/plain` mean the same; a parameter wins."""
    for response in (
        client.post("/?format=text", **upload(PNG)),
        client.post("/", headers={"Accept": "text/plain;q=0.9, */*"}, **upload(PNG)),
    ):
        assert response.headers["content-type"] == "text/plain; charset=utf-8"
        assert response.text == f"{TEXT}\n"
    response = client.post("/?format=results", headers={"Accept": "text/plain"}, **upload(PNG))
    assert response.headers["content-type"] == "application/json"


def test_all_frames_are_read_and_pages_can_be_chosen(client: AppClient) -> None:
    """A fax of three pages comes back in order; `pages` chooses."""
    frames = [hello(mode="1"), Image.new("1", (300, 100), 1), hello(mode="1", font_px=48)]
    data = encode(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    assert client.post("/", **upload(data)).json()["original"] == f"{TEXT}\f\f{TEXT}"
    pages = client.post("/?format=json&pages=2-", **upload(data)).json()["pages"]
    assert [page["number"] for page in pages] == [2, 3]
    detail = problem(client.post("/?pages=7", **upload(data)), 422, "invalid_option")
    assert "the file has 3" in detail


def test_languages_are_listed_and_used(client: AppClient) -> None:
    """What `/languages` lists is what `languages` takes, joined by `+` or what becomes of it."""
    body = client.get("/languages").json()
    assert body["default"] == "eng"
    assert "eng" in body["languages"]
    joined = "+".join([*body["languages"][:2], "eng"])
    assert client.post(f"/?languages={joined}", **upload(PNG)).status_code == 200


@pytest.mark.parametrize("path", ["/img-echo", "/img-echo/"])
@pytest.mark.parametrize("file_format", ["PNG", "JPEG", "TIFF", "WEBP", "BMP", "GIF"])
def test_the_echo_gives_the_same_bytes_with_their_real_type(
    client: AppClient, path: str, file_format: str
) -> None:
    """Byte for byte, in both spellings of the address, whatever the part said it was."""
    data = encode(hello(), file_format) + b"<script>alert(1)</script>"
    response = client.post(path, **upload(data, name="x.html", kind="text/html"))
    assert response.content == data
    assert response.headers["content-type"] == f"image/{file_format.lower()}"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in response.headers["content-security-policy"]


@pytest.mark.parametrize(
    "data",
    [
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"GIF89a<script>alert(1)</script>",
        PNG[: len(PNG) // 2],
    ],
)
def test_the_echo_reflects_nothing_that_is_no_image(client: AppClient, data: bytes) -> None:
    """Markup, a signature alone and half an image are refused, and no byte of them comes back."""
    response = client.post("/img-echo/", **upload(data))
    problem(response, 400, "unreadable_image")
    assert b"alert" not in response.content


@pytest.mark.parametrize("path", ["/", "/img-echo/"])
@pytest.mark.parametrize(
    ("arguments", "status", "code"),
    [
        ({}, 422, "missing_file"),
        ({"files": {"image": ("a.png", PNG)}}, 422, "missing_file"),
        ({"data": {"file": "text"}, "files": {"x": b""}}, 422, "missing_file"),
        ({"files": [("file", ("a", PNG)), ("file", ("b", PNG))]}, 422, "missing_file"),
        (
            {
                "content": b"--b\r\nContent-Disposition: form-data; "
                b'name="file"; filename="a"\r\n\r\nx',
                "headers": {"Content-Type": "multipart/form-data; boundary=b"},
            },
            415,
            "unreadable_form",
        ),
        (upload(b""), 400, "unreadable_image"),
        (upload(b"just text", "a.txt", "text/plain"), 400, "unreadable_image"),
        (upload(PNG[:-300]), 400, "unreadable_image"),
        (upload(huge_png()), 413, "image_too_large"),
        (upload(PNG + b"\0" * 1_000_000), 413, "upload_too_large"),
        ({"content": PNG + b"\0" * 1_000_000}, 413, "upload_too_large"),
        (
            {"content": b"x", "headers": {"Content-Type": "multipart/form-data"}},
            415,
            "unreadable_form",
        ),
        (
            {"content": b"x", "headers": {"Content-Type": "multipart/form-data; boundary=b"}},
            415,
            "unreadable_form",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_bad_upload_gets_its_problem(
    client: AppClient, path: str, arguments: dict[str, Any], status: int, code: str
) -> None:
    """Each kind of bad upload has its status and its code, at both addresses."""
    problem(client.post(path, **arguments), status, code)


@pytest.mark.parametrize(
    ("query", "code", "says"),
    [
        ("languages=xyz", "unknown_language", "eng"),
        ("languages=../../etc", "invalid_option", "languages"),
        ("psm=99", "invalid_option", "psm"),
        ("psm=x", "invalid_option", "psm"),
        ("psm=0", "invalid_option", "psm"),
        ("dpi=5", "invalid_option", "dpi"),
        ("dpi=", "invalid_option", "dpi"),
        ("pages=0", "invalid_option", "pages"),
        ("format=docx", "invalid_option", "results"),
        ("langauges=deu", "invalid_option", ", ".join(OPTIONS)),
        ("dpi=200&psm=6&dpi=300", "invalid_option", "more than once: dpi"),
    ],
)
def test_a_bad_option_is_named_with_what_it_may_be(
    client: AppClient, query: str, code: str, says: str
) -> None:
    """A 422 that says which option it is and what there is."""
    assert says in problem(client.post(f"/?{query}", **upload(PNG)), 422, code)


def test_a_bad_option_is_told_without_its_value(client: AppClient) -> None:
    """What the client sent is not sent back."""
    response = client.post("/?psm=SECRET&languages=SECRET%3B", **upload(PNG))
    assert "SECRET" not in response.text


def test_too_many_pages_are_a_413_that_says_what_to_ask_for(client: AppClient) -> None:
    """The limit is named, and so is the way out."""
    frames = [Image.new("1", (20, 20), 1) for _ in range(6)]
    data = encode(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    assert "pages=1-5" in problem(client.post("/", **upload(data)), 413, "too_many_pages")


@pytest.mark.parametrize("path", ["/", "/img-echo", "/img-echo/"])
def test_without_a_good_token_nothing_is_read(client: AppClient, path: str) -> None:
    """No token, a wrong one and a malformed header are each a 401 with a challenge."""
    nobody = client.without_token()
    response = nobody.post(path, **upload(PNG))
    problem(response, 401, "missing_token")
    assert response.headers["www-authenticate"] == 'Bearer realm="ocr"'
    for header in ("Bearer wrong", "Bearer", f"Basic {TOKEN}", TOKEN, "Bearer a b", "Bearer é"):
        response = nobody.post(path, headers={"Authorization": header.encode()}, **upload(PNG))
        problem(response, 401, "invalid_token")
        assert "invalid_token" in response.headers["www-authenticate"]


def test_the_token_is_checked_before_the_upload_is_taken(client: AppClient) -> None:
    """A stranger's upload is not even received."""
    taken: list[int] = []

    async def body() -> Any:
        taken.append(1)
        yield PNG

    response = client.without_token().post("/", content=body())
    problem(response, 401, "missing_token")
    assert taken == []


def test_languages_are_guarded_and_the_rest_is_open(client: AppClient) -> None:
    """Only the page, the API's documents and the health are open."""
    nobody = client.without_token()
    problem(nobody.get("/languages"), 401, "missing_token")
    for path in ("/", "/docs", "/openapi.json", "/healthz", "/static/page.js"):
        assert nobody.get(path).status_code == 200, path


def test_a_header_cannot_pretend_to_be_the_gateway(services: Services) -> None:
    """Only the event that Lambda was called with can carry the authorizer's word."""
    client = AppClient(create_app(services), token=None)
    forged = {"aws.event": '{"requestContext": {"authorizer": {"client": "django"}}}'}
    forged["X-Amzn-Authorizer-Client"] = "django"
    problem(client.get("/languages", headers=forged), 401, "missing_token")


def test_health_tells_the_engine_and_whether_it_is_warm(client: AppClient) -> None:
    """The default language is loaded before the first request."""
    body = client.get("/healthz").json()
    assert body["status"] == "ok"
    assert body["engine"]["warm"] is True
    assert body["engine"]["version"][0] in "45"


def test_an_unknown_address_and_a_wrong_method_are_problems(client: AppClient) -> None:
    """404 and 405 have the same shape as everything else."""
    problem(client.get("/nowhere"), 404, "not_found")
    problem(client.get("/static/nowhere.js"), 404, "not_found")
    problem(client.get("/static/../settings.py"), 404, "not_found")
    response = client.get("/img-echo/")
    problem(response, 405, "method_not_allowed")
    assert response.headers["allow"] == "OPTIONS, POST"
    assert client.request("PUT", "/").headers["allow"] == "GET, HEAD, OPTIONS, POST"


@pytest.mark.parametrize(
    "path", ["/", "/docs", "/openapi.json", "/healthz", "/static/page.js", "/languages"]
)
def test_head_is_answered_where_get_is(client: AppClient, path: str) -> None:
    """With the status and the headers of GET, and without a byte of its body."""
    got, head = client.get(path), client.request("HEAD", path)
    assert (head.status_code, head.content) == (200, b"")
    of_each = {"x-request-id"}
    assert {k: v for k, v in head.headers.items() if k not in of_each} == {
        k: v for k, v in got.headers.items() if k not in of_each
    }
    assert client.without_token().request("HEAD", path).status_code == (
        401 if path == "/languages" else 200
    )


def test_head_of_what_has_no_get_is_refused(client: AppClient) -> None:
    """An address that takes uploads alone, and one that does not exist."""
    assert client.request("HEAD", "/img-echo/").status_code == 405
    assert client.request("HEAD", "/nowhere").status_code == 404


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", "GET, HEAD, OPTIONS, POST"),
        ("/healthz", "GET, HEAD, OPTIONS"),
        ("/docs", "GET, HEAD, OPTIONS"),
        ("/static/page.js", "GET, HEAD, OPTIONS"),
        ("/textract", "OPTIONS, POST"),
        ("/jobs/0", "DELETE, GET, HEAD, OPTIONS"),
    ],
)
def test_options_lists_the_methods_without_a_token(
    client: AppClient, path: str, allowed: str
) -> None:
    """204 with `Allow`; what is nowhere is a 404 as ever."""
    response = client.without_token().request("OPTIONS", path)
    assert (response.status_code, response.headers["allow"]) == (204, allowed)
    problem(client.without_token().request("OPTIONS", "/nowhere"), 404, "not_found")


def test_the_page_is_html_and_asks_no_other_host(client: AppClient) -> None:
    """`GET /` and `/docs` load everything from here."""
    for path in ("/", "/docs"):
        response = client.get(path)
        assert response.headers["content-type"].startswith("text/html")
        assert "https://" not in response.text
    assert client.get("/static/docs/swagger-ui-bundle.js").status_code == 200


def test_openapi_describes_the_upload_and_the_problems(client: AppClient) -> None:
    """The document names both bodies, every option and every problem code."""
    document = client.get("/openapi.json").json()
    read = document["paths"]["/"]["post"]
    assert set(read["requestBody"]["content"]) == {
        "multipart/form-data",
        "application/octet-stream",
    }
    names = {parameter["name"] for parameter in read["parameters"]}
    assert names == {
        *OPTIONS,
        "X-Document-Password",
        "X-Correlation-Id",
    }
    assert read["security"] == [{"bearer": []}]
    assert "application/problem+json" in read["responses"]["413"]["content"]
    assert "HTTPValidationError" not in json.dumps(document)
    assert set(document["paths"]) == {
        *("/", "/img-echo/", "/languages", "/healthz"),
        *("/jobs", "/jobs/{job_id}", "/jobs/{job_id}/result"),
    }


def test_a_page_that_takes_too_long_is_a_504(services: Services) -> None:
    """The deadline is answered by a problem, soon after it."""
    settings = services.settings.model_copy(update={"deadline_s": 0.4})
    hurried = Services(settings, services.tokens, services.readers, services.runner)
    client = AppClient(create_app(hurried), token=TOKEN)
    response = client.post("/", **upload(encode(dense_page(), "PNG")))
    assert "smaller" in problem(response, 504, "deadline_exceeded")


def test_an_answer_that_is_too_large_is_a_413(services: Services) -> None:
    """What Lambda could not send is said instead of being lost."""
    settings = services.settings.model_copy(update={"max_response_bytes": 100})
    narrow = Services(settings, services.tokens, services.readers, services.runner)
    client = AppClient(create_app(narrow), token=TOKEN)
    response = client.post("/?format=json", **upload(PNG))
    assert "format=text" in problem(response, 413, "response_too_large")


def test_a_machine_without_an_engine_says_so(tmp_path: Any) -> None:
    """503 and what the operator can do, at every address that needs the engine."""
    services = create_services(Settings(ocr_api_token=TOKEN, tessdata_prefix=tmp_path))
    client = AppClient(create_app(services), token=TOKEN)
    for response in (
        client.post("/", **upload(PNG)),
        client.get("/languages"),
        client.get("/healthz"),
    ):
        detail = problem(response, 503, "engine_missing")
        assert "tesseract-ocr" in detail
        assert str(tmp_path) not in response.text
    assert client.post("/img-echo/", **upload(PNG)).content == PNG
    services.close()


def test_a_fault_of_ours_is_a_500_that_tells_nothing(
    services: Services, fast_engine: OcrEngine, log: io.StringIO
) -> None:
    """Neither the body nor the log has the error's message; the log has its kind and place."""
    for error, code in (
        (RuntimeError("content of the file"), "internal_error"),
        (EngineFailed("Try another image."), "engine_failed"),
    ):
        with broken(services, fast_engine, fail(error)) as failing:
            client = AppClient(create_app(failing), token=TOKEN)
            response = client.post("/", **upload(PNG, name="private-name.png"))
        problem(response, 500, code)
        assert "content of" not in response.text
        assert f'"{type(error).__name__}"' in log.getvalue()
        assert "content of" not in log.getvalue()
        assert "private-name" not in log.getvalue()


def test_a_mistake_in_our_decoding_is_a_500(
    services: Services,
    fast_engine: OcrEngine,
    log: io.StringIO,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The alarm sees it; a damaged file stays the client's."""

    def slip(*_: object) -> None:
        raise AttributeError("content of the file")

    monkeypatch.setattr("ocr_core.load.image.to_grey", slip)
    with broken(services, fast_engine, lambda: None) as failing:
        client = AppClient(create_app(failing), token=TOKEN)
        problem(client.post("/", **upload(PNG)), 500, "internal_error")
        problem(client.post("/", **upload(PNG[:30])), 400, "unreadable_image")
    assert '"AttributeError"' in log.getvalue()
    assert "content of" not in log.getvalue()


def test_each_request_is_one_log_line_without_content(client: AppClient, log: io.StringIO) -> None:
    """Client, status, time and ids are logged; never the token, the text or the file's name."""
    headers = {"X-Correlation-Id": "upload-42"}
    response = client.post("/", headers=headers, **upload(PNG, name="private-name.png"))
    [line] = [json.loads(line) for line in log.getvalue().splitlines()]
    assert line["client"] == "django"
    assert line["status"] == 200
    assert line["route"] == "/"
    assert line["correlation_id"] == "upload-42"
    assert line["request_id"] == response.headers["x-request-id"]
    assert line["upload_bytes"] == len(PNG)
    assert line["duration_ms"] >= line["ocr_ms"] > 0
    for secret in (TOKEN, "private-name", "Hello", "second"):
        assert secret not in log.getvalue()


def test_a_forged_correlation_id_is_not_logged(client: AppClient, log: io.StringIO) -> None:
    """An id that could break or forge a log line is replaced."""
    client.get("/healthz", headers={"X-Correlation-Id": 'a" forged'})
    [line] = [json.loads(line) for line in log.getvalue().splitlines()]
    assert line["correlation_id"] == line["request_id"]


def test_the_event_loop_is_free_while_a_page_is_read(services: Services) -> None:
    """While a long page is read, a health request is answered first."""
    app = create_app(services)
    data = encode(dense_page(40), "PNG")

    async def scenario() -> list[str]:
        transport = httpx.ASGITransport(app=app)
        headers = {"Authorization": f"Bearer {TOKEN}"}
        done: list[str] = []
        async with httpx.AsyncClient(
            transport=transport, base_url="http://ocr.test", headers=headers, timeout=60
        ) as client:

            async def call(name: str, method: str, path: str, **arguments: Any) -> None:
                response = await client.request(method, path, **arguments)
                assert response.status_code == 200
                done.append(name)

            reading = asyncio.create_task(call("page", "POST", "/", **upload(data)))
            await asyncio.sleep(0.2)
            await call("health", "GET", "/healthz")
            await reading
        return done

    assert asyncio.run(scenario()) == ["health", "page"]
