"""Tables without rules: rows whose words stand below each other in columns."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from ocr_core.layout.cells import CellDraft, TableDraft
from ocr_core.layout.frame import Box
from ocr_core.layout.rows import Row, height_of, middle_of
from ocr_core.layout.segment import Segment, segment_of
from ocr_core.layout.signs import stays_with

# Rows of one column alone between two rows of a table: headings within it, parts of cells.
_MOST_BETWEEN = 3
# White between columns, in heights of a line.
_LEAST_GAP = 0.6
# White between columns, in usual spaces between words.
_WIDER = 1.7
# The step from row to row that ends a table, in heights of a line.
_WIDEST_STEP = 4.0
# A step that parts two tables, in usual ones.
_PARTING_STEP = 1.3
# Rows that tell where columns are have that share of the pieces of a row with many.
_FULL = 0.6
# The share of those rows that may reach into the white between two columns.
_MOST_ACROSS = 0.1
# By how much the edges of a column's cells may differ, in heights of a line, and the share of
# them that have to be within that.
_ALIGNED = 0.6
_LEAST_ALIGNED = 0.65
# From line to line within a cell, and the space between words, in heights of a line.
_NEXT_LINE = 1.7
_GAP_OF_WORDS = 0.3
# From a header to the next row, and the characters in a cell of one.
_NEXT_HEADER = 2.2
_MOST_OF_HEADER = 50
# By how much the middle of a header may miss that of the columns it is over.
_OVER_MIDDLE = 0.8
# Words stand below each other in fewer rows by chance.
_LEAST_ROWS = 3
# The share of cells that have text, in rows with several.
_LEAST_FILLED = 0.4
# Wider than between words, in heights of a line: where a border of columns parts a segment.
_LEAST_SPACE = 0.45
# The part of a column, or of what is in it if that is less, that has to be covered.
_LEAST_INSIDE = 0.3
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
_SIGN_BEFORE = re.compile(r"^[$€£¥(]$")
_SIGN_BEHIND = re.compile(r"^[%)*]$")

Span = tuple[float, float]


_Placed = list[tuple[int, int, Segment]]
"""The segments of a row with the first and the last column that each stands in."""


class Part(NamedTuple):
    """Rows that follow each other; those of a table have a draft."""

    rows: list[Row]
    table: TableDraft | None = None


def parts_of(rows: Sequence[Row]) -> Iterator[Part]:
    """The rows of a region, tables apart from the rest."""
    at = 0
    for first, last, table in _tables(rows):
        if first > at:
            yield Part(list(rows[at:first]))
        yield Part(list(rows[first:last]), table)
        at = last
    if at < len(rows):
        yield Part(list(rows[at:]))


def _tables(rows: Sequence[Row]) -> Iterator[tuple[int, int, TableDraft]]:
    """The tables and the rows that they are of."""
    at = 0
    while at < len(rows):
        if len(rows[at]) < 2:
            at += 1
            continue
        last = _end_of_run(rows, at)
        yield from _tables_of_run(rows, at, last)
        at = last


def _tables_of_run(
    rows: Sequence[Row], first: int, last: int
) -> Iterator[tuple[int, int, TableDraft]]:
    """The run as a table, or else those of its parts, parted where the step is widest."""
    while first < last and len(rows[first]) < 2:
        first += 1
    while first < last and len(rows[last - 1]) < 2:
        last -= 1
    if last - first < 2:
        return
    columns = _columns(rows[first:last])
    placed = [_placed(row, columns) for row in rows[first:last]] if len(columns) > 1 else []
    if placed and _is_table(placed, columns):
        first, last, placed = _extended(rows, first, last, placed, columns)
        yield first, last, _draft(_joined(placed, columns), columns)
        return
    steps = [middle_of(rows[at]) - middle_of(rows[at - 1]) for at in range(first + 1, last)]
    widest = max(range(len(steps)), key=steps.__getitem__)
    if steps[widest] > _PARTING_STEP * median(steps):
        yield from _tables_of_run(rows, first, first + widest + 1)
        yield from _tables_of_run(rows, first + widest + 1, last)


def _end_of_run(rows: Sequence[Row], first: int) -> int:
    gaps = _gaps(rows[first])
    last = first + 1
    for at in range(first + 1, len(rows)):
        step = middle_of(rows[at]) - middle_of(rows[at - 1])
        if step > _WIDEST_STEP * height_of(rows[at]) or at - last >= _MOST_BETWEEN + 1:
            break
        if len(rows[at]) < 2:
            continue
        common = _common(gaps, _gaps(rows[at]), _LEAST_GAP * height_of(rows[at]))
        if not common:
            break
        gaps = common
        last = at + 1
    return last


def _gaps(row: Row) -> list[Span]:
    gaps = []
    far = row[0].right
    for segment in row[1:]:
        if segment.left > far:
            gaps.append((far, segment.left))
        far = max(far, segment.right)
    return gaps


def _common(one: Sequence[Span], other: Sequence[Span], least: float) -> list[Span]:
    """White that both have; or what one of them has alone beside it."""
    return [
        (max(left, start), min(right, end))
        for left, right in one
        for start, end in other
        if min(right, end) - max(left, start) >= least
    ]


def _extended(
    rows: Sequence[Row], first: int, last: int, placed: list[_Placed], columns: Sequence[Span]
) -> tuple[int, int, list[_Placed]]:
    """With the first line of the first label above it, and the last of the last one below."""
    if first and len(rows[first - 1]) == 1:
        above = _placed(rows[first - 1], columns)
        if len(above) == 1 and _goes_on(above, above, placed[0], columns):
            first, placed = first - 1, [above, *placed]
    while first and len(placed[0]) < len(columns) + 1 and _names_columns(rows, first, columns):
        first, placed = first - 1, [_placed(rows[first - 1], columns), *placed]
    if last < len(rows) and len(rows[last]) == 1:
        below = _placed(rows[last], columns)
        if len(below) == 1 and _goes_on(placed[-1], placed[-1], below, columns):
            last, placed = last + 1, [*placed, below]
    return first, last, placed


def _names_columns(rows: Sequence[Row], first: int, columns: Sequence[Span]) -> bool:
    """Whether the row above a table stands over its columns and not over its labels."""
    row = rows[first - 1]
    step = middle_of(rows[first]) - middle_of(row)
    return (
        step <= _NEXT_HEADER * height_of(rows[first])
        and row[0].left >= columns[1][0] - height_of(row)
        and row[-1].right <= columns[-1][1] + height_of(row)
        and all(segment.characters <= _MOST_OF_HEADER for segment in row)
    )


def _columns(rows: Sequence[Row]) -> list[Span]:
    """From where to where each column reaches, the white between them left out."""
    counts = sorted(len(row) for row in rows)
    most = counts[len(counts) * 9 // 10]
    full = [row for row in rows if len(row) >= max(2, _FULL * most)]
    if len(full) < 2:
        return []
    height = median(segment.height for row in full for segment in row)
    least = max(_LEAST_GAP * height, _WIDER * _usual_space(full))
    allowed = int(_MOST_ACROSS * len(full))
    edges = sorted(
        (edge, change)
        for row in full
        for segment in row
        for left, right in _pieces(segment, least)
        for edge, change in ((left, 1), (right, -1))
    )
    columns: list[Span] = []
    depth, start = 0, 0.0
    for edge, change in edges:
        before, depth = depth, depth + change
        if before <= allowed < depth:
            start = edge
        elif depth <= allowed < before:
            columns.append((start, edge))
    merged: list[Span] = []
    for left, right in columns:
        if merged and left - merged[-1][1] < least:
            merged[-1] = (merged[-1][0], right)
        else:
            merged.append((left, right))
    return _without_signs(rows, merged)


def _usual_space(rows: Sequence[Row]) -> float:
    """The white between two words that stand together."""
    spaces = [
        other.box.left - one.box.right
        for row in rows
        for segment in row
        for one, other in pairwise(segment.words)
    ]
    return median(spaces) if spaces else 0.0


def _pieces(segment: Segment, least: float) -> Iterator[Span]:
    """From where to where there are words without white of ``least`` between them."""
    words = segment.words
    start = segment.left
    for one, other in pairwise(words):
        if other.box.left - one.box.right >= least and not stays_with(
            one.word.text, other.word.text
        ):
            yield start, one.box.right
            start = other.box.left
    yield start, segment.right


def _without_signs(rows: Sequence[Row], columns: list[Span]) -> list[Span]:
    """Columns of currency signs are a part of the next one, and of per cent of the one before."""
    texts: list[list[str]] = [[] for _ in columns]
    for row in rows:
        for first, last, segment in _placed(row, columns):
            if first == last:
                texts[first].append(segment.text)
    found: list[Span] = []
    pending: float | None = None
    for (left, right), inside in zip(columns, texts, strict=True):
        if pending is not None:
            left, pending = pending, None
        if inside and all(_SIGN_BEFORE.match(text) for text in inside):
            pending = left
        elif found and inside and all(_SIGN_BEHIND.match(text) for text in inside):
            found[-1] = (found[-1][0], right)
        else:
            found.append((left, right))
    return found


def _placed(row: Row, columns: Sequence[Span]) -> _Placed:
    """In which columns each segment stands, parted where the white between columns is in it."""
    borders = [(one[1] + other[0]) / 2 for one, other in pairwise(columns)]
    return [
        (*_columns_of(part, columns), part) for segment in row for part in _parted(segment, borders)
    ]


def _columns_of(segment: Segment, columns: Sequence[Span]) -> tuple[int, int]:
    """The first and the last column that it stands in; the nearest where it stands in none."""
    inside = [
        number
        for number, (left, right) in enumerate(columns)
        if min(right, segment.right) - max(left, segment.left)
        > _LEAST_INSIDE * min(right - left, segment.right - segment.left)
    ]
    if inside:
        return inside[0], inside[-1]
    middle = (segment.left + segment.right) / 2
    nearest = min(range(len(columns)), key=lambda at: abs(sum(columns[at]) / 2 - middle))
    return nearest, nearest


def _parted(segment: Segment, borders: Sequence[float]) -> Iterator[Segment]:
    """The segment, parted at borders of columns that run through a space in it."""
    if not any(segment.left < border < segment.right for border in borders):
        yield segment
        return
    least = _LEAST_SPACE * segment.height
    groups = [[segment.words[0]]]
    for one, other in pairwise(segment.words):
        is_parted = other.box.left - one.box.right >= least and any(
            one.box.right <= border <= other.box.left for border in borders
        )
        if is_parted and not stays_with(one.word.text, other.word.text):
            groups.append([])
        groups[-1].append(other)
    for group in groups:
        yield segment_of(group, segment.line) if len(groups) > 1 else segment


def _is_table(placed: Sequence[_Placed], columns: Sequence[Span]) -> bool:
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
        for first, last, found in _cells(row, len(columns)):
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


def _white(row: _Placed) -> float:
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


def _joined(placed: Sequence[_Placed], columns: Sequence[Span]) -> list[_Placed]:
    """Rows with what goes on in the next line joined."""
    found: list[_Placed] = []
    goes_on = False
    for number, row in enumerate(placed):
        if goes_on and found:
            found[-1] = found[-1] + row
        else:
            found.append(list(row))
        goes_on = number + 1 < len(placed) and _goes_on(found[-1], row, placed[number + 1], columns)
    return found


def _goes_on(above: _Placed, row: _Placed, below: _Placed, columns: Sequence[Span]) -> bool:
    """Whether the next row is a part of this one: its label was too long for a line.

    One of both has nothing but the label, and the first word of the second part would not have
    fitted behind the first part.
    """
    if len(row) > 1 and len(below) > 1:
        return False
    upper = next((part for part in row if part[0] == below[0][0]), None)
    if upper is None:
        return False
    one, other = upper[2], below[0][2]
    if one.text.endswith((":", ".")) or not other.words or len(one.words) < 3:
        return False
    if other.middle - one.middle > _NEXT_LINE * max(one.height, other.height):
        return False
    word = other.words[0]
    edge = max(columns[upper[0]][1], one.right)
    if one.right + word.box.right - word.box.left + _GAP_OF_WORDS * one.height < edge:
        return False
    is_indented = other.left > above[0][2].left + other.height / 2
    return len(above) == 1 or is_indented or word.word.text[:1].islower()


def _draft(rows: Sequence[_Placed], columns: Sequence[Span]) -> TableDraft:
    headers = _header_count(rows)
    tops = [min(segment.top for _, _, segment in row) for row in rows]
    bottoms = [max(segment.bottom for _, _, segment in row) for row in rows]
    borders = _borders(columns)
    cells: list[CellDraft] = []
    for number, row in enumerate(rows):
        spread = _spread(row, columns) if number < headers else row
        for first, last, inside in _cells(spread, len(columns)):
            box = Box(borders[first], tops[number], borders[last + 1], bottoms[number])
            cells.append(
                CellDraft(number, first, 1, last - first + 1, box, tuple(inside), number < headers)
            )
    box = Box(
        min(segment.left for row in rows for _, _, segment in row),
        min(tops),
        max(segment.right for row in rows for _, _, segment in row),
        max(bottoms),
    )
    return TableDraft(box, len(rows), len(columns), tuple(cells))


def _spread(row: _Placed, columns: Sequence[Span]) -> _Placed:
    """The cells of a header over all columns that they have in their middle."""
    cells = sorted(row, key=lambda cell: cell[0])
    if len(cells) >= len(columns) - 1 or any(first == 0 for first, _, _ in cells):
        return row
    found: _Placed = []
    for number, (first, last, segment) in enumerate(cells):
        low = found[-1][1] + 1 if found else 1
        high = cells[number + 1][0] - 1 if number + 1 < len(cells) else len(columns) - 1
        middle = (segment.left + segment.right) / 2
        spans = [
            (start, end)
            for start in range(low, first + 1)
            for end in range(last, high + 1)
            if abs((columns[start][0] + columns[end][1]) / 2 - middle)
            <= _OVER_MIDDLE * segment.height
        ]
        start, end = max(spans, key=lambda span: span[1] - span[0], default=(first, last))
        found.append((start, end, segment))
    return found


def _cells(row: _Placed, count: int) -> Iterator[tuple[int, int, list[Segment]]]:
    """The cells of a row, empty ones too: the first and the last column, and what is inside."""
    spans: list[tuple[int, int, list[Segment]]] = []
    for first, last, segment in sorted(row, key=lambda part: part[0]):
        if spans and first <= spans[-1][1]:
            before = spans[-1]
            spans[-1] = (before[0], max(before[1], last), [*before[2], segment])
        else:
            spans.append((first, last, [segment]))
    at = 0
    for first, last, inside in spans:
        for empty in range(at, first):
            yield empty, empty, []
        yield first, last, inside
        at = last + 1
    for empty in range(at, count):
        yield empty, empty, []


def _borders(columns: Sequence[Span]) -> list[float]:
    middles = [(one[1] + other[0]) / 2 for one, other in pairwise(columns)]
    return [columns[0][0], *middles, columns[-1][1]]


def _header_count(rows: Sequence[_Placed]) -> int:
    """How many rows at the top name columns: those without figures above those that have some."""
    figures = [
        sum(any(sign.isdigit() for sign in segment.text) for first, _, segment in row if first)
        for row in rows
    ]
    for number, count in enumerate(figures):
        if count:
            return number if number <= 3 else 1
    return 1
