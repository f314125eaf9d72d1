"""In which order pieces of text are read: columns one after the other, rows from left to right.

Where the pieces stand is known, and nothing else: a detector finds a price at the end of a row
apart from its item, and the lines of two columns beside each other. Both have white between them;
only what stands in columns is prose.
"""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

# Rows that have text on both sides of a gutter; fewer are a chance.
_LEAST_ROWS = 4
# White between columns, in heights of a line.
_LEAST_GUTTER = 0.8
# Characters in the typical row of a column; narrower ones are a table's, and prices.
_LEAST_CHARACTERS = 18
# The part of the lower of two pieces that stands beside the other when they are in one row.
_LEAST_OVERLAP = 0.5
# From one row to the next, as a multiple of what is usual in the block.
_PARAGRAPH_STEP = 1.5


class Piece(NamedTuple):
    """A piece of text on an upright page: its edges in pixels and how many characters it has.

    ``number`` is for those who have to know it again.
    """

    left: float
    top: float
    right: float
    bottom: float
    characters: int
    number: int

    @property
    def middle(self) -> float:
        """Half way between top and bottom."""
        return (self.top + self.bottom) / 2


Row = list[Piece]
Gap = tuple[float, float]


def blocks_of(pieces: Sequence[Piece]) -> list[list[list[Row]]]:
    """Blocks of paragraphs of rows of pieces, all in reading order."""
    return [_paragraphs(rows) for rows in _regions(list(pieces)) if rows]


def _regions(pieces: list[Piece]) -> list[list[Row]]:
    """The rows of every part of the page that has one column, in reading order."""
    rows = _rows(pieces)
    found = _longest_gutter(rows)
    if found is None:
        return [rows]
    first, last, gap = found
    beside = [piece for row in rows[first:last] for piece in row]
    parts = (
        [piece for row in rows[:first] for piece in row],
        [piece for piece in beside if piece.right <= gap[1]],
        [piece for piece in beside if piece.right > gap[1]],
        [piece for row in rows[last:] for piece in row],
    )
    return [region for part in parts if part for region in _regions(part)]


def _rows(pieces: Sequence[Piece]) -> list[Row]:
    """Pieces that stand beside each other, rows from the top, pieces from the left.

    A piece is compared with the last one of a row alone, so that a row may rise or fall.
    """
    rows: list[Row] = []
    for piece in sorted(pieces, key=lambda piece: piece.left):
        best = max(rows, key=lambda row: _overlap(row[-1], piece), default=None)
        if best is not None and _overlap(best[-1], piece) >= _LEAST_OVERLAP:
            best.append(piece)
        else:
            rows.append([piece])
    return sorted(rows, key=_middle)


def _overlap(one: Piece, other: Piece) -> float:
    """The part of the lower one that stands beside the other, which is to its left."""
    if other.left < (one.left + one.right) / 2:
        return 0.0
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared / max(1.0, min(one.bottom - one.top, other.bottom - other.top))


def _middle(row: Row) -> float:
    return sum(piece.middle for piece in row) / len(row)


def _longest_gutter(rows: Sequence[Row]) -> tuple[int, int, Gap] | None:
    """Rows ``[first, last)`` and the white that parts them in two columns; the most rows win."""
    if len(rows) < _LEAST_ROWS:
        return None
    least_width = _LEAST_GUTTER * median(piece.bottom - piece.top for row in rows for piece in row)
    left = min(piece.left for row in rows for piece in row)
    right = max(piece.right for row in rows for piece in row)
    best: tuple[int, int, Gap] | None = None
    most = _LEAST_ROWS - 1
    for first in range(len(rows) - most):
        gaps: list[Gap] = [(left, right)]
        for last in range(first + 1, len(rows) + 1):
            gaps = _narrowed(gaps, rows[last - 1], least_width)
            below = _narrowed(gaps, rows[last], least_width) if last < len(rows) else []
            if last - first > most and below != gaps:
                for gap in gaps:
                    both = _rows_on_both_sides(rows[first:last], gap)
                    if both > most and _parts_columns(rows[first:last], gap):
                        best, most = (first, last, gap), both
            if not below:
                break
    return best


def _narrowed(gaps: Sequence[Gap], row: Row, least_width: float) -> list[Gap]:
    """What a row leaves of the white."""
    for piece in row:
        gaps = [
            part
            for start, end in gaps
            for part in ((start, min(end, piece.left)), (max(start, piece.right), end))
            if part[1] - part[0] >= least_width
        ]
    return list(dict.fromkeys(gaps))


def _rows_on_both_sides(rows: Sequence[Row], gap: Gap) -> int:
    """How many there are on the side that has fewer; rows need not be level with each other."""
    left = sum(row[0].right <= gap[0] for row in rows)
    right = sum(row[-1].left >= gap[1] for row in rows)
    return min(left, right)


def _parts_columns(rows: Sequence[Row], gap: Gap) -> bool:
    """Whether there is prose on both sides."""
    left = [sum(piece.characters for piece in row if piece.right <= gap[0]) for row in rows]
    right = [sum(piece.characters for piece in row if piece.left >= gap[1]) for row in rows]
    for side in (left, right):
        filled = [count for count in side if count]
        if len(filled) < _LEAST_ROWS or median(filled) < _LEAST_CHARACTERS:
            return False
    return True


def _paragraphs(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows, parted where the step to the next is longer than usual."""
    steps = [_middle(row) - _middle(above) for above, row in pairwise(rows)]
    usual = median(steps) if steps else 0.0
    paragraphs = [[rows[0]]]
    for row, step in zip(rows[1:], steps, strict=True):
        height = max(piece.bottom - piece.top for piece in row)
        if step > _PARAGRAPH_STEP * max(usual, height):
            paragraphs.append([])
        paragraphs[-1].append(row)
    return paragraphs
