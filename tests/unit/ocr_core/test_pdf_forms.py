"""PDF content that draws content: what is refused before PDFium would follow it."""

import io
import zlib
from collections.abc import Callable, Mapping

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from ocr_core import Limits, OcrOptions
from ocr_core.errors import EmptyPdf, UnreadablePdf
from ocr_core.load import open_source
from ocr_core.load.pdf_forms import check_forms
from tests.pdfs import save, text_pdf

_LEVELS = 26
_BOX = (0, 0, 200, 200)


def by_name(found: Mapping[str, pikepdf.Object]) -> Dictionary:
    """A dictionary of a file's."""
    return Dictionary({f"/{name}": each for name, each in found.items()})


def content(pdf: Pdf, operators: bytes, **drawn: pikepdf.Object) -> Stream:
    """A form that draws further forms."""
    return pdf.make_stream(
        operators,
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array(_BOX),
        Resources=Dictionary(XObject=by_name(drawn)),
    )


def tower(pdf: Pdf, operators: bytes = b"/F Do /F Do", levels: int = _LEVELS) -> Stream:
    """A form that draws the next one twice, and so on."""
    top = content(pdf, b"0 0 9 9 re f")
    for _ in range(levels):
        top = content(pdf, operators, F=top)
    return top


def page_of(pdf: Pdf, operators: bytes, **resources: Dictionary) -> pikepdf.Page:
    """The one page of a file."""
    page = pdf.add_blank_page(page_size=(200, 200))
    page.Resources = by_name(resources)
    page.Contents = pdf.make_stream(operators)
    return page


def draw_form(pdf: Pdf, operators: bytes = b"/F Do /F Do") -> None:
    """A page that draws a tower."""
    page_of(pdf, operators, XObject=Dictionary(F=tower(pdf, operators)))


def draw_with_predictor(pdf: Pdf) -> None:
    """Operators with the byte of a PNG filter before every four of them."""
    operators = b"/F Do /F Do "
    rows = b"".join(b"\0" + operators[at : at + 4] for at in range(0, len(operators), 4))
    top = content(pdf, b"0 0 9 9 re f")
    for _ in range(_LEVELS):
        top = content(pdf, b"", F=top)
        top.write(
            zlib.compress(rows),
            filter=Name.FlateDecode,
            decode_parms=Dictionary(Predictor=12, Columns=4),
        )
    page_of(pdf, operators, XObject=Dictionary(F=top))


def draw_much_often(pdf: Pdf) -> None:
    """A page that draws one long form a thousand times."""
    page_of(
        pdf,
        b"/F Do " * 1000,
        XObject=Dictionary(F=content(pdf, b"1 1 m 2 2 l S " * 10_000)),
    )


def paint_with_pattern(pdf: Pdf) -> None:
    """A tiling pattern whose tile draws a tower."""
    tile = content(pdf, b"/F Do", F=tower(pdf))
    tile.Type, tile.PatternType, tile.PaintType, tile.TilingType = Name.Pattern, 1, 1, 1
    tile.XStep = tile.YStep = 50
    page_of(pdf, b"/Pattern cs /P scn 0 0 200 200 re f", Pattern=Dictionary(P=tile))


def paint_with_patterns_in_patterns(pdf: Pdf) -> None:
    """Tiles that are painted twice with the next one."""
    tile: Stream | None = None
    for _ in range(_LEVELS):
        following = Dictionary() if tile is None else Dictionary(P=tile)
        tile = content(pdf, b"/Pattern cs /P scn 0 0 9 9 re f 0 0 9 9 re f")
        tile.Type, tile.PatternType, tile.PaintType, tile.TilingType = Name.Pattern, 1, 1, 1
        tile.XStep = tile.YStep = 50
        tile.Resources = Dictionary(Pattern=following)
    assert tile is not None
    page_of(pdf, b"/Pattern cs /P scn 0 0 200 200 re f", Pattern=Dictionary(P=tile))


def paint_through_mask(pdf: Pdf) -> None:
    """A soft mask that is a tower."""
    group = tower(pdf)
    group.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
    state = Dictionary(SMask=Dictionary(S=Name.Luminosity, G=group))
    page_of(pdf, b"/G gs 0 0 200 200 re f", ExtGState=Dictionary(G=state))


def write_with_type_3_font(pdf: Pdf) -> None:
    """A letter that is a tower."""
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=Array([0, 0, 1000, 1000]),
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
        CharProcs=Dictionary(a=pdf.make_stream(b"1000 0 d0 /F Do /F Do")),
        Encoding=Dictionary(Type=Name.Encoding, Differences=Array([97, Name.a])),
        FirstChar=97,
        LastChar=97,
        Widths=Array([1000]),
        Resources=Dictionary(XObject=Dictionary(F=tower(pdf))),
    )
    page_of(pdf, b"BT /T 20 Tf 10 10 Td (a) Tj ET", Font=Dictionary(T=font))


def annotate(pdf: Pdf) -> None:
    """A stamp that looks like a tower."""
    stamp = Dictionary(
        Type=Name.Annot, Subtype=Name.Stamp, F=4, Rect=Array(_BOX), AP=Dictionary(N=tower(pdf))
    )
    page_of(pdf, b"").Annots = Array([pdf.make_indirect(stamp)])


@pytest.mark.parametrize(
    "draw",
    [
        draw_form,
        lambda pdf: draw_form(pdf, b"/#46 Do /#46 Do"),
        lambda pdf: draw_form(pdf, b"/F%x\nDo /F%x\nDo"),
        lambda pdf: draw_form(pdf, b"/F\0Do /F\0Do"),
        lambda pdf: draw_form(pdf, b"(F)Do (F)Do"),
        lambda pdf: draw_form(pdf, b"/" + b"F" * 300 + b" Do /F Do"),
        draw_with_predictor,
        draw_much_often,
        paint_with_pattern,
        paint_with_patterns_in_patterns,
        paint_through_mask,
        write_with_type_3_font,
        annotate,
    ],
)
def test_what_is_drawn_without_an_end_is_refused(draw: Callable[[Pdf], None]) -> None:
    """However the name is written, and whatever kind of content draws the other."""
    pdf = pikepdf.new()
    draw(pdf)
    with pytest.raises(UnreadablePdf, match="refers to itself"):
        check_forms(save(pdf), None, [1])


def test_the_kind_of_a_form_may_be_written_with_escapes() -> None:
    """A name is the same with its letters as hexadecimal digits (ISO 32000-1, 7.3.5)."""
    pdf = pikepdf.new()
    draw_form(pdf)
    buffer = io.BytesIO()
    pdf.save(buffer, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    escaped = buffer.getvalue().replace(b"/Form", b"/F#6frm")
    with pytest.raises(UnreadablePdf, match="refers to itself"):
        check_forms(escaped, None, [1])


def test_what_is_too_long_to_be_looked_at_is_refused() -> None:
    """A few bytes that decode to more operators than anybody draws hide nothing behind them."""
    pdf = pikepdf.new()
    page_of(pdf, b" " * 50_000_001 + b"/F Do", XObject=Dictionary(F=tower(pdf)))
    with pytest.raises(UnreadablePdf):
        check_forms(save(pdf), None, [1])


def test_what_programs_draw_is_no_trouble() -> None:
    """Many forms, resources that all share, a pattern of a pattern, and text with a form's name."""
    pdf = pikepdf.new()
    inner = content(pdf, b"0 0 9 9 re f")
    shared = pdf.make_indirect(Dictionary(XObject=Dictionary(F=inner)))
    outer = content(pdf, b"/F Do " * 20)
    outer.Resources = shared
    shared.XObject.G = outer
    page_of(pdf, b"/G Do " * 500 + b"BT (/Unknown) Tj ET").Resources = shared
    assert check_forms(save(pdf), None, [1]) is None


@pytest.mark.parametrize("operators", [b"/F" + b"%" * 100, b"/F%" * 20_000, b"/F " * 20_000])
def test_looking_for_names_takes_no_time(operators: bytes) -> None:
    """A comment after a name, and a name in a comment, are each looked at once."""
    pdf = pikepdf.new()
    page_of(pdf, operators, XObject=Dictionary(F=content(pdf, b"")))
    assert check_forms(save(pdf), None, [1]) is None


def test_a_form_that_the_two_readers_see_differently_is_read_as_it_was_checked() -> None:
    """A damaged file is mended before PDFium gets it: else it would find what qpdf did not."""
    pdf = pikepdf.new()
    page_of(pdf, b"/F Do", XObject=Dictionary(F=content(pdf, b"/F Do 1 0 0 1 9 0 cm /F Do")))
    itself = pdf.pages[0].Resources.XObject.F
    itself.Resources.XObject.F = itself
    whole = save(pdf)
    with pytest.raises(UnreadablePdf, match="refers to itself"):
        check_forms(whole, None, [1])
    # PDFium passes over the closing bracket, and reads what follows; qpdf gives up the object.
    damaged = whole.replace(b"/BBox [", b"/BBox  ").replace(b"startxref", b"startxxxx")
    mended = check_forms(damaged, None, [1])
    assert mended is not None
    with open_source(damaged, limits=Limits()) as source:
        assert len(list(source.pages(OcrOptions()))) == 1


@pytest.mark.parametrize("kid", [b"7", b"0", b"null", b"[]", b"(x)", b"<<>>", b"2 0 R", b"9 0 R"])
@pytest.mark.parametrize("others", [b"3 0 R ", b""])
def test_a_page_tree_that_does_not_hold_together_is_unreadable_or_mended(
    others: bytes, kid: bytes
) -> None:
    """What qpdf raises of it, of whatever kind, is no fault of ours."""
    data = (
        b"%PDF-1.4\n1 0 obj<</Pages 2 0 R>>/Form\n2 0 obj<</Kids[" + others + kid + b"]>>\n"
        b"3 0 obj<</Type/Page>>\ntrailer<</Root 1 0 R>>"
    )
    try:
        with open_source(data, limits=Limits()) as source:
            assert len(list(source.pages(OcrOptions()))) == source.page_count
    except (EmptyPdf, UnreadablePdf):
        pass


def test_a_filter_that_is_none_is_unreadable() -> None:
    """What stands where something else has to stand is damage."""
    pdf = pikepdf.new()
    form = content(pdf, b"0 0 9 9 re f")
    page_of(pdf, b"/F Do", XObject=Dictionary(F=form))
    damaged = save(pdf).replace(b"/Filter /FlateDecode", b"/Filter 7")
    with pytest.raises(UnreadablePdf, match="damaged"):
        check_forms(damaged, None, [1])


def test_a_damaged_file_with_a_form_keeps_its_text() -> None:
    """Mending changes nothing of what stands on the page."""
    pdf = pikepdf.open(io.BytesIO(text_pdf(("A line that is read from the file.",))))
    pdf.pages[0].Resources.XObject = Dictionary(F=content(pdf, b""))
    damaged = save(pdf).replace(b"startxref", b"startxxxx")
    assert check_forms(damaged, None, [1]) is not None
    with open_source(damaged, limits=Limits()) as source:
        [page] = source.pages(OcrOptions())
    assert getattr(page, "text", None) == "A line that is read from the file."
