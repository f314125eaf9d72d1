"""What was read can be taken away: as a file in every format, and as lines of a program."""

import io
import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from tests.browser.playground import Playground
from tests.images import LINES, TEXT, hello_png


def text_of_json(data: bytes) -> str:
    """The text that the document says it has."""
    return str(json.loads(data)["text"])


def text_of_hocr(data: bytes) -> str:
    """The words of an hOCR file, which is XHTML."""
    words = ElementTree.fromstring(data).iterfind(".//*[@class='ocrx_word']")  # noqa: S314  # ours
    return " ".join("".join(word.itertext()).strip() for word in words)


def text_of_alto(data: bytes) -> str:
    """The words of an ALTO file."""
    root = ElementTree.fromstring(data)  # noqa: S314  # ours
    assert root.tag.endswith("}alto")
    return " ".join(word.attrib["CONTENT"] for word in root.iterfind(".//{*}String"))


def text_of_tsv(data: bytes) -> str:
    """The words of Tesseract's table."""
    header, *rows = (row.split("\t") for row in data.decode().splitlines())
    assert header[-1] == "text"
    return " ".join(row[-1] for row in rows if row[-1].strip())


def text_of_pdf(data: bytes) -> str:
    """What a PDF reader finds on the page."""
    document = pypdfium2.PdfDocument(io.BytesIO(data))
    try:
        return str(document[0].get_textpage().get_text_range())
    finally:
        document.close()


_TEXT_OF: dict[str, tuple[str, Callable[[bytes], str]]] = {
    "Text": ("txt", bytes.decode),
    "JSON": ("json", text_of_json),
    "hOCR": ("hocr.html", text_of_hocr),
    "ALTO": ("alto.xml", text_of_alto),
    "TSV": ("tsv", text_of_tsv),
    "Searchable PDF": ("pdf", text_of_pdf),
}


def test_the_result_is_downloaded_in_every_format(playground: Playground) -> None:
    """A file named after the document, of the format that its button says."""
    playground.read_file("hello.png", hello_png())
    for button, (ending, text_of) in _TEXT_OF.items():
        with playground.page.expect_download() as download:
            playground.press(button)
        assert download.value.suggested_filename == f"hello.png.{ending}"
        assert text_of(download.value.path().read_bytes()).split() == TEXT.split()


def run(command: list[str], folder: Path, token: str) -> str:
    """What a command prints, with the token where the lines look for it."""
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "TOKEN": token, "PASSWORD": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("name", ["hello.png", 'it\'s; "a" page, $HOME é.png'])
def test_the_lines_shown_do_the_same(playground: Playground, tmp_path: Path, name: str) -> None:
    """Copied as they stand, curl and Python give the text, with the options of the form."""
    (tmp_path / name).write_bytes(hello_png())
    playground.option("Page layout (psm)").select_option("6")
    playground.read_file(name, hello_png())
    token = playground.site.token
    curl = playground.page.locator("#curl").inner_text()
    python = playground.page.locator("#python").inner_text()
    assert "psm=6" in curl
    assert '"psm": "6"' in python
    assert token not in curl + python
    silent = curl.replace("curl ", "curl -sS ", 1)
    assert json.loads(run(["sh", "-c", silent], tmp_path, token))["text"] == TEXT
    assert run([sys.executable, "-c", python], tmp_path, token).splitlines() == list(LINES)
