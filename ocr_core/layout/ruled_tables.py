"""Tables whose cells are parted by rules."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from ocr_core.layout.cells import CellDraft, TableDraft
from ocr_core.layout.frame import Box
from ocr_core.layout.grid import (
    Grid,
    between,
    connected,
    grid_of,
    merged,
    parting_columns,
    structures,
)
from ocr_core.layout.rows import rows_of
from ocr_core.layout.rules import Rules
from ocr_core.layout.segment import PlacedWord, Segment, segment_of

# Characters in the typical cell of what is no table but a page in frames.
_MOST_CHARACTERS = 400
# The share of cells that have text, in rows that have any.
_LEAST_FILLED = 0.3
# White, in heights of a line, below which text goes on over a rule, and how often it may, a cell.
_CUT = 0.35
_MOST_CUTS = 0.2
# Characters in the title of a table, which stands in its first row.
_MOST_OF_TITLE = 80
# Rows of the grid that show that each row is ruled, and the lines in one that show it is not.
_RULED_ROWS = 3
_LINES_OF_UNRULED = 6


def ruled_tables(
    segments: Sequence[Segment], rules: Rules, height: float
) -> tuple[list[TableDraft], list[Segment]]:
    """The tables that rules draw, and the segments that are in none of them."""
    tables = []
    left = list(segments)
    for level, upright in connected(rules, height):
        grid = grid_of(level, upright, height)
        if len(grid.xs) < 3 or len(grid.ys) < 2:
            continue
        for part in structures(grid):
            table, rest = _table(part, left)
            if table is not None:
                tables.append(table)
                left = rest
    return tables, left


def _table(grid: Grid, segments: Sequence[Segment]) -> tuple[TableDraft | None, list[Segment]]:
    """The table of a grid, with the words that stand in it, and the segments that do not."""
    grid = _trimmed(grid, segments)
    rest: list[Segment] = []
    inside: defaultdict[tuple[int, int], list[Segment]] = defaultdict(list)
    for segment in segments:
        outside, placed = _shared_out(segment, grid)
        if outside:
            rest.append(segment_of(outside, segment.line) if placed else segment)
        for place, words in placed.items():
            inside[place].append(segment_of(words, segment.line))
    cells = [
        CellDraft(
            row,
            column,
            row_span,
            column_span,
            Box(
                grid.xs[column],
                grid.ys[row],
                grid.xs[column + column_span],
                grid.ys[row + row_span],
            ),
            tuple(
                segment
                for inner_row in range(row, row + row_span)
                for inner_column in range(column, column + column_span)
                for segment in inside[(inner_row, inner_column)]
            ),
        )
        for row, column, row_span, column_span in merged(grid)
    ]
    box = Box(grid.xs[0], grid.ys[0], grid.xs[-1], grid.ys[-1])
    table = TableDraft(box, len(grid.ys) - 1, len(grid.xs) - 1, tuple(cells))
    if _is_page(table.cells):
        return None, list(segments)
    table = _with_rows_parted(table)
    if not _is_table(table.cells):
        return None, list(segments)
    return _with_headers(table), rest


def _trimmed(grid: Grid, segments: Sequence[Segment]) -> Grid:
    """Without rows at its ends that have no columns, but for a title of one line."""
    first, last = 0, len(grid.ys) - 1
    while last - first > 1 and not parting_columns(grid, last - 1):
        last -= 1
    while last - first > 1 and not parting_columns(grid, first):
        first += 1
    if first:
        title = sum(
            segment.characters
            for segment in segments
            if grid.ys[first - 1] <= segment.middle <= grid.ys[first]
            and grid.xs[0] <= segment.left <= grid.xs[-1]
        )
        first -= 0 < title <= _MOST_OF_TITLE
    return grid._replace(ys=grid.ys[first : last + 1])


def _with_rows_parted(table: TableDraft) -> TableDraft:
    """With the lines of large cells as rows, where no rules part rows.

    That is so where a few rows of the grid have many lines, and most of these have text in
    several columns.
    """
    lines = [_lines_of_row(cells) for cells in table.rows()]
    least = 2 if table.row_count < _RULED_ROWS else _LINES_OF_UNRULED
    cells: list[CellDraft] = []
    added = 0
    for number, (row, found) in enumerate(zip(table.rows(), lines, strict=True)):
        several = sum(len({place for place, _ in line}) > 1 for line in found)
        is_header = number == 0 and table.row_count > 1
        if (
            not is_header
            and len(found) >= least
            and several >= max(2, len(found) / 2)
            and all(cell.row_span == 1 for cell in row)
        ):
            cells += _parted(row, found, number + added)
            added += len(found) - 1
        else:
            cells += [cell._replace(row=cell.row + added) for cell in row]
    if not added:
        return table
    return table._replace(row_count=table.row_count + added, cells=tuple(cells))


def _lines_of_row(cells: Sequence[CellDraft]) -> list[list[tuple[int, Segment]]]:
    """The lines of text in a row of the grid: segments with the number of their cell."""
    places = {id(segment): number for number, cell in enumerate(cells) for segment in cell.segments}
    segments = [segment for cell in cells for segment in cell.segments]
    return [[(places[id(segment)], segment) for segment in row] for row in rows_of(segments)]


def _parted(
    row: Sequence[CellDraft], lines: Sequence[list[tuple[int, Segment]]], first: int
) -> Iterator[CellDraft]:
    """The cells of a row of the grid, one for each of its lines."""
    tops = [min(segment.top for _, segment in line) for line in lines]
    borders = [row[0].box.top, *tops[1:], row[0].box.bottom]
    for number, line in enumerate(lines):
        for place, cell in enumerate(row):
            yield cell._replace(
                row=first + number,
                box=cell.box._replace(top=borders[number], bottom=borders[number + 1]),
                segments=tuple(segment for at, segment in line if at == place),
            )


def _shared_out(
    segment: Segment, grid: Grid
) -> tuple[list[PlacedWord], dict[tuple[int, int], list[PlacedWord]]]:
    """The words of a segment outside of the grid, and those inside by their place."""
    outside: list[PlacedWord] = []
    placed: defaultdict[tuple[int, int], list[PlacedWord]] = defaultdict(list)
    for word in segment.words:
        box = word.box
        row = between(grid.ys, (box.top + box.bottom) / 2)
        column = between(grid.xs, (box.left + box.right) / 2)
        if row is None or column is None:
            outside.append(word)
        else:
            placed[(row, column)].append(word)
    return outside, placed


def _is_table(cells: Sequence[CellDraft]) -> bool:
    """Whether cells of a grid have text of their own."""
    filled = [cell for cell in cells if cell.segments]
    used = {cell.row for cell in filled}
    rows = [sum(cell.row == row for cell in filled) for row in used]
    if len(filled) < 3 or sum(count > 1 for count in rows) < 2:
        return False
    if len(filled) < _LEAST_FILLED * sum(cell.row in used for cell in cells):
        return False
    return _cuts(cells) <= _MOST_CUTS * len(filled)


def _is_page(cells: Sequence[CellDraft]) -> bool:
    """Whether most cells have as much text as columns of a page."""
    counts = [
        sum(segment.characters for segment in cell.segments) for cell in cells if cell.segments
    ]
    return not counts or median(counts) > _MOST_CHARACTERS


def _cuts(cells: Sequence[CellDraft]) -> int:
    """How often text goes on from one cell to the next, as if no rule were there."""
    ends: defaultdict[int, list[Segment]] = defaultdict(list)
    for cell in cells:
        for segment in cell.segments:
            ends[id(segment.line)].append(segment)
    return sum(
        abs(other.left - one.right) < _CUT * one.height
        for parts in ends.values()
        for one, other in pairwise(sorted(parts, key=lambda part: part.left))
    )


def _with_headers(table: TableDraft) -> TableDraft:
    """The first row is the header where there are figures below it and none in it."""
    rows = table.rows()
    if len(rows) < 2:
        return table

    def figures(cells: Sequence[CellDraft]) -> int:
        return sum(
            any(sign.isdigit() for segment in cell.segments for sign in segment.text)
            for cell in cells
        )

    headers = 0
    while headers < min(3, len(rows) - 1) and not figures(rows[headers]):
        headers += 1
    if headers == min(3, len(rows) - 1):
        headers = 1
    return table._replace(
        cells=tuple(cell._replace(is_header=cell.row < headers) for cell in table.cells)
    )
