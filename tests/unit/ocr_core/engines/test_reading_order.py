"""Columns one after the other, rows from left to right."""

import pytest

from ocr_core.engines.reading_order import Piece, blocks_of

PROSE = 40
PRICE = 5


def piece(left: float, top: float, width: float, characters: int, number: int) -> Piece:
    """A piece that is 20 pixels high."""
    return Piece(left, top, left + width, top + 20, characters, number)


def order(pieces: list[Piece]) -> list[list[list[list[int]]]]:
    """The numbers of the pieces, in blocks, paragraphs and rows."""
    return [
        [[[found.number for found in row] for row in paragraph] for paragraph in block]
        for block in blocks_of(pieces)
    ]


def flat(pieces: list[Piece]) -> list[int]:
    """The numbers of the pieces as they are read."""
    return [
        found.number
        for block in blocks_of(pieces)
        for paragraph in block
        for row in paragraph
        for found in row
    ]


def receipt(rows: int) -> list[Piece]:
    """An item and its price a row, as a detector finds them: prices first."""
    prices = [piece(400, 30 * row, 50, PRICE, 2 * row + 1) for row in range(rows)]
    items = [piece(0, 30 * row + 3, 200, 20, 2 * row) for row in range(rows)]
    return prices + items


def columns(rows: int, *, top: float = 0, shift: float = 0) -> list[Piece]:
    """Two columns of prose; the right one, with numbers from 100, may stand lower by ``shift``."""
    left = [piece(0, top + 30 * row, 300, PROSE, row) for row in range(rows)]
    right = [piece(340, top + 30 * row + shift, 300, PROSE, 100 + row) for row in range(rows)]
    return [found for pair in zip(left, right, strict=True) for found in pair]


def test_a_price_belongs_to_its_item() -> None:
    """However much white is between them, what stands beside each other is one row."""
    assert order(receipt(8)) == [[[[2 * row, 2 * row + 1] for row in range(8)]]]


def test_a_row_may_rise() -> None:
    """On paper that is not flat a row is followed from piece to piece."""
    row = [piece(100 * step, 7 * step, 90, 8, step) for step in range(6)]
    below = [piece(100 * step, 7 * step + 26, 90, 8, 10 + step) for step in range(6)]
    assert flat(below + row) == [*range(6), *range(10, 16)]


@pytest.mark.parametrize("shift", [0, 7, 15])
def test_columns_are_read_one_after_the_other(shift: float) -> None:
    """Whether their rows are level with each other or not."""
    assert flat(columns(6, shift=shift)) == [*range(6), *range(100, 106)]


def test_what_is_above_and_below_columns_stays_there() -> None:
    """A heading is read before the columns, a footer after them."""
    heading = piece(0, 0, 640, 60, 1000)
    footer = piece(0, 300, 640, 60, 2000)
    pieces = [footer, *columns(6, top=50), heading]
    assert flat(pieces) == [1000, *range(6), *range(100, 106), 2000]


def test_a_few_rows_beside_each_other_are_no_columns() -> None:
    """Two addresses in a letter's head are read row by row."""
    assert flat(columns(2)) == [0, 100, 1, 101]


def test_a_longer_step_begins_a_paragraph() -> None:
    """Rows that stand as far apart as usual are one paragraph."""
    rows = [piece(0, top, 300, PROSE, number) for number, top in enumerate([0, 30, 60, 130, 160])]
    assert order(rows) == [[[[0], [1], [2]], [[3], [4]]]]


def test_nothing_has_no_order() -> None:
    """A page without pieces has no blocks."""
    assert blocks_of([]) == []
