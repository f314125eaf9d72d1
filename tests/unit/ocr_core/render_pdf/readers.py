"""What programs that are not ours find in a PDF."""

import ctypes
import io
import re
import shutil
import subprocess
from typing import NamedTuple

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image

from ocr_core import BoundingBox
from ocr_core.load.pdfium import LOCK

# What poppler and our text layer mark the direction of a run with (Unicode 23.2): no text.
_MARKS = re.compile("[\u200e\u200f\u202a-\u202e]")


def poppler_text(pdf: bytes, *options: str) -> str:
    """What ``pdftotext`` prints, without its marks of direction."""
    binary = shutil.which("pdftotext")
    if binary is None:
        pytest.skip("pdftotext is not there: install poppler-utils")
    command = [binary, "-enc", "UTF-8", *options, "-", "-"]
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return _MARKS.sub("", done.stdout.decode())


def poppler_words(pdf: bytes) -> list[str]:
    """The words of ``pdftotext``, in its order."""
    return poppler_text(pdf).split()


def pdfium_text(pdf: bytes, index: int = 0) -> str:
    """The text of a page as PDFium (Chrome) copies it, without marks of direction."""
    with LOCK, pypdfium2.PdfDocument(pdf) as document:
        return _MARKS.sub("", document[index].get_textpage().get_text_range())


def drawn(pdf: bytes, size: tuple[int, int], index: int = 0) -> Image.Image:
    """A page as PDFium draws it, as large as ``size``, on white."""
    width, height = size
    with LOCK, pypdfium2.PdfDocument(pdf) as document:
        bitmap = pypdfium2.PdfBitmap.new_native(width, height, pdfium.FPDFBitmap_BGR)
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
        flags = pdfium.FPDF_ANNOT
        pdfium.FPDF_RenderPageBitmap(bitmap, document[index], 0, 0, width, height, 0, flags)
        image: Image.Image = bitmap.to_pil().convert("RGB")
        return image


def found_at(pdf: bytes, text: str, size: tuple[int, int], index: int = 0) -> BoundingBox:
    """Where PDFium's search finds ``text``, in pixels of the page as it is shown."""
    with LOCK, pypdfium2.PdfDocument(pdf) as document:
        page = document[index]
        text_page = page.get_textpage()
        match = text_page.search(text, match_case=True, match_whole_word=True).get_next()
        assert match is not None, f"{text!r} is not found"
        start, count = match
        boxes = [text_page.get_charbox(start + offset) for offset in range(count)]
        corners = [_device(page, size, x, y) for box in boxes for x in box[::2] for y in box[1::2]]
    xs, ys = zip(*corners, strict=True)
    return BoundingBox(left=min(xs), top=min(ys), right=max(xs), bottom=max(ys))


def _device(page: pypdfium2.PdfPage, size: tuple[int, int], x: float, y: float) -> tuple[int, int]:
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, across, down)
    return across.value, down.value


def assert_stands_in(found: BoundingBox, box: BoundingBox) -> None:
    """The letters fill the box's width and stand in its height, to a pixel or two."""
    assert abs(found.left - box.left) <= 2
    assert abs(found.right - box.right) <= 2
    assert box.top - 2 <= found.top
    assert found.bottom <= box.bottom + 2


def assert_sound(pdf: bytes) -> None:
    """Qpdf finds nothing wrong with the file."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.check_pdf_syntax() == []
        assert not opened.is_encrypted


class Embedded(NamedTuple):
    """The picture of a page that was made of an image."""

    filter: str
    raw: bytes
    samples: bytes | None
    colours: str
    profile: bytes | None
    bits: int


def embedded(pdf: bytes, index: int = 0) -> Embedded:
    """The one picture on a page."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        [image] = opened.pages[index].obj.Resources.XObject.values()
        colours = image.ColorSpace
        is_family = isinstance(colours, pikepdf.Array)
        is_profiled = is_family and colours[0] == "/ICCBased"
        return Embedded(
            filter=str(image.Filter),
            raw=image.read_raw_bytes(),
            samples=image.read_bytes() if image.Filter == "/FlateDecode" else None,
            colours=str(colours[0] if is_family else colours),
            profile=colours[1].read_bytes() if is_profiled else None,
            bits=int(image.BitsPerComponent),
        )
