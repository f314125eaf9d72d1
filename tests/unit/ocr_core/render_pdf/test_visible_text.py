"""Text that a page shows: it is seen as before, and what was read is found in its place."""

import io

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from ocr_core import OutputFormat, render_document

from .documents import document_of, line_at, page_of
from .originals import DPI, DRAWING, MEDIA_BOX, add_page, helvetica, pdf_of, saved
from .readers import assert_sound, drawn, pdfium_text, poppler_words

SIZE = (MEDIA_BOX[2] * DPI // 72, MEDIA_BOX[3] * DPI // 72)
SHOWN = b"BT /F 20 Tf 50 300 Td (Vvrong text) Tj 0 -30 Td (on two lines) Tj ET "
READ = "The right text"


def searchable(original: bytes, *lines: str) -> bytes:
    """The PDF of one page and these lines, which looks as the original does."""
    page = page_of(*(line_at(line, 100) for line in lines), size=SIZE, dpi=DPI)
    document = document_of(page, media_type="application/pdf")
    made = render_document(document, OutputFormat.PDF, original=original).body
    assert drawn(made, SIZE).tobytes() == drawn(original, SIZE).tobytes()
    return made


@pytest.mark.parametrize(
    "content",
    [
        SHOWN,
        DRAWING + b" " + SHOWN,
        b"/P <</MCID 0>> BDC " + SHOWN + b" EMC",
        b"BT /F 20 Tf 20 TL 50 300 Td [(Vvrong) -300 (text)] TJ (more) ' 1 1 (yet more) \" ET",
        b"q 1 0 0 1 5 5 cm " + SHOWN,
        SHOWN + b" Q Q",
    ],
    ids=["plain", "beside a drawing", "tagged", "all operators", "open", "closed too often"],
)
def test_only_what_was_read_is_copied(content: bytes) -> None:
    """Poppler and PDFium find the text that was read, once, and not the page's own."""
    made = searchable(pdf_of(content), READ)
    assert poppler_words(made) == READ.split()
    assert pdfium_text(made).split() == READ.split()


def test_text_in_a_form_is_not_copied_either() -> None:
    """Poppler knows it; PDFium looks at forms by themselves, and finds both texts."""
    with pikepdf.new() as pdf:
        form = pdf.make_stream(
            SHOWN,
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=[0, 0, 595, 420],
            Resources=Dictionary(Font=Dictionary(F=helvetica())),
        )
        add_page(pdf, b"/Form Do", resources=Dictionary(XObject=Dictionary(Form=form)))
        original = saved(pdf)
    made = searchable(original, READ)
    assert_sound(made)
    assert poppler_words(made) == READ.split()


def test_a_page_of_which_nothing_was_read_keeps_its_text() -> None:
    """There is nothing to put in its place."""
    assert poppler_words(searchable(pdf_of(SHOWN))) == b"Vvrong text on two lines".decode().split()


def test_a_page_without_text_is_not_touched() -> None:
    """Its content is as it was, with the layer before it."""
    with pikepdf.open(io.BytesIO(searchable(pdf_of(DRAWING), READ))) as pdf:
        layer, content = pdf.pages[0].obj.Contents
        assert b"BDC" not in layer.read_bytes()
        assert content.read_bytes() == DRAWING
