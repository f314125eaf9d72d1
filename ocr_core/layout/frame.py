"""How a page lies: which way its lines run, and where they would stand were they level."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from statistics import median
from typing import NamedTuple

from ocr_core.model import BoundingBox, Line
from ocr_core.text_direction import has_leftward_letters

# Below that, in pixels a pixel, a page counts as level: 10 pixels over the width of an A4 page.
_LEVEL = 0.004
# Lines of fewer letters have no slope that could be trusted.
_LONG = 12
# A line without direction of its own, this much higher than wide, stands on its side.
_HIGH = 2.0
_LETTERS_OF_HIGH = 4
_QUARTER = math.pi / 2


class Box(NamedTuple):
    """Edges of what stands on the levelled page, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def scaled(self, factor: float) -> "Box":
        """The same on a page that is larger by ``factor``."""
        if factor == 1:
            return self
        return Box(*(edge * factor for edge in self))


class Frame(NamedTuple):
    """The page turned by quarters, levelled and mirrored, so that it is read to the right.

    ``quarters`` says how often it was turned clockwise as sent, ``slope`` by how much its lines
    fall, in pixels a pixel. A page that is read from right to left is mirrored: nothing but this
    knows of it. Distances stay what they are.
    """

    width: int
    height: int
    quarters: int = 0
    slope: float = 0.0
    is_mirrored: bool = False

    @classmethod
    def of(cls, lines: Iterable[Line], size: tuple[int, int]) -> "Frame":
        """That of most of the text on a page of ``size``, width and height in pixels."""
        weights: defaultdict[int, int] = defaultdict(int)
        slopes: defaultdict[int, list[float]] = defaultdict(list)
        for line in lines:
            direction = direction_of(line)
            if direction is None:
                continue
            quarter, slope = direction
            weights[quarter] += len(line.text)
            if len(line.text) >= _LONG:
                slopes[quarter].append(slope)
        if not weights:
            return cls(*size)
        quarters = max(weights, key=weights.__getitem__)
        slope = median(slopes[quarters]) if slopes[quarters] else 0.0
        return cls(*size, quarters, slope if abs(slope) >= _LEVEL else 0.0)

    def scaled(self, factor: float) -> "Frame":
        """That of the page when it is larger by ``factor``."""
        width, height = round(self.width * factor), round(self.height * factor)
        return self._replace(width=width, height=height)

    def box(self, box: BoundingBox) -> Box:
        """Where a word, or a line that is level, stands on the levelled page."""
        left, top, right, bottom = self._turned(box)
        if not self.slope:
            return self.unmirrored(Box(left, top, right, bottom))
        middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
        x, y = middle_x + self.slope * middle_y, middle_y - self.slope * middle_x
        # A box around what is askew is higher than that by its climb.
        half = max(bottom - top - abs(self.slope) * (right - left), 0.3 * (bottom - top), 1.0) / 2
        width = right - left
        return self.unmirrored(Box(x - width / 2, y - half, x + width / 2, y + half))

    def on_page(self, box: Box) -> BoundingBox:
        """The box on the page as sent, around what stands in ``box`` of the levelled one."""
        box = self.unmirrored(box)
        scale = 1 + self.slope**2
        corners = [(x, y) for x in (box.left, box.right) for y in (box.top, box.bottom)]
        points = [
            self._turned_back((x - self.slope * y) / scale, (y + self.slope * x) / scale)
            for x, y in corners
        ]
        left, right = _edges([x for x, _ in points], self.width)
        top, bottom = _edges([y for _, y in points], self.height)
        return BoundingBox(left=left, top=top, right=right, bottom=bottom)

    @property
    def upright_size(self) -> tuple[int, int]:
        """Width and height of the page when its lines run to the right."""
        if self.quarters % 2:
            return self.height, self.width
        return self.width, self.height

    def unmirrored(self, box: Box) -> Box:
        """The box as it stands on the page, or turned round again, which is the same."""
        if not self.is_mirrored:
            return box
        width = self.upright_size[0]
        return Box(width - box.right, box.top, width - box.left, box.bottom)

    def _turned(self, box: BoundingBox) -> tuple[float, float, float, float]:
        if self.quarters == 1:
            return box.top, self.width - box.right, box.bottom, self.width - box.left
        if self.quarters == 2:
            return (
                self.width - box.right,
                self.height - box.bottom,
                self.width - box.left,
                self.height - box.top,
            )
        if self.quarters == 3:
            return self.height - box.bottom, box.left, self.height - box.top, box.right
        return box.left, box.top, box.right, box.bottom

    def _turned_back(self, x: float, y: float) -> tuple[float, float]:
        if self.quarters == 1:
            return self.width - y, x
        if self.quarters == 2:
            return self.width - x, self.height - y
        if self.quarters == 3:
            return y, self.height - x
        return x, y


def direction_of(line: Line) -> tuple[int, float] | None:
    """In which quarter a line runs (0 to the right, 1 downwards) and by how much it falls there.

    ``None`` where nothing tells: a word alone, of which no baseline is known.
    """
    vector = _vector(line)
    if vector is None:
        box = line.box
        is_high = box.bottom - box.top > _HIGH * (box.right - box.left)
        return (1, 0.0) if is_high and len(line.text) >= _LETTERS_OF_HIGH else None
    across, down = vector
    angle = math.atan2(down, across)
    quarter = round(angle / _QUARTER)
    return quarter % 4, math.tan(angle - quarter * _QUARTER)


def _vector(line: Line) -> tuple[float, float] | None:
    baseline = line.baseline
    if baseline is not None and (baseline.x1, baseline.y1) != (baseline.x2, baseline.y2):
        return baseline.x2 - baseline.x1, baseline.y2 - baseline.y1
    if len(line.words) < 2:
        return None
    first, last = line.words[0].box, line.words[-1].box
    across = (last.left + last.right - first.left - first.right) / 2
    down = (last.top + last.bottom - first.top - first.bottom) / 2
    if has_leftward_letters(line.text) and abs(across) > abs(down):
        # Of words in both directions the first and last say nothing; none stand on their head.
        return (abs(across), down if across > 0 else -down)
    return (across, down) if across or down else None


def _edges(values: Sequence[float], end: int) -> tuple[int, int]:
    low = min(max(0, math.floor(min(values) + 0.5)), end - 1)
    return low, min(max(low + 1, math.floor(max(values) + 0.5)), end)
