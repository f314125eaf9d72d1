"""Pages that an engine really read: drawn ones, and scans of the corpus."""

import difflib
import io
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from local.sample import draw_text
from ocr_core import (
    Deadline,
    Document,
    DocumentReader,
    OcrOptions,
    OutputFormat,
    TextLayer,
    Word,
    render_document,
)
from tests.images import LINES, encode, hello

from .originals import add_page, helvetica, saved
from .readers import (
    assert_sound,
    drawn,
    found_at,
    pdfium_text,
    poppler_words,
)

LEFT = (
    "The left column starts",
    "with these few words",
    "and goes on below for",
    "as many lines as there",
    "are on the other side,",
    "so that everyone sees",
    "two columns and not",
    "a table of four rows;",
    "until it ends here.",
)
RIGHT = (
    "Now the right column",
    "takes up the thread",
    "and brings the whole",
    "story that was begun",
    "far over on the left",
    "through many turns,",
    "a bend or two, and",
    "a final straight run",
    "to its proper close.",
)


def read(reader: DocumentReader, data: bytes, **options: object) -> Document:
    """What the engine makes of a file."""
    asked = OcrOptions.model_validate(options)
    return reader.read(data, asked, deadline=Deadline.after(60))


def searchable(document: Document, original: bytes) -> bytes:
    """The PDF of what was read, checked to be sound."""
    made = render_document(document, OutputFormat.PDF, original=original).body
    assert_sound(made)
    return made


def likeness(first: list[str], second: list[str]) -> float:
    """How far two lists of words are the same, in the same order: 0 to 1."""
    return difflib.SequenceMatcher(None, first, second, autojunk=False).ratio()


def words_read_once(document: Document) -> list[Word]:
    """The words of the first page that a search cannot confuse with another."""
    page = document.pages[0]
    words = [word for line in page.lines for word in line.words]
    return [word for word in words if page.text.count(word.text) == 1 and word.text.isalnum()]


def two_columns() -> Image.Image:
    """A page of two columns of text."""
    page = Image.new("L", (1300, 700), 255)
    page.paste(draw_text(LEFT, mode="L"), (40, 20))
    page.paste(draw_text(RIGHT, mode="L"), (700, 20))
    return page


def test_columns_are_copied_in_the_order_in_which_they_were_read(reader: DocumentReader) -> None:
    """The left column comes first, then the right one, in poppler and in PDFium."""
    data = encode(two_columns(), "PNG", dpi=(150, 150))
    document = read(reader, data)
    expected = " ".join(LEFT + RIGHT).split()
    assert document.text.split() == expected
    made = searchable(document, data)
    assert poppler_words(made) == expected
    assert pdfium_text(made).split() == expected


@pytest.mark.parametrize("angle", [-2, 2])
def test_words_of_a_page_that_lies_askew_are_found(reader: DocumentReader, angle: int) -> None:
    """Every word that was read is found where it was read."""
    page = hello(mode="L").rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    data = encode(page, "PNG", dpi=(150, 150))
    document = read(reader, data)
    made = searchable(document, data)
    assert poppler_words(made) == document.text.split()
    assert pdfium_text(made).split() == document.text.split()


def test_a_scan_in_a_pdf_becomes_searchable(reader: DocumentReader) -> None:
    """A page of nothing but a picture gets its text, and looks as before."""
    buffer = io.BytesIO()
    hello(mode="L").save(buffer, "PDF", resolution=150)
    original = buffer.getvalue()
    document = read(reader, original)
    made = searchable(document, original)
    assert " ".join(pdfium_text(made).split()) == " ".join(LINES)
    size = document.pages[0].width, document.pages[0].height
    assert drawn(made, size).tobytes() == drawn(original, size).tobytes()
    for word in words_read_once(document):
        found = found_at(made, word.text, size)
        assert word.box.left - 2 <= found.left <= found.right <= word.box.right + 2


def test_an_old_text_layer_is_replaced(reader: DocumentReader) -> None:
    """What an earlier OCR had misread is gone, and the page's text comes once."""
    scan = hello(mode="L")
    with pikepdf.new() as pdf:
        picture = pdf.make_stream(
            encode(scan, "JPEG", quality=95),
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=scan.width,
            Height=scan.height,
            ColorSpace=pikepdf.Name.DeviceGray,
            BitsPerComponent=8,
            Filter=pikepdf.Name.DCTDecode,
        )
        width, height = scan.width * 72 / 150, scan.height * 72 / 150
        content = (
            f"q {width} 0 0 {height} 0 0 cm /Scan Do Q "
            "BT 3 Tr /F 12 Tf 20 50 Td (He11o vvorld) Tj ET"
        )
        resources = pikepdf.Dictionary(
            XObject=pikepdf.Dictionary(Scan=picture), Font=pikepdf.Dictionary(F=helvetica())
        )
        box = (0, 0, width, height)
        add_page(pdf, content.encode(), media_box=box, resources=resources)
        original = saved(pdf)
    assert "He11o" in pdfium_text(original)
    document = read(reader, original, text_layer=TextLayer.IGNORE)
    assert " ".join(pdfium_text(searchable(document, original)).split()) == " ".join(LINES)


def test_a_searchable_pdf_can_be_made_searchable_again(reader: DocumentReader) -> None:
    """Our own text layer is replaced as any other: nothing comes twice."""
    data = encode(hello(mode="L"), "PNG", dpi=(150, 150))
    first = searchable(read(reader, data), data)
    again = searchable(read(reader, first, text_layer=TextLayer.IGNORE), first)
    assert " ".join(pdfium_text(again).split()) == " ".join(LINES)
    assert len(again) < len(first) + 4_000


@pytest.mark.parametrize(
    ("name", "likeness_poppler", "columns"),
    [
        # A page of one column, two columns, one column.
        ("robust/pdf_ocrmypdf/linn.png", 0.9, ("Recording a Sequence", "Creating a Song")),
        ("accuracy/unlv_isri_en/mixed_4_2_9.tif", 0.95, ("Floor plans", "Network diagrams")),
    ],
)
def test_a_real_scan_is_copied_in_order(
    reader: DocumentReader,
    corpus: Path,
    name: str,
    likeness_poppler: float,
    columns: tuple[str, str],
) -> None:
    """PDFium gives the document's words in its order, poppler nearly so: it sorts on its own."""
    data = (corpus / name).read_bytes()
    document = read(reader, data)
    made = searchable(document, data)
    words = document.text.split()
    assert likeness(words, pdfium_text(made).split()) > 0.98
    found = poppler_words(made)
    assert likeness(sorted(words), sorted(found)) > 0.98
    assert likeness(words, found) > likeness_poppler
    text = " ".join(found)
    assert 0 <= text.find(columns[0]) < text.find(columns[1])


def test_real_words_stand_in_their_boxes(reader: DocumentReader, corpus: Path) -> None:
    """On a receipt that lies askew, words that Tesseract read once are found in their boxes."""
    data = (corpus / "accuracy/sroie_receipts_en/442.jpg").read_bytes()
    document = read(reader, data, engine="tesseract")
    made = searchable(document, data)
    size = document.pages[0].width, document.pages[0].height
    words = words_read_once(document)
    assert len(words) > 20
    for word in words:
        found = found_at(made, word.text, size)
        assert abs(found.left - word.box.left) <= 2
        assert abs(found.right - word.box.right) <= 2
        assert found.top < word.box.bottom
        assert found.bottom > word.box.top
