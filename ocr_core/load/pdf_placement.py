"""Where the points of a PDF page are among the pixels that show it."""

import ctypes
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from ocr_core.load.pdf_words import PdfWord
from ocr_core.model import BoundingBox

# FPDF_PageToDevice gives whole device units: over this many they are fractions of a page.
_DEVICE = 1_000_000
_STEP_POINTS = 100


class Placement:
    """From PDF points to the pixels of the page as it is shown."""

    def __init__(self, page: pypdfium2.PdfPage, size: tuple[int, int]) -> None:
        """Take the page's rotation and crop box from PDFium.

        Args:
            page: the page.
            size: width and height in pixels.
        """
        origin, along_x, along_y = (_device(page, *point) for point in ((0, 0), (1, 0), (0, 1)))
        self._axes = [
            _Axis(
                a=(along_x[axis] - origin[axis]) * extent / _STEP_POINTS,
                b=(along_y[axis] - origin[axis]) * extent / _STEP_POINTS,
                c=origin[axis] * extent,
                extent=extent,
            )
            for axis, extent in enumerate(size)
        ]

    def box(self, word: PdfWord) -> BoundingBox | None:
        """The pixels that a word covers, one at least; none for a word outside the page."""
        across, down = (_span(word, axis) for axis in self._axes)
        if across is None or down is None:
            return None
        return BoundingBox(left=across[0], top=down[0], right=across[1], bottom=down[1])


class _Axis(NamedTuple):
    """Pixels along one edge of the page: ``a * x + b * y + c``, from 0 to ``extent``."""

    a: float
    b: float
    c: float
    extent: int


def _span(word: PdfWord, axis: _Axis) -> tuple[int, int] | None:
    """The first pixel of a word, and the one after the last."""
    a, b, c, extent = axis
    x_ends, y_ends = (a * word.left, a * word.right), (b * word.bottom, b * word.top)
    low, high = min(x_ends) + min(y_ends) + c, max(x_ends) + max(y_ends) + c
    if high <= 0 or low >= extent:
        return None
    first = max(int(low), 0)
    return first, min(max(round(high), first + 1), extent)


def _device(page: pypdfium2.PdfPage, x_steps: int, y_steps: int) -> tuple[float, float]:
    """Where a point of the page is shown, as fractions of its width and height.

    PDFium knows the page's rotation and the corner of its crop box.
    """
    x, y = ctypes.c_int(), ctypes.c_int()
    at = (x_steps * _STEP_POINTS, y_steps * _STEP_POINTS)
    pdfium.FPDF_PageToDevice(page, 0, 0, _DEVICE, _DEVICE, 0, *at, x, y)
    return x.value / _DEVICE, y.value / _DEVICE
