"""Segments that stand beside each other: the rows of a part of the page."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from statistics import median

from ocr_core.layout.segment import Segment

# The part of the lower of two segments that stands beside the other when they are in one row.
_LEAST_OVERLAP = 0.5
# Of one line of the engine's, by which segments may stand higher or lower, in heights.
_SAME_LINE = 0.75
# What is this much lower than the segment before it is a speck, a dash or a dot: it does not tell
# where the row goes on.
_SPECK = 0.5

Row = list[Segment]
"""Segments from the left to the right."""


def rows_of(segments: Iterable[Segment]) -> list[Row]:
    """Rows from the top, segments from the left.

    A segment is compared with the last one of a row alone, so that a row may rise or fall on
    paper that is not flat.
    """
    ordered = sorted(segments, key=lambda segment: (segment.left, segment.top))
    if not ordered:
        return []
    step = max(1.0, 2 * median(segment.height for segment in ordered))
    rows: list[Row] = []
    ends: list[Segment] = []
    near: defaultdict[int, set[int]] = defaultdict(set)
    for segment in ordered:
        numbers = {number for place in _places(segment, step) for number in near[place]}
        best = max(numbers, key=lambda number: _overlap(ends[number], segment), default=None)
        if best is None or _overlap(ends[best], segment) < _LEAST_OVERLAP:
            best = len(rows)
            rows.append([segment])
            ends.append(segment)
        else:
            rows[best].append(segment)
            if segment.height < _SPECK * ends[best].height:
                continue
            for place in _places(ends[best], step):
                near[place].discard(best)
            ends[best] = segment
        for place in _places(segment, step):
            near[place].add(best)
    return sorted(rows, key=middle_of)


def _places(segment: Segment, step: float) -> range:
    """The strips of the page, ``step`` high, that it reaches into."""
    return range(int(segment.top // step), int(segment.bottom // step) + 1)


def middle_of(row: Sequence[Segment]) -> float:
    """How far down the middle of a row is."""
    return sum(segment.middle for segment in row) / len(row)


def height_of(row: Sequence[Segment]) -> float:
    """That of its letters."""
    return max(segment.height for segment in row)


def _overlap(one: Segment, other: Segment) -> float:
    """The part of the lower one that stands beside the other, which is to its left."""
    if other.left < (one.left + one.right) / 2:
        return 0.0
    if one.line is other.line and abs(one.middle - other.middle) < _SAME_LINE * max(
        one.height, other.height
    ):
        return 1.0
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared / max(1.0, min(one.bottom - one.top, other.bottom - other.top))
