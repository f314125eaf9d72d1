"""Vertical Japanese in a PDF: whole, in order, whether or not its font is in the file or here."""

import ctypes

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from pikepdf import Array, Dictionary, Name

from ocr_core import BlockKind, Limits, OcrOptions, Page
from ocr_core.load import open_source
from ocr_core.load.pdf_leaning import leaned
from ocr_core.load.pdf_objects import PageObjects
from ocr_core.load.pdfium import LOCK
from tests.pdfs import A4, helvetica, save

# Columns from the right; between the two rows of them is a gap.
UPPER = ("春はあけぼの", "やうやう白くなり", "ゆく山ぎは")
LOWER = ("夏は夜月のころは", "さらなり")


def vertical_pdf() -> bytes:
    """Two rows of columns in a font that is not in the file, and a line that is level."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=A4)
    system = Dictionary(Registry=b"Adobe", Ordering=b"Japan1", Supplement=2)
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name("/Ryumin-Light-UniJIS-UCS2-V"),
        Encoding=Name("/UniJIS-UCS2-V"),
        DescendantFonts=Array(
            [
                Dictionary(
                    Type=Name.Font,
                    Subtype=Name.CIDFontType0,
                    BaseFont=Name("/Ryumin-Light"),
                    CIDSystemInfo=system,
                )
            ]
        ),
    )
    page.Resources = Dictionary(Font=Dictionary(F1=helvetica(), F2=pdf.make_indirect(font)))
    columns = [
        f"/F2 12 Tf 1 0 0 1 {500 - 24 * index} {top} Tm <{text.encode('utf-16-be').hex()}> Tj"
        for top, texts in ((760, UPPER), (400, LOWER))
        for index, text in enumerate(texts)
    ]
    level = "/F1 12 Tf 1 0 0 1 72 100 Tm (A level line) Tj"
    page.Contents = pdf.make_stream("\n".join(["BT", *columns, level, "ET"]).encode())
    return save(pdf)


def read() -> Page:
    """The page, answered from its text."""
    with open_source(vertical_pdf(), limits=Limits()) as source:
        [page] = source.pages(OcrOptions())
    assert isinstance(page, Page)
    return page


def test_vertical_text_is_whole_and_in_order() -> None:
    """Columns from the right, a row of them after the other; no letter is left out."""
    lines = [line.text for line in read().lines]
    assert lines == [*UPPER, *LOWER, "A level line"]


def test_vertical_text_is_a_block_of_its_kind() -> None:
    """Columns are its lines; what is level is another block."""
    blocks = read().blocks
    assert [block.kind for block in blocks] == [
        BlockKind.VERTICAL_TEXT,
        BlockKind.VERTICAL_TEXT,
        BlockKind.TEXT,
    ]
    columns = [line.box for line in blocks[0].paragraphs[0].lines]
    middles = [(box.left + box.right) / 2 for box in columns]
    assert middles == sorted(middles, reverse=True)
    assert all(box.bottom - box.top > box.right - box.left for box in columns)


def test_text_objects_are_where_they_were_afterwards() -> None:
    """Nothing of what is done to find them stays, or the page would be drawn askew."""
    with LOCK, pypdfium2.PdfDocument(vertical_pdf()) as document:
        page = document[0]
        texts = PageObjects(page).texts
        assert len(texts) == len(UPPER) + len(LOWER) + 1
        before = [_matrix(text) for text in texts]
        with leaned(texts):
            pass
        assert [_matrix(text) for text in texts] == before


def _matrix(text: ctypes.c_void_p) -> tuple[float, ...]:
    found = pdfium.FS_MATRIX()
    assert pdfium.FPDFPageObj_GetMatrix(text, found)
    values = (found.a, found.b, found.c, found.d, found.e, found.f)
    return tuple(round(value, 3) for value in values)
