"""Tables whose cells are parted by rules."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from ocr_core.layout.cells import CellDraft, TableDraft
from ocr_core.layout.frame import Box
from ocr_core.layout.rows import rows_of
from ocr_core.layout.rules import Rule, Rules
from ocr_core.layout.segment import PlacedWord, Segment, segment_of

# Heights of a line: by how much rules may miss each other where they meet, and how close they are
# to be one.
_MEETING = 0.6
_SAME = 0.45
# The share of a cell's edge that a rule has to cover.
_COVERED = 0.6
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


class _Grid(NamedTuple):
    """Where rules are, and which parts of the grid they part."""

    xs: list[float]
    ys: list[float]
    level: list[Rule]
    upright: list[Rule]
    reach: float
    """How far from its place in the grid a rule may be."""


def ruled_tables(
    segments: Sequence[Segment], rules: Rules, height: float
) -> tuple[list[TableDraft], list[Segment]]:
    """The tables that rules draw, and the segments that are in none of them."""
    tables = []
    left = list(segments)
    for level, upright in _connected(rules, _MEETING * height):
        grid = _grid(level, upright, height)
        if len(grid.xs) < 3 or len(grid.ys) < 2:
            continue
        for part in _structures(grid):
            table, rest = _table(part, left)
            if table is not None:
                tables.append(table)
                left = rest
    return tables, left


def _connected(rules: Rules, reach: float) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Rules that touch each other, directly or by others."""
    parents = list(range(len(rules.level) + len(rules.upright)))

    def root(number: int) -> int:
        while parents[number] != number:
            parents[number] = parents[parents[number]]
            number = parents[number]
        return number

    for number, level in enumerate(rules.level):
        for other, upright in enumerate(rules.upright, len(rules.level)):
            if (
                level.start - reach <= upright.at <= level.end + reach
                and upright.start - reach <= level.at <= upright.end + reach
            ):
                parents[root(number)] = root(other)
    groups: defaultdict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for number, level in enumerate(rules.level):
        groups[root(number)][0].append(level)
    for other, upright in enumerate(rules.upright, len(rules.level)):
        groups[root(other)][1].append(upright)
    return (group for group in groups.values() if len(group[0]) > 1 and group[1])


def _grid(level: list[Rule], upright: list[Rule], height: float) -> _Grid:
    xs = _places([rule.at for rule in upright], _SAME * height)
    ys = _places([rule.at for rule in level], _SAME * height)
    # Tables without rules at their sides: the others show how far they reach.
    start, end = min(rule.start for rule in level), max(rule.end for rule in level)
    if start < xs[0] - 2 * height:
        xs.insert(0, start)
    if end > xs[-1] + 2 * height:
        xs.append(end)
    start, end = min(rule.start for rule in upright), max(rule.end for rule in upright)
    if start < ys[0] - height:
        ys.insert(0, start)
    if end > ys[-1] + height:
        ys.append(end)
    return _Grid(xs, ys, level, upright, _SAME * height)


def _places(values: Sequence[float], same: float) -> list[float]:
    """The values, those close to each other as one."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= same:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(group) / len(group) for group in groups]


def _is_ruled(rules: Sequence[Rule], at: float, start: float, end: float, reach: float) -> bool:
    """Whether rules cover most of an edge."""
    covered = 0.0
    for rule in rules:
        if abs(rule.at - at) <= reach:
            covered += max(0.0, min(end, rule.end) - max(start, rule.start))
    return covered >= _COVERED * (end - start)


def _parting_columns(grid: _Grid, row: int) -> tuple[int, ...]:
    """The numbers of inner borders of columns that are ruled in a row."""
    top, bottom = grid.ys[row], grid.ys[row + 1]
    return tuple(
        number
        for number in range(1, len(grid.xs) - 1)
        if _is_ruled(grid.upright, grid.xs[number], top, bottom, grid.reach)
    )


def _structures(grid: _Grid) -> Iterator[_Grid]:
    """The grid in parts whose rows have columns in common.

    A form is drawn as one grid with rows of their own columns. A row without any columns belongs
    to a table that goes on as before behind it.
    """
    borders = [set(_parting_columns(grid, row)) for row in range(len(grid.ys) - 1)]
    first = 0
    for row in range(1, len(borders)):
        above = set[int]().union(*borders[first:row])
        below = set[int]().union(*borders[row:])
        if borders[row] and above and not above & below:
            yield from _part(grid, first, row)
            first = row
    yield from _part(grid, first, len(borders))


def _part(grid: _Grid, first: int, last: int) -> Iterator[_Grid]:
    """Rows of a grid, with the columns that they have."""
    inner = {number for row in range(first, last) for number in _parting_columns(grid, row)}
    if not inner:
        return
    xs = [grid.xs[0], *(grid.xs[number] for number in sorted(inner)), grid.xs[-1]]
    yield _Grid(xs, grid.ys[first : last + 1], grid.level, grid.upright, grid.reach)


def _table(grid: _Grid, segments: Sequence[Segment]) -> tuple[TableDraft | None, list[Segment]]:
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
        for row, column, row_span, column_span in _merged(grid)
    ]
    box = Box(grid.xs[0], grid.ys[0], grid.xs[-1], grid.ys[-1])
    table = TableDraft(box, len(grid.ys) - 1, len(grid.xs) - 1, tuple(cells))
    if _is_page(table.cells):
        return None, list(segments)
    table = _with_rows_parted(table)
    if not _is_table(table.cells):
        return None, list(segments)
    return _with_headers(table), rest


def _trimmed(grid: _Grid, segments: Sequence[Segment]) -> _Grid:
    """Without rows at its ends that have no columns, but for a title of one line."""
    first, last = 0, len(grid.ys) - 1
    while last - first > 1 and not _parting_columns(grid, last - 1):
        last -= 1
    while last - first > 1 and not _parting_columns(grid, first):
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
    segment: Segment, grid: _Grid
) -> tuple[list[PlacedWord], dict[tuple[int, int], list[PlacedWord]]]:
    """The words of a segment outside of the grid, and those inside by their place."""
    outside: list[PlacedWord] = []
    placed: defaultdict[tuple[int, int], list[PlacedWord]] = defaultdict(list)
    for word in segment.words:
        box = word.box
        row = _between(grid.ys, (box.top + box.bottom) / 2)
        column = _between(grid.xs, (box.left + box.right) / 2)
        if row is None or column is None:
            outside.append(word)
        else:
            placed[(row, column)].append(word)
    return outside, placed


def _between(borders: Sequence[float], value: float) -> int | None:
    if not borders[0] <= value <= borders[-1]:
        return None
    return next(number for number, end in enumerate(borders[1:]) if value <= end)


def _merged(grid: _Grid) -> list[tuple[int, int, int, int]]:
    """Row, column and spans of each cell: what no rule parts is one."""
    rows, columns = len(grid.ys) - 1, len(grid.xs) - 1
    parents = {(row, column): (row, column) for row in range(rows) for column in range(columns)}

    def root(place: tuple[int, int]) -> tuple[int, int]:
        while parents[place] != place:
            place = parents[place]
        return place

    for row in range(rows):
        for column in range(columns):
            top, bottom = grid.ys[row], grid.ys[row + 1]
            left, right = grid.xs[column], grid.xs[column + 1]
            if column + 1 < columns and not _is_ruled(grid.upright, right, top, bottom, grid.reach):
                parents[root((row, column + 1))] = root((row, column))
            if row + 1 < rows and not _is_ruled(grid.level, bottom, left, right, grid.reach):
                parents[root((row + 1, column))] = root((row, column))
    groups: defaultdict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for place in parents:
        groups[root(place)].append(place)
    cells = []
    for places in groups.values():
        first_row, last_row = min(row for row, _ in places), max(row for row, _ in places)
        first, last = min(column for _, column in places), max(column for _, column in places)
        row_span, column_span = last_row - first_row + 1, last - first + 1
        if row_span * column_span == len(places):
            cells.append((first_row, first, row_span, column_span))
        else:
            cells += _by_row(places, grid)
    return sorted(cells)


def _by_row(places: Sequence[tuple[int, int]], grid: _Grid) -> Iterator[tuple[int, int, int, int]]:
    """Places that are no rectangle, as cells of one row each."""
    for row in sorted({row for row, _ in places}):
        first = last = -1
        for column in sorted(column for at, column in places if at == row):
            top, bottom = grid.ys[row], grid.ys[row + 1]
            is_next = first >= 0 and column == last + 1
            if is_next and not _is_ruled(grid.upright, grid.xs[column], top, bottom, grid.reach):
                last = column
                continue
            if first >= 0:
                yield row, first, 1, last - first + 1
            first = last = column
        yield row, first, 1, last - first + 1


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
