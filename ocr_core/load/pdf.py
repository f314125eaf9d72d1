"""PDF files, rasterised by PDFium; pages with sound text of their own are not read again."""

import math
import time
from collections.abc import Iterator, Mapping
from typing import Self

import pypdfium2
import pypdfium2.raw as pdfium
from pikepdf import Array, Dictionary, Name
from PIL import Image

from ocr_core.engine import PageImage, PageWithPicture
from ocr_core.errors import EmptyPdf, PasswordRequired, UnreadablePdf, WrongPassword
from ocr_core.layout import arranged
from ocr_core.limits import MAX_EDGE_PIXELS, Limits
from ocr_core.load.damage import is_own_mistake
from ocr_core.load.media_type import MediaType
from ocr_core.load.page_selection import select_pages
from ocr_core.load.pdf_annotations import Overlay, flatten, overlay_of
from ocr_core.load.pdf_drawing import left_out
from ocr_core.load.pdf_forms import check_forms
from ocr_core.load.pdf_password import open_with_pdfium, open_with_qpdf
from ocr_core.load.pdf_resolution import scan_dpi, user_units
from ocr_core.load.pdf_text import LayerText, read_text_layer
from ocr_core.load.pdfium import LOCK
from ocr_core.model import BoundingBox, Page, TextSource
from ocr_core.options import OcrOptions, TextLayer

# What Tesseract's documentation asks for, and what scanners give.
DEFAULT_DPI = 300
# PDF's unit: 1/72 inch (ISO 32000-1, 8.3.2.3).
_POINTS_PER_INCH = 72
# A page smaller than a point or larger than a kilometre is damage, not paper.
_PAGE_POINTS = (1.0, 3_000_000.0)
# Around a part of a page that is read alone: letters may reach beyond the line that was found, and
# engines want white around text.
_RIM_INCHES = 0.15
_NO_PAGES = "The PDF has no pages. Send a PDF with at least one page."


class PdfSource:
    """The pages of one PDF file."""

    media_type = MediaType.PDF

    def __init__(self, data: bytes, *, limits: Limits, password: str | None = None) -> None:
        """Read the file's structure.

        Raises:
            PasswordRequired: it is encrypted, and no password was given.
            WrongPassword: the one that was given does not open it.
            EmptyPdf: it has no pages.
            UnreadablePdf: it is damaged.
        """
        self._limits = limits
        self._data = data
        self._password = password
        self._units: Mapping[int, float] = {}
        with LOCK:
            self._pdf = _open(data, password)
            self._page_count = len(self._pdf)
            if self._page_count < 1:
                self._pdf.close()
                raise EmptyPdf(_NO_PAGES)
            _show_fields(self._pdf)

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return self._page_count

    def pages(self, options: OcrOptions) -> Iterator[PageImage | Page | PageWithPicture]:
        """The pages asked for; see ``PageSource.pages``."""
        numbers = select_pages(self.page_count, options.page_ranges, self._limits)
        mended = check_forms(self._data, self._password, numbers)
        if mended is not None:
            self._replace(mended)
        self._units = user_units(self._data, self._password, numbers)
        for number in numbers:
            yield self._page(number, options)

    def close(self) -> None:
        """Let go of the file."""
        with LOCK:
            self._pdf.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _replace(self, mended: bytes) -> None:
        """Read from the same file, mended by another reader."""
        with LOCK:
            self._pdf.close()
            self._pdf = _open(mended, None)
            _show_fields(self._pdf)
        self._data, self._password = mended, None

    def _page(self, number: int, options: OcrOptions) -> PageImage | Page | PageWithPicture:
        started_s = time.perf_counter()
        with LOCK:
            page = self._loaded(number)
            try:
                has_layer = options.text_layer is not TextLayer.IGNORE
                overlay = overlay_of(page) if has_layer else Overlay.NOTHING
                if overlay is Overlay.APPEARANCES and flatten(page):
                    page.close()
                    page, overlay = self._loaded(number), Overlay.NOTHING
                is_partial = overlay is not Overlay.NOTHING
                return self._read(page, number, options, started_s, is_partial=is_partial)
            except pypdfium2.PdfiumError as error:
                raise _damaged(number) from error
            finally:
                page.close()

    def _loaded(self, number: int) -> pypdfium2.PdfPage:
        try:
            return self._pdf[number - 1]
        except (pypdfium2.PdfiumError, IndexError) as error:
            raise _damaged(number) from error

    def _read(
        self,
        page: pypdfium2.PdfPage,
        number: int,
        options: OcrOptions,
        started_s: float,
        *,
        is_partial: bool,
    ) -> PageImage | Page | PageWithPicture:
        """The page's text, or its pixels; these where its text ``is_partial``."""
        unit = self._units.get(number, 1.0)
        dpi = self._dpi(page, number, unit * (options.dpi or DEFAULT_DPI))
        size = _pixels(page, dpi)
        trusting = options.text_layer is TextLayer.ONLY
        if trusting or (options.text_layer is TextLayer.AUTO and not is_partial):
            layer = read_text_layer(page, size, even_if_unsound=trusting)
            if layer is not None:
                width, height = size
                as_written = Page(
                    number=number,
                    width=width,
                    height=height,
                    dpi=round(dpi / unit, 2),
                    source=TextSource.TEXT_LAYER,
                    blocks=layer.blocks,
                )
                if layer.unread is None:
                    return arranged(as_written, layer.drawing, has_words=False)
                return _with_picture(page, as_written, layer, layer.unread, dpi)
        if not options.dpi:
            dpi = self._dpi(page, number, scan_dpi(page, dpi))
        image = _rasterise(page, dpi)
        decode_ms = (time.perf_counter() - started_s) * 1000
        return PageImage(number=number, image=image, dpi=round(dpi / unit, 2), decode_ms=decode_ms)

    def _dpi(self, page: pypdfium2.PdfPage, number: int, wanted_dpi: float) -> float:
        """Dots per inch of its points: as wanted, lowered until the page fits into the limits."""
        width, height = page.get_size()
        low, high = _PAGE_POINTS
        if not (low <= width <= high and low <= height <= high):
            raise _damaged(number)
        fitting: float = min(
            wanted_dpi,
            math.sqrt(self._limits.max_pixels / (width * height)) * _POINTS_PER_INCH * 0.999,
            (MAX_EDGE_PIXELS - 1) / max(width, height) * _POINTS_PER_INCH,
        )
        return fitting


def _open(data: bytes, password: str | None) -> pypdfium2.PdfDocument:
    try:
        return open_with_pdfium(data, password)
    except pypdfium2.PdfiumError as error:
        # PDFium gives no error of its own here, and `err_code` is that of an earlier file.
        if _has_no_pages(data, password):
            raise EmptyPdf(_NO_PAGES) from error
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            if password:
                raise WrongPassword("The password does not open the PDF. Check it.") from error
            raise PasswordRequired(
                "The PDF is encrypted. Give its password: in the header X-Document-Password, "
                "or as --password on the command line."
            ) from error
        raise UnreadablePdf(
            "The PDF is damaged, or protected in a way that is not supported. "
            "Print it to a new PDF and send that."
        ) from error


def _show_fields(pdf: pypdfium2.PdfDocument) -> None:
    """Draw what is filled into a form's fields, too."""
    if pdf.get_formtype() != pdfium.FORMTYPE_NONE:
        pdf.init_forms()


def _has_no_pages(data: bytes, password: str | None) -> bool:
    """Whether a sound file has an empty page tree."""
    try:
        with open_with_qpdf(data, password, attempt_recovery=False).pdf as pdf:
            tree = pdf.Root.get(Name.Pages)
            kids = tree.get(Name.Kids) if isinstance(tree, Dictionary) else None
            return isinstance(kids, Array) and not len(kids)
    except Exception as error:  # damage makes qpdf raise nearly anything, and is not sound
        if is_own_mistake(error):
            raise
        return False


def _damaged(number: int) -> UnreadablePdf:
    return UnreadablePdf(
        f"Page {number} of the PDF is damaged. Leave it out with `pages`, "
        "or print the file to a new PDF and send that."
    )


def _pixels(page: pypdfium2.PdfPage, dpi: float) -> tuple[int, int]:
    """The size that pypdfium2 renders at."""
    width, height = page.get_size()
    scale = dpi / _POINTS_PER_INCH
    return math.ceil(width * scale), math.ceil(height * scale)


def _with_picture(
    page: pypdfium2.PdfPage, as_written: Page, layer: LayerText, unread: BoundingBox, dpi: float
) -> PageWithPicture:
    """The page with the part that is ``unread``, drawn without the text that is known."""
    started_s = time.perf_counter()
    with left_out(layer.texts):
        whole = _rasterise(page, dpi)
    rim = round(_RIM_INCHES * dpi)
    box = (
        max(unread.left - rim, 0),
        max(unread.top - rim, 0),
        min(unread.right + rim, whole.width),
        min(unread.bottom + rim, whole.height),
    )
    image = whole.crop(box)
    decode_ms = (time.perf_counter() - started_s) * 1000
    picture = PageImage(
        as_written.number, image, dpi=as_written.dpi, decode_ms=decode_ms, is_part=True
    )
    return PageWithPicture(as_written, picture, box[0], box[1], layer.drawing)


def _rasterise(page: pypdfium2.PdfPage, dpi: float) -> Image.Image:
    bitmap = page.render(scale=dpi / _POINTS_PER_INCH, grayscale=True)
    try:
        # PDFium's memory is behind `to_pil` until it is copied.
        image: Image.Image = bitmap.to_pil().copy()
        return image
    finally:
        bitmap.close()
