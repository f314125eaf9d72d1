"""What is laid over a PDF page: fields, notes, stamps and marks.

What an annotation shows is drawn by its appearance (ISO 32000-1, 12.5.5), which is content as the
page's is. Flattened, it is a part of the page, and its text a part of the page's text, with its
place, its size and whatever it covers. The file on disk is not touched.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum, auto
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

# Links have no look of their own, a pop-up is shown when somebody asks for it, and notes and files
# are icons.
_NO_TEXT = frozenset(
    (
        pdfium.FPDF_ANNOT_LINK,
        pdfium.FPDF_ANNOT_POPUP,
        pdfium.FPDF_ANNOT_TEXT,
        pdfium.FPDF_ANNOT_FILEATTACHMENT,
    )
)
# Those whose text a viewer draws by itself when they have no appearance, and where it is from.
_DRAWN_FROM = {pdfium.FPDF_ANNOT_FREETEXT: b"Contents", pdfium.FPDF_ANNOT_WIDGET: b"V"}
_NOT_SHOWN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
# A string of UTF-16 that has nothing but its end.
_EMPTY_BYTES = 2

_Handle = Any  # a pointer to a structure of PDFium's


class Overlay(Enum):
    """What the annotations of a page put on it."""

    NOTHING = auto()
    APPEARANCES = auto()
    """What they show is drawn by content of theirs."""
    UNDRAWN_TEXT = auto()
    """One has text without an appearance: how it looks is up to the viewer."""


def overlay_of(page: pypdfium2.PdfPage) -> Overlay:
    """What is laid over a page; called under ``pdfium.LOCK``."""
    found = Overlay.NOTHING
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        with _annotation(page, index) as annotation:
            if pdfium.FPDFAnnot_GetSubtype(annotation) in _NO_TEXT or not _is_shown(annotation):
                continue
            if _has_appearance(annotation):
                found = Overlay.APPEARANCES
            elif _has_text(annotation):
                return Overlay.UNDRAWN_TEXT
    return found


def flatten(page: pypdfium2.PdfPage) -> bool:
    """Make what is laid over a page a part of it, once it is loaded again; whether that went well.

    Called under ``pdfium.LOCK``.
    """
    for index in reversed(range(pdfium.FPDFPage_GetAnnotCount(page))):
        with _annotation(page, index) as annotation:
            is_shown = _is_shown(annotation)
        if not is_shown:
            pdfium.FPDFPage_RemoveAnnot(page, index)
    return bool(pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS)


@contextmanager
def _annotation(page: pypdfium2.PdfPage, index: int) -> Iterator[_Handle]:
    annotation = pdfium.FPDFPage_GetAnnot(page, index)
    try:
        yield annotation
    finally:
        pdfium.FPDFPage_CloseAnnot(annotation)


def _is_shown(annotation: _Handle) -> bool:
    """Whether it is not hidden, and has a place on the page."""
    box = pdfium.FS_RECTF()
    if pdfium.FPDFAnnot_GetFlags(annotation) & _NOT_SHOWN:
        return False
    has_box = pdfium.FPDFAnnot_GetRect(annotation, box)
    return bool(has_box) and box.left != box.right and box.bottom != box.top


def _has_appearance(annotation: _Handle) -> bool:
    mode = pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL
    return bool(pdfium.FPDFAnnot_GetAP(annotation, mode, None, 0) > _EMPTY_BYTES)


def _has_text(annotation: _Handle) -> bool:
    key = _DRAWN_FROM.get(pdfium.FPDFAnnot_GetSubtype(annotation))
    if key is None:
        return False
    return bool(
        pdfium.FPDFAnnot_GetStringValue(annotation, ctypes.c_char_p(key), None, 0) > _EMPTY_BYTES
    )
