"""Columns of prose, which are read one after the other.

White runs down between the columns of prose as it does between those of a table. Only where
there is prose on both sides is a part of the page read column by column; everything else is
read row by row.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from ocr_core.layout.rows import Row, middle_of, rows_of
from ocr_core.layout.segment import Segment

# Rows that have text on both sides of a gutter; fewer are a chance.
_LEAST_ROWS = 4
# White between columns, in heights of a line.
_LEAST_GUTTER = 0.8
# Characters in the typical row of a column; narrower ones are a table's, and prices.
_LEAST_CHARACTERS = 18
# The width of the typical row of a column, as a share of that of its long ones.
_LEAST_FILL = 0.7
# The share of letters among letters and digits.
_LEAST_LETTERS = 0.6
# Rows that are needed to tell that two sides have lines of their own, the share of them that are
# not level, and by how much of a line's height that is.
_LEAST_ROWS_APART = 8
_LEAST_APART = 0.5
_LEVEL = 0.15
# The share of rows on the right that begin with a letter.
_LEAST_LABELS = 0.7
# A step to the next row, in usual ones, behind which a row may belong to what is below.
_WIDE_STEP = 1.6
# White that is looked at, from what runs through the most rows.
_MOST_CANDIDATES = 32
# As deep as columns stand in columns.
_MOST_DEPTH = 12


class Gutter(NamedTuple):
    """White from ``left`` to ``right`` in the rows from ``first`` to before ``last``."""

    first: int
    last: int
    left: float
    right: float
    rows_beside: int
    """How many rows have text on the side that has fewer."""


def regions_of(segments: Sequence[Segment]) -> list[list[Row]]:
    """The rows of every part of the page that has one column, in reading order."""
    return _regions(rows_of(segments), _MOST_DEPTH)


def _regions(rows: list[Row], depth: int) -> list[list[Row]]:
    gutter = _best_gutter(rows) if depth else None
    if gutter is None:
        return [rows] if rows else []
    beside = [segment for row in rows[gutter.first : gutter.last] for segment in row]
    left = [segment for segment in beside if segment.right <= gutter.right]
    right = [segment for segment in beside if segment.right > gutter.right]
    parts = (rows[: gutter.first], rows_of(left), rows_of(right), rows[gutter.last :])
    return [region for part in parts for region in _regions(part, depth - 1)]


def _best_gutter(rows: Sequence[Row]) -> Gutter | None:
    """The white that parts the most rows in two columns of prose."""
    if len(rows) < _LEAST_ROWS:
        return None
    heights = [segment.height for row in rows for segment in row]
    steps = [middle_of(below) - middle_of(row) for row, below in pairwise(rows)]
    candidates = _gutters(rows, _LEAST_GUTTER * median(heights))
    # Of white at one place between the same rows the widest tells the same as the rest.
    place = 4 * median(heights)
    widest = {
        (gutter.first, gutter.last, (gutter.left + gutter.right) // place): gutter
        for gutter in sorted(candidates, key=lambda gutter: gutter.right - gutter.left)
    }
    longest = sorted(widest.values(), key=lambda gutter: -gutter.rows_beside)
    for candidate in longest[:_MOST_CANDIDATES]:
        gutter = _trimmed(rows, steps, candidate)
        if _parts_columns(rows[gutter.first : gutter.last], gutter):
            return gutter
    return None


def _gutters(rows: Sequence[Row], least_width: float) -> list[Gutter]:
    """All white that runs through several rows, as long as each is."""
    found: list[Gutter] = []
    open_: dict[tuple[float, float], int] = {}
    for number, row in enumerate([*rows, None]):
        free = _free(row) if row else []
        after: dict[tuple[float, float], int] = {}
        for (left, right), first in open_.items():
            goes_on = False
            for start, end in free:
                low, high = max(left, start), min(right, end)
                if high - low >= least_width:
                    after[(low, high)] = min(first, after.get((low, high), first))
                    goes_on = goes_on or (low, high) == (left, right)
            if not goes_on:
                found.append(_gutter(rows, first, number, left, right))
        for start, end in free:
            if end - start >= least_width:
                after.setdefault((start, end), number)
        open_ = after
    return [_upwards(rows, gutter) for gutter in found if gutter.rows_beside >= _LEAST_ROWS]


def _free(row: Row) -> list[tuple[float, float]]:
    """The white of a row: before, between and behind its segments."""
    edges = [float("-inf")]
    far = float("-inf")
    for segment in row:
        edges += [segment.left, max(far, segment.right)]
        far = max(far, segment.right)
    edges.append(float("inf"))
    return list(zip(edges[::2], edges[1::2], strict=True))


def _gutter(rows: Sequence[Row], first: int, last: int, left: float, right: float) -> Gutter:
    before = sum(row[0].right <= left for row in rows[first:last])
    behind = sum(row[-1].left >= right for row in rows[first:last])
    return Gutter(first, last, left, right, min(before, behind))


def _upwards(rows: Sequence[Row], gutter: Gutter) -> Gutter:
    """With the rows above it that have text on one side alone, none of it in the white."""
    first = gutter.first
    while first and _is_free(rows[first - 1], gutter):
        first -= 1
    return _gutter(rows, first, gutter.last, gutter.left, gutter.right)


def _is_free(row: Row, gutter: Gutter) -> bool:
    return all(segment.right <= gutter.left or segment.left >= gutter.right for segment in row)


def _trimmed(rows: Sequence[Row], steps: Sequence[float], gutter: Gutter) -> Gutter:
    """Without rows at either end that stand apart and have text on one side only.

    ``steps`` are those from row to row.
    """
    inner = steps[gutter.first : gutter.last - 1]
    wide = _WIDE_STEP * median(inner)
    first, last = gutter.first, gutter.last
    for number in _one_sided(rows, range(first, last), gutter):
        if steps[number] > wide:
            first = number + 1
    for number in _one_sided(rows, range(last - 1, first, -1), gutter):
        if steps[number - 1] > wide:
            last = number
    return gutter._replace(first=first, last=last)


def _one_sided(rows: Sequence[Row], numbers: Iterable[int], gutter: Gutter) -> Iterator[int]:
    """Those before there was text on both sides."""
    left = right = False
    for number in numbers:
        left = left or rows[number][0].right <= gutter.left
        right = right or rows[number][-1].left >= gutter.right
        if left and right:
            return
        yield number


def _parts_columns(rows: Sequence[Row], gutter: Gutter) -> bool:
    """Whether there is prose on both sides, or what stands on one is not level with the other."""
    left = [[part for part in row if part.right <= gutter.left] for row in rows]
    right = [[part for part in row if part.left >= gutter.right] for row in rows]
    if all(_is_prose([row for row in side if row]) for side in (left, right)):
        return True
    return _are_apart(left, right) or _are_kept_apart(left, right, gutter)


def _are_kept_apart(left: Sequence[Row], right: Sequence[Row], gutter: Gutter) -> bool:
    """Whether the engine's lines go over wider white than the gutter, and never over that.

    What is on the right has its own labels then: figures would be the columns of a table whose
    labels the engine found apart.
    """
    width = gutter.right - gutter.left
    wide = sum(
        one.line is other.line and other.left - one.right > width
        for row in left
        for one, other in pairwise(row)
    )
    if wide < _LEAST_ROWS:
        return False
    rows = [(one, other) for one, other in zip(left, right, strict=True) if one and other]
    if len(rows) < _LEAST_ROWS_APART or any(one[-1].line is other[0].line for one, other in rows):
        return False
    labels = [row for row in right if row and row[0].text[:1].isalpha()]
    return len(labels) >= _LEAST_LABELS * sum(bool(row) for row in right)


def _are_apart(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """Whether rows on both sides do not stand on the same lines, as those of a table do."""
    pairs = [(one[-1], other[0]) for one, other in zip(left, right, strict=True) if one and other]
    drops = [
        (one.base - other.base) / max(one.height, other.height, 1.0)
        for one, other in pairs
        if one.base is not None and other.base is not None
    ]
    alone = min(
        sum(not other for other in right),
        sum(not one for one in left),
    )
    if len(drops) + alone < _LEAST_ROWS_APART:
        return False
    usual = median(drops) if drops else 0.0
    apart = sum(abs(drop - usual) > _LEVEL for drop in drops)
    if len(drops) >= _LEAST_ROWS:
        return apart >= _LEAST_APART * len(drops)
    return len(drops) - apart <= 1 and alone >= _LEAST_ROWS_APART


def _is_prose(rows: Sequence[Row]) -> bool:
    """Whether most rows are full of words, as those of a paragraph are but for its last."""
    if len(rows) < _LEAST_ROWS:
        return False
    if median(sum(part.characters for part in row) for row in rows) < _LEAST_CHARACTERS:
        return False
    widths = sorted(row[-1].right - row[0].left for row in rows)
    if median(widths) < _LEAST_FILL * widths[len(widths) * 9 // 10]:
        return False
    text = "".join(part.text for row in rows for part in row)
    letters = sum(map(str.isalpha, text))
    return letters >= _LEAST_LETTERS * sum(map(str.isalnum, text))
