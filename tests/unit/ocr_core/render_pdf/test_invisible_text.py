"""An older OCR layer does not come twice, and nothing that is seen goes with it."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import ImageChops

from ocr_core.render.invisible_text import remove_invisible_text

from .originals import add_page, helvetica, saved
from .readers import assert_sound, drawn, pdfium_text

SIZE = (1190, 840)
SEEN = b"BT /F 20 Tf 0 Tr 50 100 Td (Seen) Tj ET "


def cleaned(original: bytes) -> bytes:
    """The file without its first page's invisible text; looks as it did."""
    with pikepdf.open(io.BytesIO(original)) as pdf:
        remove_invisible_text(pdf, pdf.pages[0])
        made = saved(pdf)
    assert_sound(made)
    assert ImageChops.difference(drawn(made, SIZE), drawn(original, SIZE)).getbbox() is None
    return made


def page_with(content: bytes) -> bytes:
    """A file with one page of this content."""
    with pikepdf.new() as pdf:
        add_page(pdf, content)
        return saved(pdf)


def words(pdf: bytes, index: int = 0) -> list[str]:
    """What PDFium finds on a page."""
    return pdfium_text(pdf, index).split()


@pytest.mark.parametrize(
    "layer",
    [
        b"BT 3 Tr /F 20 Tf 50 300 Td (Old) Tj ET ",
        b"BT /F 20 Tf 3 Tr 50 300 Td [(O) -50 (ld)] TJ 0 Tr ET ",
        b"3 Tr BT /F 20 Tf 50 300 Td (Old) ' (Old) ' ET ",
        b'q 3.0 Tr BT /F 20 Tf 50 300 Td 1 2 (Old) " ET Q ',
        b"q BT 3  \n Tr /F 20 Tf 50 300 Td (Old) Tj ET Q ",
    ],
)
def test_text_in_rendering_mode_3_is_taken_out(layer: bytes) -> None:
    """However it is shown; text that is seen stays."""
    original = page_with(layer + SEEN)
    assert "Old" in words(original)
    assert words(cleaned(original)) == ["Seen"]


@pytest.mark.parametrize(
    "content",
    [
        b"q 3 Tr Q BT /F 20 Tf 50 300 Td (Seen) Tj ET",
        b"BT 3 Tr 0 Tr /F 20 Tf 50 300 Td (Seen) Tj ET",
        b"BT 3 Tr 2 Tr /F 20 Tf 50 300 Td (Seen) Tj ET",
        b"BT /F 20 Tf (3 Tr) pop 50 300 Td (Seen) Tj ET",
        b"BT 13 Tr /F 20 Tf 50 300 Td (Seen) Tj ET",
        b"Q Q BT /F 20 Tf 50 300 Td (Seen) Tj ET",
    ],
)
def test_text_that_is_seen_stays(content: bytes) -> None:
    """The mode ends with the graphics state that it was set in, or with another."""
    assert words(cleaned(page_with(content))) == ["Seen"]


def test_what_moves_the_next_line_still_does() -> None:
    """The operators ' and " go to the next line, and the last sets the spaces, without text."""
    layer = b"BT /F 20 Tf 25 TL 50 300 Td 3 Tr (Old) ' 40 9 (Old) \" 0 Tr T* (Seen too) Tj ET"
    assert words(cleaned(page_with(layer))) == ["Seen", "too"]


def test_text_that_another_text_follows_on_its_line_keeps_its_place() -> None:
    """Without the invisible text, what is seen would move: then both stay."""
    layer = b"BT /F 20 Tf 50 300 Td 3 Tr (Old) Tj 0 Tr (Seen) Tj 0 -30 Td 3 Tr (Gone) Tj ET"
    found = "".join(words(cleaned(page_with(layer))))
    assert found == "OldSeen"


def test_text_in_a_type_3_font_is_seen_in_every_mode() -> None:
    """Its glyphs are drawings, to which the mode does not apply."""
    with pikepdf.new() as pdf:
        glyph = pdf.make_stream(b"1000 0 0 0 750 750 d1 0 0 750 750 re f")
        font = Dictionary(
            Type=Name.Font,
            Subtype=Name.Type3,
            FontBBox=Array([0, 0, 750, 750]),
            FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
            CharProcs=Dictionary(square=glyph),
            Encoding=Dictionary(Type=Name.Encoding, Differences=Array([97, Name.square])),
            FirstChar=97,
            LastChar=97,
            Widths=Array([1000]),
            Resources=Dictionary(),
        )
        fonts = Dictionary(Font=Dictionary(T=font, F=helvetica()))
        content = b"BT 3 Tr /T 90 Tf 50 200 Td (aa) Tj /F 20 Tf 0 90 Td (Old) Tj ET"
        add_page(pdf, content, resources=fonts)
        original = saved(pdf)
    made = cleaned(original)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        content = pdf.pages[0].obj.Contents.read_bytes()
    assert b"(aa) Tj" in content
    assert b"(Old)" not in content


def form(pdf: pikepdf.Pdf, content: bytes, resources: Dictionary) -> pikepdf.Stream:
    """A form as OCRmyPDF and Acrobat put their layers into."""
    return pdf.make_stream(
        content,
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, 595, 420]),
        Resources=resources,
    )


def test_forms_within_forms_are_cleaned_for_this_page_only() -> None:
    """A page that shares a form with the cleaned one keeps its text."""
    with pikepdf.new() as pdf:
        fonts = Dictionary(Font=Dictionary(F=helvetica()))
        layer = form(pdf, b"BT 3 Tr /F 20 Tf 50 300 Td (Old) Tj ET 0 0 9 9 re f", fonts)
        outer = form(
            pdf, b"q 2 0 0 2 0 0 cm /Inner Do Q", Dictionary(XObject=Dictionary(Inner=layer))
        )
        shared = pdf.make_indirect(
            Dictionary(Font=fonts.Font, XObject=pdf.make_indirect(Dictionary(Layer=outer)))
        )
        for _ in range(2):
            add_page(pdf, SEEN + b"/Layer Do", resources=shared)
        original = saved(pdf)
    made = cleaned(original)
    assert words(made) == ["Seen"]
    assert words(made, 1) == ["Seen", "Old"]


def test_a_form_is_invisible_where_its_page_says_so() -> None:
    """The mode goes on in the forms that are drawn: the same form is seen once and once not."""
    with pikepdf.new() as pdf:
        fonts = Dictionary(Font=Dictionary(F=helvetica()))
        stamp = form(pdf, b"BT /F 20 Tf 50 300 Td (Stamp) Tj ET", fonts)
        resources = Dictionary(Font=fonts.Font, XObject=Dictionary(Stamp=stamp))
        add_page(pdf, b"/Stamp Do q 1 0 0 1 0 -99 cm 3 Tr /Stamp Do Q", resources=resources)
        original = saved(pdf)
    assert words(original) == ["Stamp", "Stamp"]
    assert words(cleaned(original)) == ["Stamp"]


def test_forms_that_draw_each_other_come_to_an_end() -> None:
    """A tangle of forms, which is damage or an attack, is walked once. PDFium never ends here."""
    with pikepdf.new() as pdf:
        names = pdf.make_indirect(Dictionary())
        resources = Dictionary(Font=Dictionary(F=helvetica()), XObject=names)
        layer = b"BT 3 Tr /F 20 Tf 50 300 Td (Old) Tj ET "
        names.One = form(pdf, layer + b"/Two Do", resources)
        names.Two = form(pdf, layer + b"/One Do /Two Do", resources)
        page = add_page(pdf, SEEN + b"/One Do", resources=resources)
        remove_invisible_text(pdf, page)
        content = page.obj.Contents.read_bytes()
        one = page.obj.Resources.XObject["/Clean1"].read_bytes()
    assert b"(Seen) Tj" in content
    assert b"/Clean1 Do" in content
    assert b"Old" not in one


def test_content_in_several_streams_is_one_content() -> None:
    """The mode that one stream sets holds in the next."""
    with pikepdf.new() as pdf:
        page = add_page(pdf)
        page.obj.Contents = Array(
            [
                pdf.make_stream(part)
                for part in (b"BT 3 Tr", b"/F 20 Tf 50 300 Td (Old) Tj ET", SEEN)
            ]
        )
        original = saved(pdf)
    assert words(cleaned(original)) == ["Seen"]


@pytest.mark.parametrize(
    "content",
    [
        b"BT 3 Tr Tr /Nothing Tr Tf /None 5 Tf /None Do Do 5 Do ET",
        b"3 Tr BT (unclosed",
        b"3 Tr \" ' Tj TJ",
        b"BI /W 1 /H 1 /BPC 8 /CS /G ID \xff EI 3 Tr",
        b"\x00\xff3 Tr<<<<[[[",
    ],
)
def test_content_that_makes_no_sense_does_no_harm(content: bytes) -> None:
    """Broken content is left as it is, or cleaned without a change to what is seen."""
    original = page_with(content)
    with pikepdf.open(io.BytesIO(original)) as pdf:
        remove_invisible_text(pdf, pdf.pages[0])
        made = saved(pdf)
    assert ImageChops.difference(drawn(made, SIZE), drawn(original, SIZE)).getbbox() is None
