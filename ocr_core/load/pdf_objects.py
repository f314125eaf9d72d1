"""What is painted on a PDF page: text, pictures and shapes."""

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

# As far down as pypdfium2 looks on its own; what is in deeper forms counts as no text.
_MAX_DEPTH = 15
# Pages beyond this are drawings; reading the pixels has its own limits.
_MAX_OBJECTS = 50_000

_Matrix = tuple[float, float, float, float, float, float]
_ON_PAGE: _Matrix = (1, 0, 0, 1, 0, 0)
_Handle = Any  # a pointer to a structure of PDFium's


class PageObjects:
    """The objects of a page, those in its forms too."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self.texts: list[_Handle] = []
        self.invisible_text_count = 0
        self.picture_share = 0.0
        """How much of the page pictures cover, 0 to 1, or more where they overlap."""
        self.shape_count = 0
        """Pictures, paths and shadings."""
        self._page = page
        self._count = 0
        self._add_all(
            page.raw, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, _MAX_DEPTH, _ON_PAGE
        )

    @property
    def are_too_many(self) -> bool:
        """Whether there are more than were looked at."""
        return self._count > _MAX_OBJECTS

    def _add_all(
        self,
        parent: _Handle,
        count: Callable[[_Handle], int],
        get: Callable[[_Handle, int], _Handle],
        depth: int,
        matrix: _Matrix,
    ) -> None:
        for index in range(count(parent)):
            self._count += 1
            if self.are_too_many:
                return
            self._add(get(parent, index), depth, matrix)

    def _add(self, item: _Handle, depth: int, matrix: _Matrix) -> None:
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            self.texts.append(item)
            mode = pdfium.FPDFTextObj_GetTextRenderMode(item)
            self.invisible_text_count += mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
        elif kind == pdfium.FPDF_PAGEOBJ_FORM:
            if depth > 1:
                count, get = pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject
                self._add_all(item, count, get, depth - 1, _inside(item, matrix))
        else:
            self.shape_count += 1
            if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                self.picture_share += _share_of_page(self._page, _bounds(item, matrix))


def _inside(form: _Handle, matrix: _Matrix) -> _Matrix:
    """From a form's coordinates to those of the page; ``matrix`` is from its parent's."""
    own = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(form, own):
        raise pypdfium2.PdfiumError("Failed to locate a form.")
    a, b, c, d, e, f = matrix
    return (
        own.a * a + own.b * c,
        own.a * b + own.b * d,
        own.c * a + own.d * c,
        own.c * b + own.d * d,
        own.e * a + own.f * c + e,
        own.e * b + own.f * d + f,
    )


def _share_of_page(page: pypdfium2.PdfPage, bounds: tuple[float, float, float, float]) -> float:
    left, bottom, right, top = bounds
    page_left, page_bottom, page_right, page_top = page.get_bbox()
    width = min(right, page_right) - max(left, page_left)
    height = min(top, page_top) - max(bottom, page_bottom)
    area = (page_right - page_left) * (page_top - page_bottom)
    return max(width, 0.0) * max(height, 0.0) / area if area else 1.0


def _bounds(item: _Handle, matrix: _Matrix) -> tuple[float, float, float, float]:
    """The box of an object on the page."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        raise pypdfium2.PdfiumError("Failed to locate a picture.")
    a, b, c, d, e, f = matrix
    corners = [(x.value, y.value) for x in (left, right) for y in (bottom, top)]
    across = [a * x + c * y + e for x, y in corners]
    up = [b * x + d * y + f for x, y in corners]
    return min(across), min(up), max(across), max(up)
