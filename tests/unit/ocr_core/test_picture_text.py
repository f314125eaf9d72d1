"""A line or two in a picture, on a page whose own text stands in the file."""

import io

import pikepdf
import pypdfium2
import pytest
from pikepdf import Name
from PIL import Image

from local.sample import draw_text
from ocr_core import (
    Deadline,
    Document,
    DocumentReader,
    Limits,
    OcrEngine,
    OcrOptions,
    OutputFormat,
    TextSource,
    render_document,
)
from ocr_core.errors import DeadlineExceeded, EngineFailed
from ocr_core.load.pdfium import LOCK
from tests.broken_engines import BrokenEngine, fail
from tests.pdfs import save, text_pdf

_ABOVE = ["Both parties have read the terms of this agreement.", "Please pay to this account:"]
_BELOW = "The last line of the page."
_SHOWN = "Account 44710093 of the harbour bank"


def page_with(picture: Image.Image) -> bytes:
    """A PDF page with a picture between two lines of its text and the last one."""
    pdf = pikepdf.open(io.BytesIO(text_pdf([*_ABOVE, *[""] * 7, _BELOW])))
    image = pdf.make_stream(picture.tobytes(), Type=Name.XObject, Subtype=Name.Image)
    image.Width, image.Height = picture.size
    image.ColorSpace, image.BitsPerComponent = Name.DeviceGray, 8
    pdf.pages[0].Resources.XObject = pikepdf.Dictionary(Im=image)
    height = 300 * picture.height / picture.width
    pdf.pages[0].contents_add(f"q 300 0 0 {height} 72 {690 - height} cm /Im Do Q".encode())
    return save(pdf)


def with_letters() -> bytes:
    """One whose picture has a line of text."""
    return page_with(draw_text([_SHOWN], mode="L"))


def read(
    engine: OcrEngine, data: bytes, *, deadline: Deadline | None = None, **options: str
) -> Document:
    """The document, read by an engine."""
    reader = DocumentReader(engine, limits=Limits(), workers=1)
    return reader.read(
        data, OcrOptions.model_validate(options), deadline=deadline or Deadline.after(60)
    )


def _never(engine: OcrEngine) -> OcrEngine:
    """An engine that is not to read anything."""
    return BrokenEngine(engine, fail(AssertionError("it is not to be read")))


def test_the_text_of_a_picture_stands_where_the_picture_does(fast_engine: OcrEngine) -> None:
    """In reading order; it was recognised, and the rest of the page was not."""
    [page] = read(fast_engine, with_letters()).pages
    assert [line.text for line in page.lines] == [*_ABOVE, _SHOWN, _BELOW]
    assert [line.confidence is None for line in page.lines] == [True, True, False, True]
    assert page.source is TextSource.TEXT_LAYER
    assert page.engine in ("tesserocr", "pytesseract", "rapidocr")
    assert not page.has_unread_text
    box = page.lines[2].box
    assert page.lines[1].box.bottom < box.top < box.bottom < page.lines[3].box.top


def test_a_picture_without_letters_is_not_read(fast_engine: OcrEngine) -> None:
    """Nothing is asked of the engine: the page costs what it did."""
    grey = Image.new("L", (900, 120), 128)
    [page] = read(_never(fast_engine), page_with(grey)).pages
    assert page.text.split() == " ".join([*_ABOVE, _BELOW]).split()
    assert (page.engine, page.needs_review) == (None, False)


def test_the_text_of_the_file_is_enough_where_it_is_asked_for(fast_engine: OcrEngine) -> None:
    """With text_layer=only no picture is read."""
    [page] = read(_never(fast_engine), with_letters(), text_layer="only").pages
    assert _SHOWN not in page.text


@pytest.mark.parametrize("error", [EngineFailed("No result."), DeadlineExceeded("Late.")])
def test_the_text_of_the_file_is_not_lost_for_a_picture(
    fast_engine: OcrEngine, error: Exception
) -> None:
    """Where the picture cannot be read, or not in time, the page says that there is more."""
    [page] = read(BrokenEngine(fast_engine, fail(error)), with_letters()).pages
    assert [line.text for line in page.lines] == [*_ABOVE, _BELOW]
    assert page.has_unread_text
    assert page.needs_review


def test_pictures_do_not_take_the_time_of_the_pages_behind_them(fast_engine: OcrEngine) -> None:
    """Of twenty pages in ten seconds the last few have time enough; all are answered."""
    pdf = pikepdf.open(io.BytesIO(with_letters()))
    for _ in range(19):
        pdf.pages.append(pdf.pages[0])
    tries: list[int] = []

    def note() -> None:
        tries.append(1)
        raise EngineFailed("No result.")

    engine = BrokenEngine(fast_engine, note)
    pages = read(engine, save(pdf), deadline=Deadline.after(10)).pages
    assert len(pages) == 20
    assert all(page.has_unread_text for page in pages)
    assert len(tries) <= 5


def test_the_searchable_pdf_has_the_text_of_the_picture_too(fast_engine: OcrEngine) -> None:
    """Each line once: what stood in the file is left as it was."""
    data = with_letters()
    made = render_document(read(fast_engine, data), OutputFormat.PDF, original=data).body
    with LOCK, pypdfium2.PdfDocument(made) as pdf:
        text = " ".join(pdf[0].get_textpage().get_text_range().split())
    for line in (*_ABOVE, _SHOWN, _BELOW):
        assert text.count(line) == 1
