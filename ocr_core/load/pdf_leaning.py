"""Text that PDFium leaves out of a page's text for being of no width, made to have some.

Such is vertical text in a font that is neither in the file nor on the machine: letters
without a shape, one below the other. PDFium takes nothing of text objects narrower than
0.01 points (CPDF_TextPage, kSizeEpsilon). Leaned by a hair, they are wide enough.
"""

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pypdfium2.raw as pdfium

_MIN_WIDTH = 0.01
# A letter of ten points, the least of an object of two, becomes 0.02 points wide; one of a
# whole page is off by a point at its ends.
_LEAN = 0.002


_Handle = Any  # a pointer to a structure of PDFium's


@contextmanager
def leaned(texts: Sequence[_Handle]) -> Iterator[None]:
    """These text objects with a width, for as long as this lasts.

    Args:
        texts: the handles of a page's text objects; called under ``pdfium.LOCK``.
    """
    thin = [(text, middle) for text in texts if (middle := _middle_if_thin(text)) is not None]
    for text, middle in thin:
        pdfium.FPDFPageObj_Transform(text, 1, 0, _LEAN, 1, -_LEAN * middle, 0)
    try:
        yield
    finally:
        for text, middle in thin:
            pdfium.FPDFPageObj_Transform(text, 1, 0, -_LEAN, 1, _LEAN * middle, 0)


def _middle_if_thin(text: _Handle) -> float | None:
    """Half way up a text object whose letters are upright, and that has a height and no width."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(text, left, bottom, right, top):
        return None
    is_thin = right.value - left.value < _MIN_WIDTH < top.value - bottom.value
    return (bottom.value + top.value) / 2 if is_thin and _is_upright(text) else None


def _is_upright(text: _Handle) -> bool:
    """Not so is a space in text that stands on its side, which has no width either."""
    matrix = pdfium.FS_MATRIX()
    return bool(pdfium.FPDFPageObj_GetMatrix(text, matrix)) and abs(matrix.b) < abs(matrix.a)
