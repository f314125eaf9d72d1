"""One recognition, many outputs, over HTTP."""

import io
import zipfile

import pypdfium2
import pytest

from tests.client import AppClient
from tests.images import LINES, TEXT, hello_png
from tests.pdfs import scan_pdf

UPLOAD = {"files": {"file": ("scan.png", hello_png())}}


@pytest.mark.parametrize(
    ("name", "content_type", "start"),
    [
        ("results", "application/json", b'{"results":'),
        ("json", "application/json", b'{"media_type":'),
        ("text", "text/plain; charset=utf-8", LINES[0].encode()),
        ("hocr", "text/html; charset=utf-8", b"<!DOCTYPE html>"),
        ("alto", "application/xml", b"<?xml"),
        ("tsv", "text/tab-separated-values; charset=utf-8", b"level\tpage_num"),
        ("pdf", "application/pdf", b"%PDF-"),
    ],
)
def test_each_format_comes_with_its_type(
    client: AppClient, name: str, content_type: str, start: bytes
) -> None:
    """What is asked for is what comes, and its type says so."""
    response = client.post(f"/?format={name}", **UPLOAD)
    assert response.headers["content-type"] == content_type
    assert response.content.startswith(start)
    assert response.headers["x-content-type-options"] == "nosniff"


def test_several_formats_come_in_one_zip(client: AppClient) -> None:
    """The files hold what each format alone would be, from one recognition."""
    response = client.post("/?format=json,pdf,text,results,json", **UPLOAD)
    assert response.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        names = archive.namelist()
        assert names == ["document.json", "document.pdf", "document.txt", "document.results.json"]
        assert archive.read("document.txt").decode() == f"{TEXT}\n"
        assert archive.read("document.pdf").startswith(b"%PDF-")


def test_an_unknown_format_among_others_is_refused(client: AppClient) -> None:
    """The message names those that exist."""
    response = client.post("/?format=json,docx", **UPLOAD)
    assert response.status_code == 422
    assert "results, json, text, hocr, alto, tsv, pdf" in response.json()["detail"]


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("application/pdf", "application/pdf"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "application/json"),
        ("*/*", "application/json"),
        ("text/plain;q=0, application/json", "application/json"),
        ("text/plain; Q=0.000", "application/json"),
        ("text/plain;q=0.5, application/json", "application/json"),
        ("application/json;q=0.5, text/plain", "text/plain; charset=utf-8"),
        ("text/plain;q=much, */*", "application/json"),
        ("", "application/json"),
    ],
)
def test_accept_asks_for_a_format(client: AppClient, accept: str, content_type: str) -> None:
    """Where a type means one format, an Accept header is enough; a browser's means none."""
    response = client.post("/", headers={"Accept": accept}, **UPLOAD)
    assert response.headers["content-type"] == content_type


def test_a_scanned_pdf_comes_back_searchable(client: AppClient) -> None:
    """The text is found in the file that comes back, on the right page."""
    response = client.post("/?format=pdf", files={"file": scan_pdf(2)})
    with pypdfium2.PdfDocument(response.content) as pdf:
        assert len(pdf) == 2
        for page in pdf:
            text = page.get_textpage().get_text_range()
            assert [line.strip() for line in text.splitlines()] == list(LINES)
