"""Where lines of text are on a page, by PP-OCR's detection model."""

import threading
from typing import TypeAlias

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray
from rapidocr.ch_ppocr_det import TextDetector

Pixels: TypeAlias = MatLike
"""8-bit grey: shape (height, width)."""
Quad: TypeAlias = NDArray[np.float32]
"""The corners of a line as an array: shape (4, 2); see ``corners``."""
Region: TypeAlias = tuple[int, int, int, int]
"""The left, top, right and bottom edge of a part of a page, in pixels."""

# The size in which lines are looked for: a short side of at least, a long one of at most, pixels.
_SHORT_SIDE, _LONG_SIDE = 736, 1600
# More is no better for what is small, down to letters of seven pixels: ADR 0024.
_MOST_ENLARGED = 3.0
# The network takes multiples of this.
_SIDE_STEP = 32
# A page that is wider, in its heights, gets a margin: lines at its very edge are not found.
_WIDEST = 8


class LineFinder:
    """Finds lines. Safe to call from several threads at once."""

    def __init__(self, detector: TextDetector) -> None:
        """Look for lines with this model."""
        self._detector = detector
        # Looking for lines takes half a gigabyte for as long as it lasts: one page at a time.
        self._detecting = threading.Lock()

    def find(self, page: Pixels, region: Region) -> list[Quad]:
        """Where lines are in a region of the page, in pixels of the page.

        The corners start at the top left of the page, not of the letters. How large the region is
        looked at depends on the page alone.
        """
        left, top, right, bottom = region
        framed_height, scale = _frame(*page.shape[:2])
        part = page[top:bottom, left:right]
        height, width = part.shape[:2]
        small = scaled(part, (max(1, round(width * scale)), max(1, round(height * scale))))
        above = round(max(0, framed_height - page.shape[0]) * scale / 2)
        with self._detecting:
            boxes = self._detector(in_colour(_framed(small, above))).boxes
        if boxes is None:
            return []
        return list(((boxes - (0, above)) / scale + (left, top)).astype(np.float32))


def _frame(height: int, width: int) -> tuple[int, float]:
    """The height of a page with its margin, and how much larger it is looked at."""
    framed_height = max(height, width // _WIDEST)
    scale = min(_MOST_ENLARGED, max(1.0, _SHORT_SIDE / min(width, framed_height)))
    return framed_height, min(scale, _LONG_SIDE / max(width, framed_height))


def scaled(image: Pixels, size: tuple[int, int]) -> Pixels:
    """In another size, (width, height)."""
    shrinks = size[1] < image.shape[0]
    return cv2.resize(image, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)


def in_colour(image: Pixels) -> MatLike:
    """The three equal channels that the models take: shape (height, width, 3)."""
    return cv2.cvtColor(image, cv2.COLOR_GRAY2BGR)


def _framed(image: Pixels, margin: int) -> Pixels:
    """With its edges drawn out: by ``margin`` above and below, and to the steps of the network."""
    height, width = image.shape[:2]
    right = -width % _SIDE_STEP
    below = margin + -(height + 2 * margin) % _SIDE_STEP
    return cv2.copyMakeBorder(image, margin, below, 0, right, cv2.BORDER_REPLICATE)
