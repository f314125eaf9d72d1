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
        self._add_all(page.raw, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, _MAX_DEPTH)

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
    ) -> None:
        for index in range(count(parent)):
            self._count += 1
            if self.are_too_many:
                return
            self._add(get(parent, index), depth)

    def _add(self, item: _Handle, depth: int) -> None:
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            self.texts.append(item)
            mode = pdfium.FPDFTextObj_GetTextRenderMode(item)
            self.invisible_text_count += mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
        elif kind == pdfium.FPDF_PAGEOBJ_FORM:
            if depth > 1:
                self._add_all(
                    item, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, depth - 1
                )
        else:
            self.shape_count += 1
            if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                # Inside a form its place is the form's own: it may be a scan of the whole page.
                on_page = depth == _MAX_DEPTH
                self.picture_share += _share_of_page(self._page, item) if on_page else 1.0


def _share_of_page(page: pypdfium2.PdfPage, item: _Handle) -> float:
    left, bottom, right, top = _bounds(item)
    page_left, page_bottom, page_right, page_top = page.get_bbox()
    width = min(right, page_right) - max(left, page_left)
    height = min(top, page_top) - max(bottom, page_bottom)
    area = (page_right - page_left) * (page_top - page_bottom)
    return max(width, 0.0) * max(height, 0.0) / area if area else 1.0


def _bounds(item: _Handle) -> tuple[float, float, float, float]:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        raise pypdfium2.PdfiumError("Failed to locate a picture.")
    return left.value, bottom.value, right.value, top.value
