"""Where a line of text stands on a page: its four corners, in pixels.

They go clockwise from where the reading begins, at the top of the letters, so that a line that
stands on its side or on its head has its first corner elsewhere than at its top left.
"""

import math
from collections.abc import Sequence
from typing import TypeAlias

from ocr_core.model import Baseline, BoundingBox

Point: TypeAlias = tuple[float, float]
Corners: TypeAlias = tuple[Point, Point, Point, Point]

# The share of a line's height that lies below its baseline: feet of a g, the detector's margin.
_FEET = 0.2


def box_of(corners: Corners, start: float, end: float, size: tuple[int, int]) -> BoundingBox:
    """The box around a part of a line, on the page and not empty.

    Args:
        corners: of the line.
        start: where the part begins, as a share of the line's length.
        end: where it ends.
        size: width and height of the page in pixels.
    """
    first, second, third, fourth = corners
    points = [
        _between(one, other, share)
        for one, other in ((first, second), (fourth, third))
        for share in (start, end)
    ]
    left, right = _edges([x for x, _ in points], size[0])
    top, bottom = _edges([y for _, y in points], size[1])
    return BoundingBox(left=left, top=top, right=right, bottom=bottom)


def baseline_of(first: Corners, last: Corners) -> Baseline:
    """What the letters of a line stand on, from where it begins to where it ends.

    Args:
        first: of the line's first part.
        last: of its last, which may be the same.
    """
    (x1, y1), (x2, y2) = (
        _between(first[3], first[0], _FEET),
        _between(last[2], last[1], _FEET),
    )
    return Baseline(x1=round(x1), y1=round(y1), x2=round(x2), y2=round(y2))


def _between(one: Point, other: Point, share: float) -> Point:
    return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share


def _edges(values: Sequence[float], end: int) -> tuple[int, int]:
    low = min(max(0, math.floor(min(values))), end - 1)
    return low, min(max(low + 1, math.ceil(max(values))), end)
