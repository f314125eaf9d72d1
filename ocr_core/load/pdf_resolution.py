"""At how many dots per inch a PDF page is drawn."""

import ctypes
import re
from collections.abc import Iterable, Mapping

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from ocr_core.load.pdf_password import open_with_qpdf

_POINTS_PER_INCH = 72
# An image that covers so much of a page is a scan of it.
_WHOLE_PAGE = 0.8
# A scan of as many dots or pixels is read as it is; a smaller one is drawn larger, by no more than
# twice, for letters of a few pixels are not read.
_ENOUGH_DPI, _ENOUGH_PIXELS = 150, 2_000_000
_MOST_ENLARGED = 2.0
# Sizes are single-precision numbers: a hair less, or PDFium rounds up to a pixel too many.
_HAIR = 0.9999
# Objects that are looked at: a page of more is a drawing.
_MAX_OBJECTS = 200
# ISO 32000-1, table 30. The dictionary of a page may stand in a compressed object stream.
_MAY_HAVE_UNIT = re.compile(rb"/UserUnit|/ObjStm")


def scan_dpi(page: pypdfium2.PdfPage, wanted_dpi: float) -> float:
    """The resolution at which to draw a page, in dots per inch of its points.

    That of the image that the page is, where it is one: no more pixels than it has, and no fewer.
    Of any other page it is ``wanted_dpi``.

    Args:
        page: the page; called under ``pdfium.LOCK``.
        wanted_dpi: for text and drawings.
    """
    width, height = page.get_size()
    found = 0.0
    for index in range(min(pdfium.FPDFPage_CountObjects(page), _MAX_OBJECTS)):
        item = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_IMAGE:
            continue
        across, up = _extent(item)
        columns, rows = ctypes.c_uint(), ctypes.c_uint()
        is_known = pdfium.FPDFImageObj_GetImagePixelSize(item, columns, rows)
        if not is_known or across * up < _WHOLE_PAGE * width * height:
            continue
        # Turned by a quarter, its columns run along the other edge; both ways have the same area.
        density = (columns.value * rows.value / (across * up)) ** 0.5
        edges = max(columns.value / across, rows.value / up)
        is_straight = (columns.value > rows.value) == (across > up)
        found = max(found, edges if is_straight else density)
    if not found:
        return wanted_dpi
    own_dpi = found * _POINTS_PER_INCH * _HAIR
    pixels = width * height * found * found
    if own_dpi >= _ENOUGH_DPI or pixels >= _ENOUGH_PIXELS:
        return own_dpi
    return max(own_dpi, min(wanted_dpi, _MOST_ENLARGED * own_dpi))


def user_units(
    data: bytes, password: str | None, page_numbers: Iterable[int]
) -> Mapping[int, float]:
    """How many times larger than points the units of pages are, where they are not points.

    PDFium takes them for points. What cannot be read has none.
    """
    if not _MAY_HAVE_UNIT.search(data):
        return {}
    units: dict[int, float] = {}
    try:
        with open_with_qpdf(data, password).pdf as pdf:
            for number in page_numbers:
                unit = pdf.pages[number - 1].obj.get("/UserUnit", 1)
                units[number] = float(unit)
    except (pikepdf.PdfError, RuntimeError, IndexError, TypeError, ValueError):
        return units
    return {number: unit for number, unit in units.items() if unit > 0 and unit != 1}


def _extent(item: ctypes.c_void_p) -> tuple[float, float]:
    """Width and height of an object on the page, in points."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return 1.0, 0.0
    return max(right.value - left.value, 1e-6), max(top.value - bottom.value, 1e-6)
