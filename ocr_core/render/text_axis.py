"""The line that the letters of a line of text stand on."""

import math
from collections.abc import Sequence
from typing import NamedTuple, Self

from ocr_core.model import Baseline, BlockKind, BoundingBox, Line
from ocr_core.render.glyphless_font import ASCENT, DESCENT

# The share of a line's height that lies below its baseline.
_FEET = DESCENT / (ASCENT + DESCENT)
# The sine of the angle, 15 degrees, up to which a line's words are written straight.
_STRAIGHT = 0.26
# A line's box this much higher than its words belongs to a line that is not level.
_SKEWED = 1.5


class TextAxis(NamedTuple):
    """Through a point, in a direction of length 1, in pixels, y downwards."""

    x: float
    y: float
    dx: float
    dy: float

    @classmethod
    def of(cls, line: Line, kind: BlockKind) -> Self:
        """The baseline, or where it may be supposed in a block of that kind."""
        known = cls._through(line.baseline) if line.baseline else None
        if known and known.reach(line) > 0:
            return known
        box = line.box
        if kind is BlockKind.VERTICAL_TEXT and box.bottom - box.top > box.right - box.left:
            # Turned by a quarter, letters have their feet on the left.
            return cls(box.left + _FEET * (box.right - box.left), box.top, 0.0, 1.0)
        height = _usual([part.bottom - part.top for part in _boxes(line)])
        level = cls(box.left, box.bottom - _FEET * height, 1.0, 0.0)
        if box.bottom - box.top < _SKEWED * height:
            return level
        first, *_, last = sorted(_boxes(line) * 2, key=lambda part: part.left)
        climb = Baseline(x1=first.left, y1=first.bottom, x2=last.right, y2=last.bottom)
        return cls._through(climb) or level

    @classmethod
    def _through(cls, baseline: Baseline) -> Self | None:
        """Along ``baseline``; ``None`` where it is a point."""
        dx, dy = baseline.x2 - baseline.x1, baseline.y2 - baseline.y1
        length = math.hypot(dx, dy)
        return cls(baseline.x1, baseline.y1, dx / length, dy / length) if length else None

    def extent(self, box: BoundingBox) -> tuple[float, float]:
        """Where along the axis a box starts and ends, seen across the axis' main direction."""
        if abs(self.dx) >= abs(self.dy):
            ends = ((box.left - self.x) / self.dx, (box.right - self.x) / self.dx)
        else:
            ends = ((box.top - self.y) / self.dy, (box.bottom - self.y) / self.dy)
        return min(ends), max(ends)

    def letters(self) -> tuple[float, float]:
        """The direction that letters are written in: straight where the axis is nearly so.

        Of a line that climbs by a degree or two, poppler takes every few letters for a
        word of their own; it finds words together that stand on a stair.
        """
        if min(abs(self.dx), abs(self.dy)) > _STRAIGHT:
            return self.dx, self.dy
        return float(round(self.dx)), float(round(self.dy))

    def origin(self, start: float, end: float) -> tuple[float, float]:
        """Where letters begin that have their middle over that of a stretch of the axis."""
        middle, half = (start + end) / 2, (end - start) / 2
        dx, dy = self.letters()
        return self.x + middle * self.dx - half * dx, self.y + middle * self.dy - half * dy

    def above(self, x: float, y: float) -> float:
        """How far above the axis a point lies."""
        return (x - self.x) * self.dy - (y - self.y) * self.dx

    def reach(self, line: Line) -> float:
        """How far most words of its line reach above the axis, at the middle of their length."""
        return _usual([self._height(box) for box in _boxes(line)])

    def _height(self, box: BoundingBox) -> float:
        x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        upright = abs(self.dx) >= abs(self.dy)
        edges = [(x, box.top), (x, box.bottom)] if upright else [(box.left, y), (box.right, y)]
        return max(self.above(*edge) for edge in edges)


def _usual(sizes: Sequence[float]) -> float:
    """The upper quartile: words without a tall letter do not count, nor does one speck."""
    return sorted(sizes)[len(sizes) * 3 // 4]


def _boxes(line: Line) -> list[BoundingBox]:
    return [word.box for word in line.words] or [line.box]
