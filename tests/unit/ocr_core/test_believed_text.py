"""Which pages of a PDF are answered from their own text: those that show it, and no other text."""

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from local.sample import draw_text
from ocr_core import Limits, OcrOptions, Page
from ocr_core.engine import PageWithPicture
from ocr_core.load import open_source
from ocr_core.picture_text import without_picture
from tests.images import hello
from tests.pdfs import A4, helvetica, save

_LINES = tuple(f"Line {number} of a letter that somebody wrote." for number in range(1, 9))
_STAMP = "BT /F1 12 Tf 1 0 0 1 72 60 Tm (Received by the office on 12 March 2021) Tj ET"
# The page's text where all is well, without its operators of colour and mode.
_ROWS = "".join(f"1 0 0 1 72 {700 - 18 * row} Tm ({line}) Tj\n" for row, line in enumerate(_LINES))
_TEXT = f"BT /F1 12 Tf {_ROWS} ET"


def page_pdf(content: str, *, picture: Image.Image | None = None, form: str = "") -> bytes:
    """A page with Helvetica, a picture, a pattern made of it, a form, and two graphics states."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=A4)
    pictures: dict[str, pikepdf.Object] = {}
    resources = Dictionary(
        Font=Dictionary(F1=pdf.make_indirect(helvetica())),
        ExtGState=Dictionary(Clear=Dictionary(ca=0, CA=0), Faint=Dictionary(ca=0.01, CA=0.01)),
    )
    if picture is not None:
        pictures["/Scan"] = _image(pdf, picture)
        resources.Pattern = Dictionary(Scan=_pattern(pdf, pictures["/Scan"]))
    if form:
        inner = pdf.make_stream(form.encode(), Type=Name.XObject, Subtype=Name.Form)
        inner.BBox = Array([0, 0, *A4])
        inner.Resources = Dictionary(XObject=Dictionary(pictures))
        pictures["/Form"] = inner
    resources.XObject = Dictionary(pictures)
    page.Resources = resources
    page.Contents = pdf.make_stream(content.encode())
    return save(pdf)


def _image(pdf: pikepdf.Pdf, picture: Image.Image) -> pikepdf.Stream:
    grey = picture.convert("L")
    return pdf.make_stream(
        grey.tobytes(),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=grey.width,
        Height=grey.height,
        ColorSpace=Name.DeviceGray,
        BitsPerComponent=8,
    )


def _pattern(pdf: pikepdf.Pdf, picture: pikepdf.Object) -> pikepdf.Stream:
    return pdf.make_stream(
        b"595 0 0 842 0 0 cm /Scan Do",
        Type=Name.Pattern,
        PatternType=1,
        PaintType=1,
        TilingType=1,
        BBox=Array([0, 0, *A4]),
        XStep=A4[0],
        YStep=A4[1],
        Resources=Dictionary(XObject=Dictionary(Scan=picture)),
    )


def scan() -> Image.Image:
    """A letter on paper, as a scanner sees it."""
    return draw_text([*_LINES, *_LINES], font_px=24)


def read(data: bytes) -> str | None:
    """The page's own text, or ``None`` where all of it is to be read from its pixels."""
    with open_source(data, limits=Limits()) as source:
        [page] = source.pages(OcrOptions())
    if isinstance(page, PageWithPicture):
        page = without_picture(page)
    return page.text if isinstance(page, Page) else None


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(f"1 g {_TEXT}", id="white on white"),
        pytest.param(f"BT 3 Tr /F1 12 Tf {_ROWS} ET", id="invisible by its mode"),
        pytest.param(f"BT 7 Tr /F1 12 Tf {_ROWS} ET", id="only clips"),
        pytest.param(f"/Clear gs {_TEXT}", id="transparent"),
        pytest.param(f"/Faint gs {_TEXT}", id="nearly transparent"),
        pytest.param(f"{_TEXT} 1 g 0 0 595 842 re f", id="under a white rectangle"),
        pytest.param(f"{_TEXT} q 595 0 0 842 0 0 cm /Scan Do Q", id="under a scan"),
        pytest.param(f"q 0 0 10 10 re W n {_TEXT} Q", id="outside of the clip"),
    ],
)
def test_text_that_cannot_be_seen_is_not_the_pages(content: str) -> None:
    """However it is hidden, somebody hid it: the page is read from what it shows."""
    assert read(page_pdf(content, picture=scan())) is None


def test_text_off_the_page_is_not_the_pages() -> None:
    """What lies outside of the paper is left out, and a page of nothing else has no text."""
    outside = _TEXT.replace("1 0 0 1 72", "1 0 0 1 1072")
    assert read(page_pdf(outside)) in (None, "")
    inside = "\n".join(_LINES)
    assert read(page_pdf(f"{_TEXT} {outside}")) == inside


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(f"q 297 0 0 421 72 200 cm /Scan Do Q {_STAMP}", id="a scan of half the width"),
        pytest.param(f"/Pattern cs /Scan scn 0 0 595 842 re f {_STAMP}", id="a pattern"),
        pytest.param(f"/Form Do {_STAMP}", id="a form"),
        pytest.param(
            f"q 297 0 0 421 72 200 cm /Scan Do Q {_TEXT.replace('72 7', '72 1')}",
            id="more than a stamp",
        ),
    ],
)
def test_a_page_that_shows_other_text_is_read(content: str) -> None:
    """A stamp, or a letter head, is not what the scan says, whatever the scan is painted with."""
    data = page_pdf(content, picture=scan(), form="q 297 0 0 421 72 200 cm /Scan Do Q")
    assert read(data) is None


def test_a_page_number_beside_a_scan_is_not_all_of_the_text() -> None:
    """However little of the page the scan takes."""
    number = "BT /F1 12 Tf 1 0 0 1 300 30 Tm (7) Tj ET"
    assert read(page_pdf(number)) == "7"
    assert read(page_pdf(f"{number} q 400 0 0 200 72 500 cm /Scan Do Q", picture=scan())) is None


def _rules() -> str:
    return "".join(f"72 {690 - 18 * row} m 523 {690 - 18 * row} l S " for row in range(20))


def _table() -> str:
    lines = (72 + 45 * column for column in range(9))
    return _rules() + "".join(f"{x} 400 m {x} 700 l S " for x in lines)


def _chart() -> str:
    bars = "".join(f"{72 + 30 * bar} 100 18 {40 + 17 * bar} re f " for bar in range(12))
    return f"0.2 0.4 0.7 rg {bars} 0 g 72 100 m 450 100 l S"


@pytest.mark.parametrize(
    "decoration",
    [
        pytest.param("", id="nothing"),
        pytest.param(_rules(), id="rules"),
        pytest.param(_table(), id="a table"),
        pytest.param(_chart(), id="a chart"),
        pytest.param("q 120 0 0 60 400 760 cm /Scan Do Q", id="a logo"),
        pytest.param("0.9 0.95 1 rg 60 500 480 230 re f 0 g", id="a tinted box"),
    ],
)
def test_sound_text_is_believed_beside_what_is_no_text(decoration: str) -> None:
    """Rules, tables, charts, a logo and a tint are on real pages, and its text is kept."""
    logo = hello().resize((240, 120))
    data = page_pdf(f"{decoration} {_TEXT}", picture=logo)
    assert read(data) == "\n".join(_LINES)


def test_white_text_on_colour_is_seen() -> None:
    """A heading reversed out of a bar is as visible as any."""
    bar = "0.1 0.2 0.5 rg 60 540 480 190 re f 1 g"
    assert read(page_pdf(f"{bar} {_TEXT}")) == "\n".join(_LINES)


def test_a_few_hidden_words_are_left_out() -> None:
    """A page number in white does not make the rest a lie, and is not part of what is shown."""
    hidden = "1 g BT /F1 12 Tf 1 0 0 1 300 40 Tm (draft) Tj ET 0 g"
    assert read(page_pdf(f"{hidden} {_TEXT}")) == "\n".join(_LINES)
