"""Files that were once read wrongly, read by the service: OCR_CASES names their folder."""

import os
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import requests

from tests import server
from tests.cases.case import Case, cases
from tests.server import Server

FOLDER = os.environ.get("OCR_CASES", "")
CASES = cases(Path(FOLDER)) if FOLDER else []

# Of 255: a page of black print on white is lighter than this on the whole.
LIGHT = 200
# Cases of which the service may also say that it cannot read them.
MAY_BE_REFUSED = {"disc-tiff-planar16", "disc-tiff-uint32"}
# Where some text is right in any order.
IN_ANY_ORDER = {"partial-ruled-table"}
# Where doubt that is said is right, too.
MAY_BE_IN_DOUBT = {"mrz"}
# A page whose layout is kept.
WITH_LAYOUT = {"code-indentation": "format=text&layout=true"}
# Characters of the right text that may be written in another way.
_SAME = str.maketrans({"²": "2", "³": "3", "₂": "2", "’": "'", "‘": "'", "“": '"', "”": '"'})

pytestmark = pytest.mark.skipif(not CASES, reason="OCR_CASES does not name the folder of cases")


@pytest.fixture(scope="module")
def service() -> Iterator[Server]:
    """The service, with its defaults."""
    with server.running() as running:
        yield running


def send(service: Server, case: Case, query: str) -> requests.Response:
    """The case's file, read as ``query`` says."""
    headers = dict[str, str | bytes](service.headers)
    if case.password:
        headers["X-Document-Password"] = case.password.encode()
    return requests.post(
        f"{service.url}/?{query}",
        headers=headers,
        files={"file": (case.file.name, case.file.read_bytes())},
        timeout=300,
    )


def document(service: Server, case: Case) -> dict[str, Any]:
    """What is read, as JSON."""
    query = re.sub(r"format=\w+", "format=json", case.query)
    answer = send(service, case, query if "format=" in query else f"{query}&format=json")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def pdf_pages(service: Server, case: Case) -> pypdfium2.PdfDocument:
    """The searchable PDF."""
    answer = send(service, case, "format=pdf")
    assert answer.status_code == 200, answer.text
    return pypdfium2.PdfDocument(answer.content)


def lines(text: str) -> list[str]:
    """The lines of a text, without blank ones."""
    rows = re.split(r"[\n\f]", text.translate(_SAME))
    return [" ".join(row.split()) for row in rows if row.strip()]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_case_is_read_as_it_says(service: Server, case: Case) -> None:
    """What the description of a case says is right holds."""
    check = _SPECIAL.get(case.name, check_lines)
    check(service, case)


def check_lines(service: Server, case: Case) -> None:
    """The lines of the text are the right ones, in the right order."""
    if case.name in MAY_BE_REFUSED:
        answer = send(service, case, "format=text")
        if answer.status_code == 400:
            assert answer.json()["code"] == "unreadable_image"
            return
    read = document(service, case)
    if case.name in MAY_BE_IN_DOUBT and all(page["needs_review"] for page in read["pages"]):
        return
    found, right = lines(read["text"]), lines("\n".join(case.lines))
    if case.name in IN_ANY_ORDER:
        assert Counter(" ".join(right).split()) - Counter(" ".join(found).split()) == Counter()
    else:
        assert found == right


def check_layout(service: Server, case: Case) -> None:
    """Spaces at the beginning of lines, and blank lines, are those of the picture."""
    answer = send(service, case, WITH_LAYOUT[case.name])
    assert answer.status_code == 200, answer.text
    found = [line.rstrip() for line in answer.text.strip("\n\f").split("\n")]
    margin = min(len(line) - len(line.lstrip()) for line in found if line)
    indents = [(len(line) - len(line.lstrip()), line.split()) for line in case.lines]
    assert [
        (len(line) - len(line.lstrip()) - margin, line.translate(_SAME).split())
        for line in found
        if line
    ] == indents


def check_print_on_white(service: Server, case: Case) -> None:
    """The text is right, and the page of the searchable PDF is black print on white."""
    check_words(service, case)
    if send(service, case, "format=pdf").status_code == 200:
        drawn = pdf_pages(service, case)[0].render(scale=1, grayscale=True).to_numpy()
        assert drawn.mean() > LIGHT


def check_words(service: Server, case: Case) -> None:
    """Each part of the description's text that is between slashes is in what was read."""
    if case.name in MAY_BE_REFUSED and send(service, case, "format=text").status_code == 400:
        return
    text = " ".join(lines(document(service, case)["text"]))
    assert "seasoned oak at 1,284.50" in text


def check_letters(service: Server, case: Case) -> None:
    """A language is refused, or its letters are read."""
    for code, label in (
        ("slk", "Sloven"),
        ("ces", "Če"),
        ("isl", "Íslenska"),
        ("cym", "Cymraeg"),
    ):
        answer = send(service, case, f"engine=rapidocr&languages={code}&format=text")
        if answer.status_code == 422:
            assert answer.json()["code"] == "unknown_language"
            continue
        right = next(line for line in case.lines if line.startswith(label))
        assert right in answer.text


def check_ligature(service: Server, case: Case) -> None:
    """The word with a ligature is whole."""
    read = document(service, case)
    assert read["text"].startswith("The harbour office is open")


def check_hyphens(service: Server, case: Case) -> None:
    """Each row is a line, and no word spans two rows."""
    check_lines(service, case)
    page = document(service, case)["pages"][0]
    for block in page["blocks"]:
        for paragraph in block["paragraphs"]:
            for line in paragraph["lines"]:
                assert line["box"]["bottom"] - line["box"]["top"] < 100


def check_fax(service: Server, case: Case) -> None:
    """The numbers are right, and the page has the size of the paper."""
    text = " ".join(lines(document(service, case)["text"]))
    for number in ("1,284.50", "16th", "4471-0093-88", "01632 960 417"):
        assert number in text
    width, height = pdf_pages(service, case)[0].get_size()
    assert (round(width), round(height)) == (610, 176)


def check_boxes(service: Server, case: Case) -> None:
    """The values and their labels are read, whatever spaces are between the letters."""
    text = "".join(document(service, case)["text"].split())
    for part in ("DE02120300000000202051", "Amount", "00128450", "Reference", "INV20417MARCH"):
        assert part in text


def check_pixels(service: Server, case: Case) -> None:
    """A page is read at the resolution of its image."""
    read = document(service, case)
    for page in read["pages"]:
        assert page["width"] <= 1655
        assert "Dear Mr Penrose" in page["text"]


def check_values(service: Server, case: Case) -> None:
    """Each value is found once in the searchable PDF, with those of its form fields."""
    answer = send(service, case, "format=pdf")
    printed = subprocess.run(
        ["pdftotext", "-", "-"], input=answer.content, capture_output=True, check=True
    )
    text = " ".join(printed.stdout.decode().split())
    for value in ("Margaret", "Thornbury", "14 March 2026"):
        assert text.count(value) == 1, text


def check_boundary(service: Server, case: Case) -> None:
    """No element of the results holds text of two pages."""
    answer = send(service, case, "format=results").json()
    assert [line for line in answer["results"] if line] == case.lines
    assert "\f" in answer["original"]


def check_user_unit(service: Server, case: Case) -> None:
    """The page has the pixels of its scan, and the lines are right."""
    check_lines(service, case)
    page = document(service, case)["pages"][0]
    assert (page["width"], page["height"]) == (2480, 1100)


def check_chinese(service: Server, case: Case) -> None:
    """There are no spaces between characters, in the searchable PDF either."""
    check_lines(service, case)
    answer = send(service, case, "format=pdf&languages=chi_sim")
    page = pypdfium2.PdfDocument(answer.content)[0]
    assert "租赁双方" in page.get_textpage().get_text_range()


_SPECIAL = {
    "cjk-spaces-chinese": check_chinese,
    "code-indentation": check_layout,
    "disc-ligature-name": check_ligature,
    "disc-rapidocr-letters": check_letters,
    "disc-tiff-12-bit": check_print_on_white,
    "disc-tiff-planar16": check_print_on_white,
    "disc-tiff-uint32": check_print_on_white,
    "disc-tiff-white-is-zero-16": check_print_on_white,
    "disc-userunit-10": check_user_unit,
    "fax-204x98": check_fax,
    "layer-hyphens": check_hyphens,
    "partial-character-boxes": check_boxes,
    "pdf-form-values-twice": check_values,
    "pixel-is-point": check_pixels,
    "results-page-boundary": check_boundary,
}
