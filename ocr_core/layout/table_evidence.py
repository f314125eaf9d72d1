"""Whether rows whose words stand in columns are a table."""

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ocr_core.layout.segment import Segment, segment_of
from ocr_core.layout.table_columns import (
    PlacedRow,
    Span,
    cells_in,
)

# By how much the edges of a column's cells may differ, in heights of a line, and the share of
# them that have to be within that.
_ALIGNED = 0.6
_LEAST_ALIGNED = 0.65
# Words stand below each other in fewer rows by chance.
_LEAST_ROWS = 3
# The share of cells that have text, in rows with several.
_LEAST_FILLED = 0.4
# The share of rows that may have something across columns.
_MOST_SPANNING = 0.34
# The share of cells that are numbers in a column of figures.
_FIGURES = 0.5
# The share of the width that is white in the rows of a table without figures: lines of prose that
# are set wide have less. Where there are few rows, it takes more to tell.
_LEAST_WHITE = 0.2
_LEAST_WHITE_OF_FEW = 0.35
_MANY_ROWS = 5
# Characters in the typical cell of two columns, one of which has to be of less.
_SHORT = 25
_MARKER = re.compile(
    r"^([•◦▪‣·*–—-]|\(?([0-9]{1,3}([.-][0-9]{1,3})*|[A-Za-z]|[ivxIVX]{1,5})[.)]?)$"
)


def is_table(placed: Sequence[PlacedRow], columns: Sequence[Span]) -> bool:
    """Whether there are rows enough, with aligned cells, and figures or much white."""
    filled = [row for row in placed if len({first for first, _, _ in row}) > 1]
    if len(filled) < _LEAST_ROWS:
        return False
    said = sum(
        len({first for first, _, segment in row if any(map(str.isalnum, segment.text))})
        for row in filled
    )
    if said < _LEAST_FILLED * len(filled) * len(columns):
        return False
    if sum(any(first < last for first, last, _ in row) for row in filled) > (
        _MOST_SPANNING * len(filled)
    ):
        return False
    inside: list[list[Segment]] = [[] for _ in columns]
    for row in filled:
        for first, last, found in cells_in(row, len(columns)):
            if first == last and found:
                inside[first].append(_as_one(found))
    if _is_list(inside) or _is_prose(inside):
        return False
    if not _has_figures(inside):
        white = _LEAST_WHITE if len(filled) >= _MANY_ROWS else _LEAST_WHITE_OF_FEW
        if median(_white(row) for row in filled) < white:
            return False
    aligned = [_alignment(cells) for cells in inside if len(cells) > 1]
    return len(aligned) > 1 and sorted(aligned)[-2] >= _LEAST_ALIGNED


def _as_one(segments: Sequence[Segment]) -> Segment:
    """What stands in one cell of a row as one segment."""
    if len(segments) == 1:
        return segments[0]
    return segment_of([word for segment in segments for word in segment.words], segments[0].line)


def _has_figures(columns: Sequence[Sequence[Segment]]) -> bool:
    """Whether the cells of a column are mostly numbers."""
    return any(
        len(column) > 1
        and sum(_is_figure(segment.text) for segment in column) >= _FIGURES * len(column)
        for column in columns
    )


def _is_figure(text: str) -> bool:
    digits = sum(map(str.isdigit, text))
    return digits > 0 and digits >= sum(map(str.isalpha, text))


def _white(row: PlacedRow) -> float:
    """The share of a row that is white between its segments."""
    segments = sorted((segment for _, _, segment in row), key=lambda segment: segment.left)
    width = max(segment.right for segment in segments) - segments[0].left
    white = sum(max(0.0, other.left - one.right) for one, other in pairwise(segments))
    return white / max(width, 1.0)


def _is_list(columns: Sequence[Sequence[Segment]]) -> bool:
    """Whether it is items with their marks, numbered lines, or headings with page numbers."""
    if len(columns) != 2 or not all(columns):
        return False
    first, second = columns
    marks = sum(bool(_MARKER.match(segment.text)) for segment in first)
    if marks > 0.7 * len(first) and median(part.characters for part in second) > 10:
        return True
    numbers = [int(part.text) for part in second if part.text.isdecimal() and len(part.text) < 5]
    return (
        len(numbers) >= 0.8 * len(second)
        and numbers == sorted(numbers)
        and (len(set(numbers)) > 0.5 * len(numbers))
    )


def _is_prose(columns: Sequence[Sequence[Segment]]) -> bool:
    """Whether there are only two columns, and words and no figures in both: say, addresses."""
    return len(columns) == 2 and all(
        column and median(part.characters for part in column) > _SHORT for column in columns
    )


def _alignment(cells: Sequence[Segment]) -> float:
    """The share of cells that begin, end or have their middle where most of them do."""
    tolerance = _ALIGNED * median(segment.height for segment in cells)
    best = 0.0
    for edges in (
        [segment.left for segment in cells],
        [segment.right for segment in cells],
        [(segment.left + segment.right) / 2 for segment in cells],
    ):
        usual = median(edges)
        best = max(best, sum(abs(edge - usual) <= tolerance for edge in edges) / len(cells))
    return best
