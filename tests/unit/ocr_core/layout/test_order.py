"""Columns one after the other, rows from left to right, whatever order the lines come in."""

import pytest

from ocr_core.layout import arranged
from ocr_core.limits import Limits
from ocr_core.load import open_source
from ocr_core.model import Line, Page
from ocr_core.options import OcrOptions
from tests.unit.ocr_core.layout.sheets import (
    HEIGHT_OF_PAGE,
    STEP,
    WIDTH,
    askew,
    leftward,
    line,
    page,
    pdf_of_lines,
    texts,
    turned,
)

LEFT = ["the harbour lay still under a sky", "the boats that came in with tide"] * 4
RIGHT = ["prices of timber rose in the town", "for few ships could leave a port"] * 4
RECEIPT = ["Onion soup 6.50", "Grilled trout 17.90", "Lamb cutlets 21.00", "Total 45.40"]


def two_columns(*, top: int = 100, shift: int = 0) -> list[Line]:
    """Two columns of prose, the lines row by row, the right one lower by ``shift``."""
    return [
        each
        for row, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True))
        for each in (
            line(left, 50, top + STEP * row),
            line(right, 450, top + STEP * row + shift),
        )
    ]


def receipt() -> list[Line]:
    """Articles first and prices after them, as Tesseract gives two blocks."""
    rows = [row.rsplit(" ", 1) for row in RECEIPT]
    articles = [line(row[0], 50, 100 + STEP * at) for at, row in enumerate(rows)]
    prices = [line(row[1], 600, 100 + STEP * at) for at, row in enumerate(rows)]
    return articles + prices


def test_a_price_is_in_the_line_of_its_article() -> None:
    """However far apart they are, and in whatever blocks they were found."""
    assert texts(arranged(page(receipt()))) == RECEIPT


@pytest.mark.parametrize("shift", [0, 7, 15])
def test_columns_of_prose_are_read_one_after_the_other(shift: int) -> None:
    """Whether their lines are level with each other or not."""
    assert texts(arranged(page(two_columns(shift=shift)))) == LEFT + RIGHT


def test_a_line_across_the_gutter_is_parted() -> None:
    """Tesseract and PDFium take lines of two columns for one."""
    rows = zip(LEFT, RIGHT, strict=True)
    joined = [
        line(f"{left.ljust(40)}{right}", 50, 100 + STEP * at)
        for at, (left, right) in enumerate(rows)
    ]
    assert texts(arranged(page(joined))) == LEFT + RIGHT


def test_what_is_above_and_below_columns_stays_there() -> None:
    """A heading is read before them, a footer after them."""
    heading = line("Prices and the weather " * 3, 50, 50)
    footer = line("printed in the harbour " * 3, 50, 420)
    found = texts(arranged(page([footer, *two_columns(), heading])))
    assert found == [heading.text, *LEFT, *RIGHT, footer.text]


def test_two_short_addresses_are_read_row_by_row() -> None:
    """A few rows beside each other are no columns."""
    rows = [("From: Holloway Textiles Ltd", "To: Brampton Paper Company"), ("Hull", "Leeds")]
    lines = [
        line(text, left, 100 + STEP * at)
        for at, row in enumerate(rows)
        for text, left in zip(row, (50, 500), strict=True)
    ]
    assert texts(arranged(page(lines))) == [" ".join(row) for row in rows]


def test_labels_that_were_written_before_their_values() -> None:
    """A form that a program filled in has each value in the line of its label."""
    labels = ["Invoice number:", "Customer:", "Due date:", "Amount:"]
    values = ["INV-20417", "Holloway Textiles", "30 April 2026", "1,930.00 EUR"]
    lines = [line(text, 50, 100 + STEP * at) for at, text in enumerate(labels)]
    lines += [line(text, 350, 100 + STEP * at) for at, text in enumerate(values)]
    expected = [f"{label} {value}" for label, value in zip(labels, values, strict=True)]
    assert texts(arranged(page(lines))) == expected


def test_numbers_in_two_wide_columns_are_rows() -> None:
    """Much text on both sides of white is a table where it is made of figures."""
    row = ["Net income from operations 2021", "1,250,000 2,003,400 5,100,250"]
    lines = [
        line(text, left, 100 + STEP * at)
        for at in range(8)
        for text, left in zip(row, (50, 450), strict=True)
    ]
    assert texts(arranged(page(lines))) == [" ".join(row)] * 8


@pytest.mark.parametrize("degrees", [-5, -2, 2, 5])
@pytest.mark.parametrize("lines", [receipt(), two_columns(shift=7)], ids=["rows", "columns"])
def test_a_page_askew_is_read_as_one_that_is_level(lines: list[Line], degrees: float) -> None:
    """Up to five degrees either way."""
    tilted = page(askew(lines, degrees), width=1500, height=1700)
    assert texts(arranged(tilted)) == texts(arranged(page(lines)))


@pytest.mark.parametrize("quarters", [1, 2, 3])
@pytest.mark.parametrize("lines", [receipt(), two_columns(shift=7)], ids=["rows", "columns"])
def test_a_page_on_its_side_or_head(lines: list[Line], quarters: int) -> None:
    """Is read as one that stands upright."""
    size = (HEIGHT_OF_PAGE, WIDTH) if quarters % 2 else (WIDTH, HEIGHT_OF_PAGE)
    given = page(turned(lines, quarters), width=size[0], height=size[1])
    assert texts(arranged(given)) == texts(arranged(page(lines)))


def test_a_line_up_the_margin_is_read_last() -> None:
    """What stands on its side beside the text is in none of its lines."""
    margin = turned([line("downloaded from a library", 300, 20)], 3)
    assert texts(arranged(page([*margin, *receipt()]))) == [*RECEIPT, margin[0].text]


def test_rows_from_right_to_left() -> None:
    """The price, which stands at the left, ends the line; so do columns run."""
    rows = [("מרק בצל", "6.50"), ("דג עם שקדים", "17.90"), ("סך הכל", "24.40")]
    lines = [leftward(name, 900, 100 + STEP * at) for at, (name, _) in enumerate(rows)]
    lines += [line(price, 100, 100 + STEP * at) for at, (_, price) in enumerate(rows)]
    assert texts(arranged(page(lines))) == [f"{name} {price}" for name, price in rows]


def test_columns_from_right_to_left() -> None:
    """The right column of a page in Hebrew is the first."""
    right, left = ["שלום עולם זה טקסט בעברית של עמוד"] * 6, ["עמודה שנייה של מילים בעברית כאן"] * 6
    lines = [leftward(text, 900, 100 + STEP * at) for at, text in enumerate(right)]
    lines += [leftward(text, 450, 100 + STEP * at) for at, text in enumerate(left)]
    assert texts(arranged(page(lines[::-1]))) == right + left


def test_one_block_that_was_asked_for_has_no_columns() -> None:
    """Then lines run across the page."""
    rows = [f"{left} {right}" for left, right in zip(LEFT, RIGHT, strict=True)]
    assert texts(arranged(page(two_columns()), has_columns=False)) == rows


def test_a_longer_step_begins_a_paragraph() -> None:
    """Lines that stand as far apart as usual are one paragraph."""
    lines = [line(LEFT[0], 50, top) for top in (0, 30, 60, 130, 160)]
    found = arranged(page(lines)).paragraphs
    assert [len(paragraph.lines) for paragraph in found] == [3, 2]


def test_an_empty_page_has_no_blocks() -> None:
    """Nothing has no order."""
    assert arranged(page([])).blocks == ()


def test_the_lines_of_a_text_layer_may_come_row_by_row() -> None:
    """A printer driver writes columns so; the page is read column by column all the same."""
    pdf = pdf_of_lines(two_columns())
    with open_source(pdf, limits=Limits()) as source:
        (found,) = source.pages(OcrOptions())
    assert isinstance(found, Page)
    assert texts(found) == LEFT + RIGHT


def test_the_table_of_a_text_layer_has_its_rules() -> None:
    """They are taken from the page as it is drawn without its text."""
    cells = [("Oak", "3.20"), ("Brass", "11.00")]
    lines = [
        line(text, left, 105 + 40 * at)
        for at, row in enumerate(cells)
        for text, left in zip(row, (60, 260), strict=True)
    ]
    rules = [(x, 90, x, 170) for x in (40, 240, 440)]
    rules += [(40, y, 440, y) for y in (90, 130, 170)]
    with open_source(pdf_of_lines(lines, rules), limits=Limits()) as source:
        (found,) = source.pages(OcrOptions())
    assert isinstance(found, Page)
    (table,) = [block.table for block in found.blocks if block.table is not None]
    assert [cell.text for cell in table.cells] == ["Oak", "3.20", "Brass", "11.00"]
