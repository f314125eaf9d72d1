"""Tables without rules: rows whose words stand below each other in columns."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from ocr_core.layout.cells import CellDraft, TableDraft
from ocr_core.layout.frame import Box
from ocr_core.layout.rows import Row, height_of, middle_of
from ocr_core.layout.table_columns import (
    FULL,
    LEAST_GAP,
    PlacedRow,
    Span,
    cells_in,
    columns_of,
    placed_in,
)
from ocr_core.layout.table_evidence import is_table
from ocr_core.layout.table_rows import goes_on, joined

# Rows of one column alone between two rows of a table: headings within it, parts of cells.
_MOST_BETWEEN = 3
# The step from row to row that ends a table, in heights of a line.
_WIDEST_STEP = 4.0
# A step that parts two tables, in usual ones.
_PARTING_STEP = 1.3
# From a header to the next row, and the characters in a cell of one.
_NEXT_HEADER = 2.2
_MOST_OF_HEADER = 50
# By how much the middle of a header may miss that of the columns it is over.
_OVER_MIDDLE = 0.8


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
    at = taken = 0
    while at < len(rows):
        if len(rows[at]) < 2:
            at += 1
            continue
        run_end = _end_of_run(rows, at)
        for first, last, table in _tables_of_run(rows, at, run_end, taken):
            taken = last
            yield first, last, table
        at = max(run_end, taken)


def _tables_of_run(
    rows: Sequence[Row], first: int, last: int, taken: int
) -> Iterator[tuple[int, int, TableDraft]]:
    """The run as a table, or else those of its parts, parted where the step is widest.

    The rows before ``taken`` are of other tables.
    """
    first = max(first, taken)
    while first < last and len(rows[first]) < 2:
        first += 1
    while first < last and len(rows[last - 1]) < 2:
        last -= 1
    if last - first < 2:
        return
    columns = columns_of(rows[first:last])
    placed = [placed_in(row, columns) for row in rows[first:last]] if len(columns) > 1 else []
    if placed and is_table(placed, columns):
        first, last, placed = _extended(rows, first, last, placed, columns, taken)
        yield first, last, _draft(joined(placed, columns), columns)
        return
    steps = [middle_of(rows[at]) - middle_of(rows[at - 1]) for at in range(first + 1, last)]
    widest = max(range(len(steps)), key=steps.__getitem__)
    if steps[widest] > _PARTING_STEP * median(steps):
        for part in ((first, first + widest + 1), (first + widest + 1, last)):
            for table in _tables_of_run(rows, *part, taken):
                taken = table[1]
                yield table


def _end_of_run(rows: Sequence[Row], first: int) -> int:
    gaps = _gaps(rows[first])
    most = len(rows[first])
    last = first + 1
    for at in range(first + 1, len(rows)):
        step = middle_of(rows[at]) - middle_of(rows[at - 1])
        if step > _WIDEST_STEP * height_of(rows[at]) or at - last >= _MOST_BETWEEN + 1:
            break
        if len(rows[at]) < 2:
            continue
        common = _common(gaps, _gaps(rows[at]), LEAST_GAP * height_of(rows[at]))
        if not common:
            break
        # A title across a table may be of two pieces, and the white in it is not between columns.
        if len(rows[at]) >= FULL * most:
            gaps = common
        most = max(most, len(rows[at]))
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
    rows: Sequence[Row],
    first: int,
    last: int,
    placed: list[PlacedRow],
    columns: Sequence[Span],
    taken: int,
) -> tuple[int, int, list[PlacedRow]]:
    """With the first line of the first label above it, and the last of the last one below.

    The rows before ``taken`` are of another table.
    """
    if first > taken and len(rows[first - 1]) == 1:
        above = placed_in(rows[first - 1], columns)
        if len(above) == 1 and goes_on(above, above, placed[0], columns):
            first, placed = first - 1, [above, *placed]
    while (
        first > taken and len(placed[0]) < len(columns) + 1 and _names_columns(rows, first, columns)
    ):
        first, placed = first - 1, [placed_in(rows[first - 1], columns), *placed]
    if last < len(rows) and len(rows[last]) == 1:
        below = placed_in(rows[last], columns)
        if len(below) == 1 and goes_on(placed[-1], placed[-1], below, columns):
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


def _draft(rows: Sequence[PlacedRow], columns: Sequence[Span]) -> TableDraft:
    headers = _header_count(rows)
    tops = [min(segment.top for _, _, segment in row) for row in rows]
    bottoms = [max(segment.bottom for _, _, segment in row) for row in rows]
    borders = _borders(columns)
    cells: list[CellDraft] = []
    for number, row in enumerate(rows):
        spread = _spread(row, columns) if number < headers else row
        for first, last, inside in cells_in(spread, len(columns)):
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


def _spread(row: PlacedRow, columns: Sequence[Span]) -> PlacedRow:
    """The cells of a header over all columns that they have in their middle."""
    cells = sorted(row, key=lambda cell: cell[0])
    if len(cells) >= len(columns) - 1 or any(first == 0 for first, _, _ in cells):
        return row
    found: PlacedRow = []
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


def _borders(columns: Sequence[Span]) -> list[float]:
    middles = [(one[1] + other[0]) / 2 for one, other in pairwise(columns)]
    return [columns[0][0], *middles, columns[-1][1]]


def _header_count(rows: Sequence[PlacedRow]) -> int:
    """How many rows at the top name columns: those without figures above those that have some."""
    figures = [
        sum(any(sign.isdigit() for sign in segment.text) for first, _, segment in row if first)
        for row in rows
    ]
    for number, count in enumerate(figures):
        if count:
            return number if number <= 3 else 1
    return 1
