"""The columns of a table without rules, and what stands in which."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from ocr_core.layout.rows import Row
from ocr_core.layout.segment import Segment, segment_of
from ocr_core.layout.signs import stays_with

# White between columns, in heights of a line.
LEAST_GAP = 0.6
# White between columns, in usual spaces between words.
_WIDER = 1.7
# Rows that tell where columns are have that share of the pieces of a row with many.
FULL = 0.6
# The share of those rows that may reach into the white between two columns.
_MOST_ACROSS = 0.1
# Where there are so many rows, one of them may.
_MANY_ROWS = 5
# Wider than between words, in heights of a line: where a border of columns parts a segment.
_LEAST_SPACE = 0.45
_SAME_EDGE = 0.3
# The part of a column, or of what is in it if that is less, that has to be covered.
_LEAST_INSIDE = 0.3
_SIGN_BEFORE = re.compile(r"^[$€£¥(]$")
_SIGN_BEHIND = re.compile(r"^[%)*]$")

Span = tuple[float, float]
PlacedRow = list[tuple[int, int, Segment]]
"""The segments of a row with the first and the last column that each stands in."""


def columns_of(rows: Sequence[Row]) -> list[Span]:
    """From where to where each column reaches, the white between them left out."""
    counts = sorted(len(row) for row in rows)
    most = counts[len(counts) * 9 // 10]
    full = [row for row in rows if len(row) >= max(2, FULL * most)]
    if len(full) < 2:
        return []
    height = median(segment.height for row in full for segment in row)
    least = max(LEAST_GAP * height, _WIDER * _usual_space(full))
    allowed = max(int(_MOST_ACROSS * len(full)), len(full) >= _MANY_ROWS)
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
        for first, last, segment in placed_in(row, columns):
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


def placed_in(row: Row, columns: Sequence[Span]) -> PlacedRow:
    """In which columns each segment stands, parted where the white between columns is in it."""
    return [
        (*_columns_under(part, columns), part)
        for segment in row
        for part in _parted(segment, columns)
    ]


def _columns_under(segment: Segment, columns: Sequence[Span]) -> tuple[int, int]:
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


def _parted(segment: Segment, columns: Sequence[Span]) -> Iterator[Segment]:
    """The segment, parted at borders of columns that run through a space in it."""
    borders = [
        ((one[1] + other[0]) / 2, other[0])
        for one, other in pairwise(columns)
        if segment.left < (one[1] + other[0]) / 2 < segment.right
    ]
    if not borders:
        yield segment
        return
    groups = [[segment.words[0]]]
    for one, other in pairwise(segment.words):
        space = (other.box.left - one.box.right) / segment.height
        is_parted = any(
            one.box.right <= border <= other.box.left
            and (
                space >= _LEAST_SPACE
                # A narrow one tells where the next word begins as others of its column do.
                or (space > 0 and abs(other.box.left - left) < _SAME_EDGE * segment.height)
            )
            for border, left in borders
        )
        if is_parted and not stays_with(one.word.text, other.word.text):
            groups.append([])
        groups[-1].append(other)
    for group in groups:
        yield segment_of(group, segment.line) if len(groups) > 1 else segment


def cells_in(row: PlacedRow, count: int) -> Iterator[tuple[int, int, list[Segment]]]:
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
