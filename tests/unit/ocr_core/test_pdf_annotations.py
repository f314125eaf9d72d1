"""What is laid over a PDF page: its text is read with the layer, all else is left alone."""

import io
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from ocr_core import (
    Block,
    BoundingBox,
    Limits,
    Line,
    OcrOptions,
    OutputFormat,
    Page,
    PageImage,
    Paragraph,
    Word,
    render_document,
)
from ocr_core.engine import PageWithPicture
from ocr_core.load import open_source
from tests.pdfs import helvetica, save, text_pdf
from tests.unit.ocr_core.render.documents import document_of
from tests.unit.ocr_core.render_pdf.readers import poppler_text

LINES = ("The first line of the document.", "A second one follows it here.")
TEXT = "\n".join(LINES)
_BOX = (300, 300, 500, 340)


def read(data: bytes) -> PageImage | Page | PageWithPicture:
    """The first page, as text or as a picture."""
    with open_source(data, limits=Limits()) as source:
        return next(iter(source.pages(OcrOptions())))


def overlaid(
    subtype: str,
    content: str = "",
    box: tuple[float, ...] = _BOX,
    flags: int = 4,
    **entries: Any,  # whatever a dictionary of PDF holds
) -> bytes:
    """The page of ``LINES`` with an annotation, whose appearance has ``content``, if any."""
    pdf = pikepdf.open(io.BytesIO(text_pdf(LINES)))
    font = Dictionary(Helv=pdf.make_indirect(helvetica()))
    annotation = Dictionary(
        Type=Name.Annot, Subtype=Name(f"/{subtype}"), Rect=Array(box), F=flags, **entries
    )
    if content:
        drawn = pdf.make_stream(content.encode(), Type=Name.XObject, Subtype=Name.Form)
        drawn.BBox = Array([0, 0, box[2] - box[0], box[3] - box[1]])
        drawn.Resources = Dictionary(Font=font)
        annotation.AP = Dictionary(N=drawn)
    annotation = pdf.make_indirect(annotation)
    pdf.pages[0].Annots = Array([annotation])
    if subtype == "Widget":
        pdf.Root.AcroForm = Dictionary(Fields=Array([annotation]), DR=Dictionary(Font=font))
    return save(pdf)


_WORDS = "BT /Helv 18 Tf 0 g 5 10 Td ({}) Tj ET"


@pytest.mark.parametrize(
    "data",
    [
        overlaid("Widget", box=(0, 0, 0, 0), FT=Name.Sig, T="signature"),
        overlaid("Widget", FT=Name.Sig, T="signature"),
        overlaid("Widget", _WORDS.format("UNSEEN"), FT=Name.Tx, T="hidden").replace(
            b"/F 4", b"/F 2"
        ),
        overlaid("FreeText", _WORDS.format("UNSEEN"), flags=32),
        overlaid("Highlight", "1 1 0 rg 0 0 20 20 re f"),
        overlaid("Highlight", C=Array([1, 1, 0]), Contents="a remark"),
        overlaid("Link", box=(60, 740, 300, 790)),
        overlaid("Stamp", "1 0 0 RG 2 2 150 30 re S"),
        overlaid("Text", "0 g 0 0 9 9 re f", Contents="a note"),
    ],
    ids=[
        "empty-box",
        "unsigned",
        "hidden",
        "no-view",
        "mark",
        "bare-mark",
        "link",
        "stamp",
        "note",
    ],
)
def test_what_puts_no_text_on_the_page_leaves_its_text_alone(data: bytes) -> None:
    """The layer is as sound as without it, and is taken as it is."""
    page = read(data)
    assert isinstance(page, Page)
    assert "\n".join(line.text for line in page.lines) == TEXT


@pytest.mark.parametrize(
    ("subtype", "entries"),
    [
        ("FreeText", {"Contents": "PAID"}),
        ("Stamp", {}),
        ("Widget", {"FT": Name.Tx, "T": "state", "V": "PAID"}),
    ],
)
def test_text_that_is_laid_over_a_page_is_read_with_it(
    subtype: str, entries: dict[str, Any]
) -> None:
    """Notes, stamps and filled fields are words at the place where they are seen."""
    page = read(overlaid(subtype, _WORDS.format("PAID"), **entries))
    assert isinstance(page, Page)
    assert page.text.split()[-1] == "PAID"
    box = page.lines[-1].words[-1].box
    assert abs(box.left / 300 * 72 - 305) < 4
    assert abs((page.height - box.bottom) / 300 * 72 - 310) < 4
    assert page.text.count("PAID") == 1


def test_text_without_an_appearance_is_read_from_the_pixels() -> None:
    """How it looks is up to the viewer: nobody knows its place."""
    assert isinstance(read(overlaid("FreeText", Contents="PAID", DA="/Helv 18 Tf 0 g")), PageImage)


def test_text_under_an_annotation_is_not_seen() -> None:
    """What a filled rectangle lies over is hidden, whoever laid it there."""
    page = read(overlaid("Square", "0 g 0 0 200 40 re f", box=(60, 745, 400, 766)))
    assert isinstance(page, PageImage)


def test_the_searchable_pdf_of_a_filled_form_has_each_value_once() -> None:
    """The fields stay, so that a page that was recognised does not have their text again."""
    data = overlaid("Widget", _WORDS.format("PAID"), FT=Name.Tx, T="state", V="PAID")
    box = BoundingBox(left=305, top=510, right=355, bottom=530)
    outside = BoundingBox(left=72, top=60, right=120, bottom=74)
    lines = [
        Line(text=text, box=at, confidence=90, words=(Word(text=text, box=at, confidence=90),))
        for text, at in (("Heading", outside), ("PAID", box))
    ]
    block = Block(box=box, paragraphs=(Paragraph(box=box, lines=tuple(lines)),))
    page = Page(number=1, width=595, height=842, dpi=72, blocks=(block,))
    document = document_of(page).model_copy(update={"media_type": "application/pdf"})
    made = render_document(document, OutputFormat.PDF, original=data).body
    text = poppler_text(made)
    assert text.count("PAID") == 1
    assert "Heading" in text
