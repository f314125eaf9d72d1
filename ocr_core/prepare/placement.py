"""Where the pixels of a prepared image stand on the page as it was sent."""

import math
from dataclasses import dataclass
from typing import Self

from ocr_core.model import Baseline, BoundingBox

Size = tuple[int, int]
"""Width and height in pixels."""


@dataclass(frozen=True, slots=True)
class Placement:
    """An affine map: ``x = a·x' + b·y' + c`` and ``y = d·x' + e·y' + f``.

    ``x'`` and ``y'`` count from the left and top edge of the prepared image, ``x`` and ``y`` from
    those of the page, so that a pixel is a square between whole numbers, and quarter turns are
    exact. The order of the numbers is that of Pillow's ``Image.Transform.AFFINE``.
    """

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 0.0
    e: float = 1.0
    f: float = 0.0

    @classmethod
    def of_quarter_turn(cls, degrees: int, size: Size) -> Self:
        """Of an image of ``size`` that was turned clockwise by 90, 180 or 270 ``degrees``."""
        width, height = size
        if degrees == 90:
            return cls(0, 1, 0, -1, 0, height)
        if degrees == 180:
            return cls(-1, 0, width, 0, -1, height)
        return cls(0, -1, width, 1, 0, 0)

    @property
    def matrix(self) -> tuple[float, float, float, float, float, float]:
        """Its six numbers, as Pillow takes them."""
        return self.a, self.b, self.c, self.d, self.e, self.f

    def after(self, inner: Self) -> "Placement":
        """The map that takes ``inner`` first and then this one."""
        x, y = self.point(inner.c, inner.f)
        return Placement(
            self.a * inner.a + self.b * inner.d,
            self.a * inner.b + self.b * inner.e,
            x,
            self.d * inner.a + self.e * inner.d,
            self.d * inner.b + self.e * inner.e,
            y,
        )

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the prepared image is on the page."""
        return self.a * x + self.b * y + self.c, self.d * x + self.e * y + self.f

    def box(self, box: BoundingBox, size: Size) -> BoundingBox:
        """The box around the same on a page of ``size``: inside of it, and not empty."""
        corners = [self.point(x, y) for x in (box.left, box.right) for y in (box.top, box.bottom)]
        left, right = _edges([x for x, _ in corners], size[0])
        top, bottom = _edges([y for _, y in corners], size[1])
        return BoundingBox(left=left, top=top, right=right, bottom=bottom)

    def baseline(self, baseline: Baseline) -> Baseline:
        """The same baseline on the page."""
        x1, y1 = self.point(baseline.x1, baseline.y1)
        x2, y2 = self.point(baseline.x2, baseline.y2)
        return Baseline(x1=round(x1), y1=round(y1), x2=round(x2), y2=round(y2))


def _edges(values: list[float], end: int) -> tuple[int, int]:
    """Whole pixels around ``values``: rounded to the nearest, at least one, within 0 to ``end``."""
    low = min(max(0, math.floor(min(values) + 0.5)), end - 1)
    return low, min(max(low + 1, math.floor(max(values) + 0.5)), end)
