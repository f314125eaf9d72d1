"""TSV, read back by the csv module."""

import csv
import io
from dataclasses import astuple
from pathlib import Path

import pytest

from ocr_core import Document, OutputFormat, render_document
from ocr_core.model import BlockKind
from tests.unit.ocr_core.render.documents import (
    HOSTILE_TEXTS,
    SCRIPTS,
    document_of,
    document_of_every_kind,
    document_of_lines_only,
    document_of_texts,
    page_of,
    words_of,
)

HEADING = [
    *("level", "page_num", "block_num", "par_num", "line_num", "word_num"),
    *("left", "top", "width", "height", "conf", "text"),
]
PLACE = HEADING[1:6]


def tsv_of(document: Document) -> str:
    """The document as TSV."""
    return render_document(document, OutputFormat.TSV, original=b"").body.decode()


def read(text: str) -> list[dict[str, str]]:
    """The rows; csv puts what is too much or too little under ``None``."""
    rows = list(csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))
    assert all(None not in row and None not in row.values() for row in rows)
    return rows


def words_in(text: str) -> list[str]:
    """The texts of the rows of words."""
    return [row["text"] for row in read(text) if row["level"] == "5"]


def test_every_level_has_its_rows() -> None:
    """Levels, numbers, boxes and the confidence of -1 above words are Tesseract's."""
    text = tsv_of(document_of_every_kind())
    assert text.split("\n")[0].split("\t") == HEADING
    rows = read(text)
    assert [row["page_num"] for row in rows if row["level"] == "1"] == ["1", "2", "7"]
    assert [row["level"] for row in rows if row["page_num"] == "2"] == ["1"]
    assert list(rows[0].values()) == ["1", "1", *"000000", "900", "600", "-1", ""]
    for row in rows:
        above = PLACE[int(row["level"]) :]
        assert {row[column] for column in above} <= {"0"}
        assert "0" not in {row[column] for column in PLACE if column not in above}
        assert (row["text"] == "") == (row["level"] != "5")
        # The last page was not recognised.
        assert (row["conf"] == "-1") == (row["level"] != "5" or row["page_num"] == "7")
    last = [row for row in rows if row["page_num"] == "1"][-1]
    assert [last[column] for column in PLACE] == ["1", str(len(BlockKind) + 1), "2", "1", "1"]


def test_words_are_those_of_the_document() -> None:
    """Texts, boxes and confidences are read back as they are in the document."""
    document = document_of_every_kind()
    rows = [row for row in read(tsv_of(document)) if row["level"] == "5"]
    for word, row in zip(words_of(document.pages), rows, strict=True):
        left, top = int(row["left"]), int(row["top"])
        box = (left, top, left + int(row["width"]), top + int(row["height"]))
        assert box == astuple(word.box)
        assert float(row["conf"]) == (-1 if word.confidence is None else word.confidence)
        assert row["text"] == word.text


def test_the_media_type_is_that_of_tables() -> None:
    """It is registered with IANA, and the encoding is named."""
    rendered = render_document(document_of(page_of()), OutputFormat.TSV, original=b"")
    assert rendered.content_type == "text/tab-separated-values; charset=utf-8"


def test_a_line_without_words_is_one_word() -> None:
    """Its text is not lost to those who read words only."""
    rows = read(tsv_of(document_of_lines_only()))
    assert [row["level"] for row in rows] == ["1", "2", "3", "4", "5"]
    assert rows[-1]["text"] == "no <words> known"
    assert float(rows[-1]["conf"]) == 77.5
    assert [rows[-1][key] for key in HEADING[6:10]] == ["3", "4", "297", "20"]


@pytest.mark.parametrize("text", [*SCRIPTS.values(), *HOSTILE_TEXTS])
def test_texts_arrive_as_they_are(text: str) -> None:
    """No script is hurt, and nothing is quoted or escaped."""
    assert words_in(tsv_of(document_of_texts(text))) == text.split(" ")


@pytest.mark.parametrize(
    "character", [*map(chr, range(32)), "\x7f", "\x85", "\u2028", "\u2029"], ids=ascii
)
def test_no_character_breaks_the_table(character: str) -> None:
    """Tabs, line ends and control characters become spaces, and vanish at a word's ends."""
    text = f"a{character}{character}z{character}"
    table = tsv_of(document_of_texts(text, text))
    assert words_in(table) == ["a z", "a z"]
    assert len(table.splitlines()) == len(read(table)) + 1


def test_it_is_what_the_tesseract_binary_writes(
    read_by_binary: Document, tesseract_files: Path
) -> None:
    """Every cell of every row is that of Tesseract's own file; confidences to two decimals."""
    theirs = (tesseract_files / "drawing.tsv").read_text(encoding="utf-8")
    ours = tsv_of(read_by_binary)
    assert len(read(ours)) > 20
    assert [_rounded(row) for row in read(ours)] == [_rounded(row) for row in read(theirs)]


def _rounded(row: dict[str, str]) -> dict[str, str]:
    return {**row, "conf": f"{float(row['conf']):.2f}"}
