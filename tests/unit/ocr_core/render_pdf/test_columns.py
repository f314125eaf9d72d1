"""Columns side by side: ``pdftotext`` reads one after the other, however loose they are."""

from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import pytest

from ocr_core import (
    Deadline,
    Document,
    DocumentReader,
    OcrOptions,
    OutputFormat,
    render_document,
)
from ocr_core.render.font_size import sized_lines
from tests.images import encode

from .documents import document_of, leftward_line_at, line_at, page_of
from .readers import assert_sound, assert_stands_in, found_at, pdfium_text, poppler_words
from .sheet import EM, HEIGHT, MARGIN, WIDTH, Sheet

FULL_WIDTH = WIDTH - 2 * MARGIN


def two(sheet: Sheet) -> None:
    """Two columns, ragged at the right."""
    sheet.columns(100, 2, [24], gutter=2)


def three(sheet: Sheet) -> None:
    """Three columns, close to each other."""
    sheet.columns(100, 3, [22], gutter=1.5)


def short(sheet: Sheet) -> None:
    """No more than three rows, which poppler likes to add to what is beside them."""
    sheet.columns(100, 2, [3], gutter=2)


def paragraphs(sheet: Sheet) -> None:
    """Paragraphs apart from each other, those of both columns at the same height."""
    sheet.columns(100, 2, [5, 3, 7], gutter=2.5, gap=0.5)


def heading(sheet: Sheet) -> None:
    """A heading in the same letters over both columns, as near as their lines are."""
    top = sheet.column(MARGIN, 100, FULL_WIDTH, [1])
    sheet.columns(top, 2, [20], gutter=2)


def large_heading(sheet: Sheet) -> None:
    """A heading in larger letters over both columns."""
    top = sheet.column(MARGIN, 100, FULL_WIDTH, [1], em=2 * EM)
    sheet.columns(top, 2, [20], gutter=2)


def between(sheet: Sheet) -> None:
    """Lines over the full width above the columns and below."""
    top = sheet.column(MARGIN, 100, FULL_WIDTH, [3])
    bottom = sheet.columns(top + EM / 2, 2, [12], gutter=2)
    sheet.column(MARGIN, bottom + EM / 2, FULL_WIDTH, [3])


def unequal(sheet: Sheet) -> None:
    """A column half as long as the other, and half a row lower."""
    sheet.column(MARGIN, 100, 680, [24])
    sheet.column(MARGIN + 740, 100 + EM * sheet.leading / 2, 670, [12])


LAYOUTS = [two, three, short, paragraphs, heading, large_heading, between, unequal]


@pytest.mark.parametrize("leading", [1.0, 1.2, 1.5, 1.75, 2.0, 2.2])
@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_columns_are_read_one_after_the_other(
    layout: Callable[[Sheet], None], leading: float
) -> None:
    """Poppler and PDFium give the words in the document's order, which is the columns'."""
    made, document = written(layout, leading)
    assert poppler_words(made) == document.text.split()
    assert pdfium_text(made).split() == document.text.split()


@pytest.mark.parametrize("slope", [-0.015, 0.015])
@pytest.mark.parametrize("leading", [1.2, 1.5, 2.0])
def test_columns_that_lie_askew_are_read_one_after_the_other(leading: float, slope: float) -> None:
    """Up to a degree; and no line is taken for a part of the one that it begins beside."""
    sheet = Sheet(leading, slope=slope)
    sheet.columns(200, 2, [20], gutter=3)
    made = searchable(sheet.document, encode(sheet.picture, "PNG"))
    assert poppler_words(made) == sheet.document.text.split()
    assert pdfium_text(made).split() == sheet.document.text.split()
    lines = list(sized_lines(sheet.document.pages[0]))
    for upper, lower in pairwise(lines):
        step = lower.placed.point(0)[1] - upper.placed.point(1)[1]
        assert step < 0 or step > upper.size / 2


def notes(sheet: Sheet) -> None:
    """Many short blocks over the full width, two columns, and more blocks."""
    top = 250.0
    for rows in (1, 2, 3, 1, 2, 2):
        top = sheet.column(MARGIN, top, FULL_WIDTH, [rows])
    top = sheet.columns(top + EM, 2, [7, 4], gutter=2, gap=1)
    for rows in (2, 1, 2, 1, 3, 2):
        top = sheet.column(MARGIN, top + EM / 4, FULL_WIDTH, [rows])


@pytest.mark.parametrize("slope", [-0.044, -0.03, 0.03, 0.044])
@pytest.mark.parametrize("leading", [1.1, 1.3])
@pytest.mark.parametrize("layout", [notes, two, three], ids=lambda layout: layout.__name__)
def test_no_words_are_joined_where_a_dense_page_lies_askew(
    layout: Callable[[Sheet], None], leading: float, slope: float
) -> None:
    """By 2.5 degrees either way, lines end a row or two from where they began.

    Poppler then finds no longer all of a line in order, but it finds the words.
    """
    sheet = Sheet(leading, slope=slope)
    layout(sheet)
    made = searchable(sheet.document, encode(sheet.picture, "PNG"))
    words = sheet.document.text.split()
    joined = Counter(words) - Counter(poppler_words(made))
    assert joined.total() <= len(words) / 100, joined
    assert pdfium_text(made).split() == words
    tallest = max(line.size / line.looseness for line in sized_lines(sheet.document.pages[0]))
    assert tallest < 1.2 * EM


def written(layout: Callable[[Sheet], None], leading: float) -> tuple[bytes, Document]:
    """The PDF of a layout, checked to be sound, and what stands in it."""
    sheet = Sheet(leading)
    layout(sheet)
    made = searchable(sheet.document, encode(sheet.picture, "PNG"))
    return made, sheet.document


def searchable(document: Document, original: bytes) -> bytes:
    """The PDF of a document, checked to be sound."""
    made = render_document(document, OutputFormat.PDF, original=original).body
    assert_sound(made)
    return made


@pytest.mark.parametrize("leading", [1.0, 1.5, 2.2])
def test_letters_of_loose_columns_are_no_higher_than_they_look(leading: float) -> None:
    """What PDFium marks of a word is the word, not the space between the lines."""
    made, document = written(two, leading)
    words = [word for line in document.pages[0].lines for word in line.words]
    once = [word for word in words if document.text.count(word.text) == 1]
    assert once
    for word in once:
        found = found_at(made, word.text, (WIDTH, HEIGHT))
        assert abs(found.left - word.box.left) <= 2
        assert abs(found.right - word.box.right) <= 2
        # The column's letters, so that "or" is as high as "off".
        assert found.bottom - found.top <= EM
        assert found.top - 2 <= word.box.top
        assert word.box.bottom <= found.bottom + 2


@pytest.mark.parametrize("leading", [1.2, 1.5, 2.0])
def test_a_loose_scan_of_two_columns_is_read_in_order(
    reader: DocumentReader, leading: float
) -> None:
    """From pixels to ``pdftotext``, with a real engine between them."""
    sheet = Sheet(leading)
    sheet.columns(100, 2, [20], gutter=3)
    data = encode(sheet.picture, "PNG", dpi=(200, 200))
    document = reader.read(data, OcrOptions(), deadline=Deadline.after(60))
    assert document.text.split() == sheet.document.text.split()
    assert poppler_words(searchable(document, data)) == document.text.split()


def test_the_right_column_comes_first_where_text_runs_leftwards() -> None:
    """Two loose columns of Hebrew."""
    words = "שלום עולם זה משפט"
    right = [leftward_line_at(words, 40 + 44 * row) for row in range(10)]
    left = [leftward_line_at(f"ועוד {words}", 40 + 44 * row, right=400) for row in range(10)]
    page = page_of(*right).blocks + page_of(*left).blocks
    document = document_of(page_of(*right).model_copy(update={"blocks": page}))
    made = searchable(document, encode(Sheet(1).picture.resize((900, 600)), "PNG"))
    assert poppler_words(made) == document.text.split()


def test_a_page_without_columns_is_in_the_font_that_fits() -> None:
    """However far its lines are apart, with nothing beside them nothing has to be done."""
    page = page_of(*(line_at("Only one column here", 20 + 50 * row) for row in range(10)))
    made = searchable(document_of(page), encode(Sheet(1).picture.resize((900, 600)), "PNG"))
    assert made.count(b"/Type0") == 1
    assert_stands_in(found_at(made, "Only", (900, 600)), page.lines[0].words[0].box)
