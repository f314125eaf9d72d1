"""What the body of an upload may be: forms with options, JSON, and what is neither."""

import base64
import gzip
import json
from typing import Any

import pytest

from tests.client import AppClient
from tests.images import LINES, TEXT, hello_png
from tests.integration.test_api import problem

PNG = hello_png()
BASE64 = base64.b64encode(PNG).decode()
FILES = {"file": ("scan.png", PNG, "image/png")}
JSON = {"Content-Type": "application/json"}


def test_options_may_be_fields_of_the_form(client: AppClient) -> None:
    """They count as those of the address do, and together with them."""
    fields = {"format": "json", "dpi": "150", "languages": "eng"}
    document = client.post("/?psm=6", files=FILES, data=fields).json()
    assert (document["pages"][0]["dpi"], document["languages"]) == (150, "eng")
    pdf = client.post("/", files=FILES, data={"format": "pdf"})
    assert pdf.headers["content-type"] == "application/pdf"


@pytest.mark.parametrize(
    ("query", "fields", "code", "says"),
    [
        ("", {"languages": "zzz"}, "unknown_language", "eng"),
        ("", {"pages": "7"}, "invalid_option", "pages"),
        ("", {"nonsense": "1"}, "invalid_option", "nonsense: no such option"),
        ("", {"dpi": ""}, "invalid_option", "dpi"),
        ("", {"psm": ["6", "7"]}, "invalid_option", "psm"),
        ("?psm=6", {"psm": "6"}, "invalid_option", "more than once: psm"),
        ("", {"<b>\r\n": "1"}, "invalid_option", "no such option"),
    ],
)
def test_a_bad_field_of_a_form_is_refused_as_in_the_address(
    client: AppClient, query: str, fields: dict[str, Any], code: str, says: str
) -> None:
    """Unknown, of no such value, or given twice, in one place or in both."""
    detail = problem(client.post(f"/{query}", files=FILES, data=fields), 422, code)
    assert says in detail
    assert "<b>" not in detail


def test_a_second_file_is_no_option(client: AppClient) -> None:
    """A file under another name is refused as any unknown option is."""
    detail = problem(client.post("/", files={**FILES, "mask": ("m", b"x")}), 422, "invalid_option")
    assert "mask" in detail


@pytest.mark.parametrize(
    "value",
    [
        BASE64,
        BASE64.rstrip("="),
        BASE64.replace("+", "-").replace("/", "_"),
        "\r\n".join(BASE64[at : at + 76] for at in range(0, len(BASE64), 76)),
        f"data:image/png;base64,{BASE64}",
        f"DATA:;base64,{BASE64}",
    ],
    ids=["base64", "no padding", "URL-safe", "MIME lines", "data URI", "data URI without type"],
)
def test_a_json_object_is_an_upload(client: AppClient, value: str) -> None:
    """The file is in base64, however it is written, or a data URI of it."""
    for kind in ("application/json", "Application/JSON; charset=utf-8"):
        response = client.post(
            "/", content=json.dumps({"image": value}), headers={"Content-Type": kind}
        )
        assert response.json() == {"results": list(LINES), "original": TEXT}


def test_the_options_of_a_json_object_count(client: AppClient) -> None:
    """As numbers or as text, beside those of the address; `file` is as good a name."""
    body = {"file": BASE64, "dpi": 150, "psm": "6", "format": "json"}
    document = client.post("/?languages=eng", json=body).json()
    assert document["pages"][0]["dpi"] == 150
    assert client.post("/img-echo/", json={"image": BASE64}).content == PNG


@pytest.mark.parametrize(
    ("body", "code", "says"),
    [
        (b"", "missing_file", "image"),
        (b"{}", "missing_file", "image"),
        (b'{"image": ""}', "missing_file", "must not be empty"),
        (b'{"url": "https://example.org/a.png"}', "missing_file", "URLs are not fetched"),
        (b'{"image": "https://example.org/a.png"}', "invalid_body", "URLs are not fetched"),
        (b'{"image": "s3://bucket/key"}', "invalid_body", "URLs are not fetched"),
        (b'{"image": "data:image/png,%89PNG"}', "invalid_body", "must be in base64"),
        (b'{"image": "not base64!"}', "invalid_body", "must be valid base64"),
        (b'{"image": "\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4"}', "invalid_body", "must be valid base64"),
        (b'{"image": "\\ud800"}', "invalid_body", "must be valid base64"),
        (b'{"image": ["QUJD"]}', "invalid_body", "must be a string"),
        (b'{"image": null}', "invalid_body", "must be a string"),
        (b'["QUJD"]', "invalid_body", "must be a JSON object"),
        (b'"QUJD"', "invalid_body", "must be a JSON object"),
        (b"{", "invalid_body", "not valid JSON"),
        (b"\x80", "invalid_body", "not valid JSON"),
        (PNG, "invalid_body", "not valid JSON"),
        (b"[" * 15_000, "invalid_body", "not valid JSON"),
        (b'{"image": "QUJD", "image": "QUJD"}', "invalid_option", "once"),
        (b'{"image": "QUJD", "dpi": 150, "dpi": 150}', "invalid_option", "dpi"),
        (b'{"image": "QUJD", "nonsense": {"a": 1}}', "invalid_option", "nonsense"),
        (b'{"image": "QUJD", "languages": ["eng"]}', "invalid_option", "languages"),
        (b'{"image": "QUJD", "languages": "\\ud800"}', "invalid_option", "languages"),
        (b'{"image": "QUJD", "\\ud800": 1}', "invalid_option", "valid string"),
    ],
)
def test_a_json_body_of_another_shape_is_told_what_to_send(
    client: AppClient, body: bytes, code: str, says: str
) -> None:
    """Never a 500, and never a result that was not asked for."""
    assert says in problem(client.post("/", content=body, headers=JSON), 422, code)


def test_a_json_option_given_in_the_address_too_is_refused(client: AppClient) -> None:
    """Nobody can tell which of the two was meant."""
    response = client.post("/?dpi=150", json={"image": BASE64, "dpi": 150})
    assert "more than once: dpi" in problem(response, 422, "invalid_option")


def test_the_limit_is_that_of_the_decoded_file(client: AppClient) -> None:
    """The third that base64 adds does not count; the fixture's limit is a megabyte."""
    fits = base64.b64encode(PNG.ljust(990_000, b"\0")).decode()
    assert client.post("/", json={"image": fits}).json()["original"] == TEXT
    large = base64.b64encode(PNG.ljust(1_010_000, b"\0")).decode()
    problem(client.post("/", json={"image": large}), 413, "upload_too_large")


@pytest.mark.parametrize("path", ["/", "/img-echo/"])
def test_a_compressed_body_is_refused_by_name(client: AppClient, path: str) -> None:
    """`Content-Encoding` is told, and `identity` is none."""
    headers = {"Content-Encoding": "gzip", "Content-Type": "image/png"}
    response = client.post(path, content=gzip.compress(PNG), headers=headers)
    assert "uncompressed" in problem(response, 415, "unsupported_encoding")
    headers["Content-Encoding"] = "identity"
    assert client.post(path, content=PNG, headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("before", "pad", "quote"),
    [
        (b"This is a message in MIME format.\r\n", b"", ""),
        (b"--b is not alone\r\n--another\r\n\r\n", b"", ""),
        (b"\r\n\r\n", b" ", '"'),
        (b"", b" \t ", ""),
        (b"preamble - of - hyphens\r\n", b"  ", '"'),
    ],
)
def test_a_preamble_and_padded_boundaries_are_valid(
    client: AppClient, before: bytes, pad: bytes, quote: str
) -> None:
    """RFC 2046, 5.1.1: what stands before the first boundary is ignored, white space after one."""
    body = (
        before + b"--b" + pad + b'\r\nContent-Disposition: form-data; name="file"; filename="a"'
        b"\r\n\r\n" + PNG + b"\r\n--b" + pad + b'\r\nContent-Disposition: form-data; name="psm"'
        b"\r\n\r\n6\r\n--b--" + pad + b"\r\nepilogue"
    )
    kind = f"multipart/form-data; boundary={quote}b{quote}"
    response = client.post("/img-echo/", content=body, headers={"Content-Type": kind})
    assert response.content == PNG
    response = client.post("/", content=body, headers={"Content-Type": kind})
    assert response.json()["original"] == TEXT
