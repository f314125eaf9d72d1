"""Where the characters of a PDF page's text layer stand, in PDF points, origin bottom left."""

import ctypes
from collections.abc import Sequence

import pypdfium2
import pypdfium2.raw as pdfium

Rectangle = tuple[float, float, float, float]
"""Left, bottom, right and top."""


def rectangles(text_page: pypdfium2.PdfTextPage, start: int, end: int) -> list[Rectangle]:
    """Those of the parts of a word: of letters of one size and font."""
    handle = text_page.raw
    found = []
    left, top, right, bottom = (ctypes.c_double() for _ in range(4))
    for index in range(pdfium.FPDFText_CountRects(handle, start, end - start)):
        if pdfium.FPDFText_GetRect(handle, index, left, top, right, bottom):
            found.append((left.value, bottom.value, right.value, top.value))
    return found


def rectangle(text_page: pypdfium2.PdfTextPage, index: int) -> Rectangle:
    """As large as the shape of one letter."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(text_page.raw, index, left, right, bottom, top)
    return left.value, bottom.value, right.value, top.value


def loose_rectangle(text_page: pypdfium2.PdfTextPage, index: int) -> Rectangle:
    """As high as its line and as wide as its advance, whatever a letter looks like."""
    found = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(text_page.raw, index, found)
    return found.left, found.bottom, found.right, found.top


def origin(text_page: pypdfium2.PdfTextPage, index: int) -> tuple[float, float]:
    """Where a letter was put: on its baseline, at its start from the left."""
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text_page.raw, index, x, y)
    return x.value, y.value


def around(found: Sequence[Rectangle]) -> Rectangle:
    """The smallest that holds them all."""
    lefts, bottoms, rights, tops = zip(*found, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)
