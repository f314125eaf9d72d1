"""Grids that rules draw, and the cells that they part."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ocr_core.layout.rules import Rules
from ocr_core.layout.strokes import Rule

# Heights of a line: by how much rules may miss each other where they meet, and how close they are
# to be one.
_MEETING = 0.6
_SAME = 0.45
# The share of a cell's edge that a rule has to cover.
_COVERED = 0.6


class Grid(NamedTuple):
    """Where rules are, and which parts of the grid they part."""

    xs: list[float]
    ys: list[float]
    level: list[Rule]
    upright: list[Rule]
    reach: float
    """How far from its place in the grid a rule may be."""


def connected(rules: Rules, height: float) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Rules that touch each other, directly or by others; ``height`` is that of a line."""
    reach = _MEETING * height
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


def grid_of(level: list[Rule], upright: list[Rule], height: float) -> Grid:
    """The grid of rules that are connected; ``height`` is that of a line of text."""
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
    return Grid(xs, ys, level, upright, _SAME * height)


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


def parting_columns(grid: Grid, row: int) -> tuple[int, ...]:
    """The numbers of inner borders of columns that are ruled in a row."""
    top, bottom = grid.ys[row], grid.ys[row + 1]
    return tuple(
        number
        for number in range(1, len(grid.xs) - 1)
        if _is_ruled(grid.upright, grid.xs[number], top, bottom, grid.reach)
    )


def structures(grid: Grid) -> Iterator[Grid]:
    """The grid in parts whose rows have columns in common.

    A form is drawn as one grid with rows of their own columns. A row without any columns belongs
    to a table that goes on as before behind it.
    """
    borders = [set(parting_columns(grid, row)) for row in range(len(grid.ys) - 1)]
    first = 0
    for row in range(1, len(borders)):
        above = set[int]().union(*borders[first:row])
        below = set[int]().union(*borders[row:])
        if borders[row] and above and not above & below:
            yield from _part(grid, first, row)
            first = row
    yield from _part(grid, first, len(borders))


def _part(grid: Grid, first: int, last: int) -> Iterator[Grid]:
    """Rows of a grid, with the columns that they have."""
    inner = {number for row in range(first, last) for number in parting_columns(grid, row)}
    if not inner:
        return
    xs = [grid.xs[0], *(grid.xs[number] for number in sorted(inner)), grid.xs[-1]]
    yield Grid(xs, grid.ys[first : last + 1], grid.level, grid.upright, grid.reach)


def between(borders: Sequence[float], value: float) -> int | None:
    """The number of the row or column that a value is in; ``None`` outside of all."""
    if not borders[0] <= value <= borders[-1]:
        return None
    return next(number for number, end in enumerate(borders[1:]) if value <= end)


def merged(grid: Grid) -> list[tuple[int, int, int, int]]:
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


def _by_row(places: Sequence[tuple[int, int]], grid: Grid) -> Iterator[tuple[int, int, int, int]]:
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
