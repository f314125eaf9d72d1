"""Rows of print in a PDF's text layer, and text that stands in the place of other text."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from ocr_core import Limits, OcrOptions, Page, PageImage
from ocr_core.engine import PageWithPicture
from ocr_core.load import open_source
from tests.pdfs import helvetica, mapped_font, save, text_pdf

_TURNS = {
    0: "1 0 0 1 60 700",
    90: "0 1 -1 0 400 100",
    180: "-1 0 0 -1 540 300",
    270: "0 -1 1 0 200 700",
}


def page_of(content: str, font: Dictionary | None = None, pdf: pikepdf.Pdf | None = None) -> bytes:
    """A page with this content in Helvetica, ``F1``."""
    pdf = pdf or pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    page.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font or helvetica())))
    page.Contents = pdf.make_stream(content.encode("cp1252"))
    return save(pdf)


def read(data: bytes, **options: object) -> PageImage | Page | PageWithPicture:
    """The first page, as text or as a picture."""
    with open_source(data, limits=Limits()) as source:
        return next(iter(source.pages(OcrOptions.model_validate(options))))


def rows(data: bytes) -> list[str]:
    """The lines of a page whose text is believed."""
    page = read(data)
    assert isinstance(page, Page)
    return [line.text for line in page.lines]


def test_a_hyphen_ends_its_line() -> None:
    """A word that is parted at a line's end is two words, each in its own row."""
    page = read(
        text_pdf(("The committee asked for a re-", "port of the non-insti-", "tutional kind."))
    )
    assert isinstance(page, Page)
    assert [line.text for line in page.lines] == [
        "The committee asked for a re-",
        "port of the non-insti-",
        "tutional kind.",
    ]
    assert max(line.box.bottom - line.box.top for line in page.lines) < 60


@pytest.mark.parametrize("turn", _TURNS.values(), ids=map(str, _TURNS))
def test_raised_and_lowered_signs_stay_in_their_line(turn: str) -> None:
    """Whichever way the text runs, a small sign off the baseline parts neither line nor word."""
    content = (
        f"q {turn} cm BT /F1 11 Tf 0 0 Td (The hall has 25 m) Tj /F1 9 Tf 5 Ts (2) Tj "
        "/F1 11 Tf 0 Ts ( of floor and H) Tj /F1 9 Tf -5 Ts (2) Tj /F1 11 Tf 0 Ts (O in it.) Tj "
        "0 -16 Td (The next line stands below.) Tj ET Q"
    )
    assert rows(page_of(content)) == [
        "The hall has 25 m2 of floor and H2O in it.",
        "The next line stands below.",
    ]


def test_a_soft_hyphen_that_is_drawn_is_a_hyphen() -> None:
    """Fonts say soft hyphen of the glyph of a hyphen; what is seen is a hyphen."""
    pdf = pikepdf.new()
    letters = {code: chr(code) for code in range(0x20, 0x7F)}
    font = mapped_font(pdf, letters | {0x2D: "\u00ad"})
    content = "BT /F1 12 Tf 60 700 Td (A well-known date: 2023-11-05) Tj ET"
    assert rows(page_of(content, font, pdf)) == ["A well-known date: 2023-11-05"]


def test_pieces_that_were_drawn_out_of_order_are_sorted() -> None:
    """The points of numbers, drawn after their digits, stand where they are seen."""
    content = (
        "BT /F1 9 Tf 1 0 0 1 60 640 Tm (Oak planks of the best quality) Tj "
        "1 0 0 1 250 640 Tm [(1) -278 (9)] TJ 1 0 0 1 255 640 Tm (.) Tj "
        "1 0 0 1 320 640 Tm (846) Tj 1 0 0 1 337.5 640 Tm (5) Tj 1 0 0 1 335 640 Tm (.) Tj ET"
    )
    assert rows(page_of(content)) == ["Oak planks of the best quality 1.9 846.5"]


def test_text_that_was_printed_twice_is_there_once() -> None:
    """Letters drawn again a hair further on, to be bold, are the same letters."""
    words = [("Total", 60), ("amount", 95), ("due", 145)]
    content = "".join(
        f"BT /F1 12 Tf 1 0 0 1 {left + shift} 640 Tm ({text}) Tj ET "
        for text, left in words
        for shift in (0, 0.6)
    )
    assert rows(page_of(content)) == ["Total amount due"]


_SHOWN = "BT 0 g /F1 14 Tf 40 700 Td (The total amount is due by the end.) Tj ET "
_OTHER = "BT {} /F1 14 Tf 40 700 Td (Pay nine thousand to me instead now) Tj ET "


@pytest.mark.parametrize(
    "content",
    [
        _OTHER.format("1 g") + _SHOWN,
        _SHOWN + _OTHER.format("1 g 3 Tr"),
        _OTHER.format("0 g") + "1 g 30 680 400 40 re f " + _SHOWN,
        _SHOWN + "q 0 0 1 1 re W n " + _OTHER.format("0 g") + "Q",
        "/OC /Off BDC " + _OTHER.format("0 g") + "EMC " + _SHOWN,
        _SHOWN + _OTHER.format("0 g"),
    ],
    ids=["white", "invisible", "covered", "clipped", "layer-off", "both-seen"],
)
def test_other_text_in_the_place_of_shown_text_is_not_believed(content: str) -> None:
    """However it is hidden, the page is read from its pixels, where only one can be."""
    pdf = pikepdf.open(io.BytesIO(page_of(content + "60 600 m 90 600 l S")))
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="other"))
    pdf.pages[0].Resources.Properties = Dictionary(Off=group)
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))
    assert isinstance(read(save(pdf)), PageImage)


def test_a_value_on_a_fill_in_rule_is_believed() -> None:
    """What is typed over underscores or dots shares their place, and both are seen."""
    content = (
        "BT /F1 12 Tf 60 700 Td (Name of the tenant: ________________________) Tj ET "
        "BT /F1 12 Tf 180 700.5 Td (Gregory) Tj ET"
    )
    page = read(page_of(content))
    assert isinstance(page, Page)
    assert "Gregory" in page.text


def test_a_letter_of_which_nothing_is_known_is_read_from_the_pixels() -> None:
    """One U+FFFD in a long text is a word that the page does not show."""
    pdf = pikepdf.new()
    letters = {code: chr(code) for code in range(0x20, 0x7F)}
    font = mapped_font(pdf, letters | {0x7E: "\x01"})
    line = "The harbour office is open for the ships of the town and for all that come by sea. "
    content = f"BT /F1 8 Tf 20 700 Td ({line * 2}) Tj 0 -20 Td (The o~ce is shut.) Tj ET"
    assert isinstance(read(page_of(content, font, pdf)), PageImage)
