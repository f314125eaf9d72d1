"""PDF: pages, their own text, and what is wrong with some."""

import io
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import pikepdf
import pytest
from pikepdf import Array, Dictionary
from PIL import Image

from ocr_core import Limits, MediaType, OcrOptions, Page, PageImage, TextLayer, TextSource
from ocr_core.engine import PageWithPicture
from ocr_core.errors import (
    EmptyPdf,
    InvalidOption,
    PasswordRequired,
    TooManyPages,
    UnreadableImage,
    UnreadablePdf,
    WrongPassword,
)
from ocr_core.load import open_source, verify_image
from ocr_core.load.media_type import sniff
from tests.images import hello_png
from tests.pdfs import (
    font_with_map,
    helvetica,
    pdf_as_seen,
    save,
    scan_pdf,
    text_pdf,
    with_annotation,
    with_hidden_layer,
)

LINES = ("The first line of the document.", "A second one follows it here.")
TEXT = "\n".join(LINES)


def load(
    data: bytes,
    *,
    limits: Limits = Limits(),  # noqa: B008  # frozen
    password: str | None = None,
    **options: object,
) -> list[PageImage | Page | PageWithPicture]:
    """The pages, as text or as pictures."""
    with open_source(data, limits=limits, password=password) as source:
        return list(source.pages(OcrOptions.model_validate(options)))


def claiming(page_count: int) -> bytes:
    """A PDF of one page that says that it has more."""
    data = text_pdf(LINES)
    assert data.count(b"/Count 1 ") == 1
    return data.replace(b"/Count 1 ", b"/Count %d " % page_count)


@contextmanager
def counted_calls() -> Iterator[Counter[str]]:
    """How many functions are entered, and generators gone on with, meanwhile: work, not time."""
    calls: Counter[str] = Counter()
    sys.setprofile(lambda _frame, event, _argument: calls.update([event]))
    try:
        yield calls
    finally:
        sys.setprofile(None)


def text_of(page: PageImage | Page | PageWithPicture) -> str:
    """The text of a page that was not to be read from its pixels."""
    assert isinstance(page, Page)
    assert page.source is TextSource.TEXT_LAYER
    return page.text


def test_a_born_digital_page_is_answered_from_its_text() -> None:
    """Lines and words come from the file itself, without a confidence of recognition."""
    [page] = load(text_pdf(LINES))
    assert text_of(page) == TEXT
    assert isinstance(page, Page)
    assert page.confidence is None
    assert {line.confidence for line in page.lines} == {None}
    assert not page.needs_review
    assert [word.text for word in page.lines[1].words] == LINES[1].split()
    assert (page.width, page.height, page.dpi) == (2480, 3509, 300)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_boxes_are_pixels_of_the_page_as_it_is_shown(rotate: int) -> None:
    """Wherever the page is turned, each word's box holds that word's ink and little else."""
    data = text_pdf(LINES, rotate=rotate)
    [page] = load(data)
    [picture] = load(data, text_layer="ignore")
    assert isinstance(page, Page)
    assert isinstance(picture, PageImage)
    assert picture.image.size == (page.width, page.height)
    paper = picture.image.copy()
    for word in (word for line in page.lines for word in line.words):
        left, top, right, bottom = word.box.left, word.box.top, word.box.right, word.box.bottom
        assert darkest(picture.image.crop((left, top, right, bottom))) < 100
        paper.paste(255, (left - 4, top - 4, right + 4, bottom + 4))
    assert darkest(paper) == 255


def darkest(image: Image.Image) -> float:
    """The lowest of the grey levels."""
    low = image.getextrema()[0]
    assert isinstance(low, int | float)
    return low


def test_boxes_know_the_crop_box() -> None:
    """A page that is cropped has its origin at the corner of what is shown."""
    pdf = pikepdf.open(io.BytesIO(text_pdf(LINES)))
    pdf.pages[0].CropBox = Array([60, 400, 400, 800])
    [page] = load(save(pdf), dpi=72)
    assert isinstance(page, Page)
    assert (page.width, page.height) == (340, 400)
    box = page.lines[0].words[0].box
    assert abs(box.left - 12) <= 2  # 72 - 60
    assert abs(box.bottom - 30) <= 4  # 800 - 770, the baseline


def test_a_scan_is_to_be_read() -> None:
    """A page that is a picture comes as pixels, at the resolution asked for."""
    [page] = load(scan_pdf(), dpi=150)
    assert isinstance(page, PageImage)
    assert page.image.mode == "L"
    assert page.dpi == 150
    assert page.decode_ms > 0


def test_the_layer_of_an_earlier_ocr_is_not_believed() -> None:
    """Invisible text under a scan is read anew, and taken only where that is asked for."""
    data = with_hidden_layer(scan_pdf(), "poor old text of an earlier program")
    assert isinstance(load(data)[0], PageImage)
    assert "poor old text" in text_of(load(data, text_layer="only")[0])
    assert isinstance(load(text_pdf(LINES, invisible=True))[0], PageImage)


def test_a_stamp_on_a_scan_is_not_its_text() -> None:
    """A scan with some visible text on top is still read as a whole."""
    pdf = pikepdf.open(io.BytesIO(scan_pdf()))
    page = pdf.pages[0]
    page.Resources.Font = Dictionary(F1=pdf.make_indirect(helvetica()))
    page.contents_add(b"BT /F1 8 Tf 1 0 0 1 5 5 Tm (Received by the office on 12 March 2021) Tj ET")
    assert isinstance(load(save(pdf))[0], PageImage)


def test_letters_without_a_meaning_are_not_believed() -> None:
    """A font that maps to the private use area says nothing of its letters."""
    pdf = pikepdf.new()
    font = font_with_map(pdf, 0)
    font.ToUnicode = pdf.make_stream(font.ToUnicode.read_bytes().replace(b"> <00", b"> <e0"))
    data = _page_with(pdf, font)
    assert isinstance(load(data)[0], PageImage)


@pytest.mark.parametrize("code", [0x01, 0x06, 0x1B, 0x7F, 0x9F])
def test_no_control_character_comes_out_of_a_page(code: int) -> None:
    """A letter that its font takes for one is the replacement character: it might be any."""
    pdf = pikepdf.new()
    font = font_with_map(pdf, 0)
    c_is_none = font.ToUnicode.read_bytes().replace(b"<63> <0063>", b"<63> <%04x>" % code)
    font.ToUnicode = pdf.make_stream(c_is_none)
    text = text_of(load(_page_with(pdf, font), text_layer="only")[0])
    assert "A se\ufffdond one" in text
    assert not [
        letter for letter in text if letter != "\n" and unicodedata.category(letter) == "Cc"
    ]


@pytest.mark.parametrize("shift", [3, 4])
def test_wrong_letters_are_not_believed(shift: int) -> None:
    """A font that maps to other letters gives words that nobody could say."""
    pdf = pikepdf.new()
    data = _page_with(pdf, font_with_map(pdf, shift))
    assert isinstance(load(data)[0], PageImage)
    assert text_of(load(data, text_layer="only")[0])
    pdf = pikepdf.new()
    assert text_of(load(_page_with(pdf, helvetica()))[0])


@pytest.mark.parametrize(("places", "is_believed"), [(0, True), (1, False)])
def test_wrong_letters_of_another_script_are_not_believed(
    places: int, *, is_believed: bool
) -> None:
    """A Cyrillic font whose map is one letter off, as a font with a letter too many has it."""
    alphabet = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
    russian = "настоящий договор вступает в силу с момента его подписания обеими сторонами"
    moved = russian.translate(str.maketrans(alphabet, alphabet[places:] + alphabet[:places]))
    [page] = load(pdf_as_seen([moved]))
    assert isinstance(page, Page) == is_believed


def _page_with(pdf: pikepdf.Pdf, font: Dictionary) -> bytes:
    page = pdf.add_blank_page(page_size=(595, 842))
    page.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)))
    rows = "".join(
        f"1 0 0 1 72 {700 - 18 * row} Tm ({line.replace('.', '')} and more of it) Tj\n"
        for row, line in enumerate(LINES)
    )
    page.Contents = pdf.make_stream(f"BT /F1 12 Tf\n{rows}ET".encode())
    return save(pdf)


def test_cyrillic_taken_for_latin_is_not_believed() -> None:
    """Bytes of another encoding in a Latin font give accents only; French gives few enough."""
    russian = "Развитие экономики и общества зависит от образования".encode("cp1251")
    french = "Le développement de l'économie dépend de la qualité élevée".encode("cp1252")
    for content, believed in ((russian, False), (french, True)):
        pdf = pikepdf.open(io.BytesIO(text_pdf(("x",))))
        line = content.replace(b"'", b" ")
        pdf.pages[0].Contents = pdf.make_stream(b"BT /F1 12 Tf 72 700 Td (" + line + b") Tj ET")
        assert isinstance(load(save(pdf))[0], Page) == believed


def test_a_scan_inside_a_form_is_a_scan() -> None:
    """A stamp beside a form that holds a picture is not the page's text."""
    pdf = pikepdf.open(io.BytesIO(scan_pdf()))
    page = pdf.pages[0]
    form = pdf.make_stream(page.Contents.read_bytes(), Type=pikepdf.Name.XObject)
    form.Subtype, form.BBox, form.Resources = pikepdf.Name.Form, page.MediaBox, page.Resources
    page.Resources = Dictionary(
        XObject=Dictionary(Scan=form), Font=Dictionary(F1=pdf.make_indirect(helvetica()))
    )
    page.Contents = pdf.make_stream(
        b"/Scan Do BT /F1 8 Tf 1 0 0 1 5 5 Tm (Received by the office on 12 March) Tj ET"
    )
    assert isinstance(load(save(pdf))[0], PageImage)


def test_what_is_laid_over_a_page_is_seen() -> None:
    """A stamp is not in the text: the page is read from its pixels."""
    assert isinstance(load(with_annotation(text_pdf(LINES)))[0], PageImage)


def test_a_short_text_between_rules_is_all_of_the_text() -> None:
    """A small table: there is nothing to be read but its letters and digits."""
    pdf = pikepdf.open(io.BytesIO(text_pdf(("1 2 3", "4 5 6"))))
    pdf.pages[0].contents_add(b"50 700 m 400 700 l 50 600 m 400 600 l 50 500 300 1 re S")
    assert text_of(load(save(pdf))[0]) == "1 2 3\n4 5 6"


def test_a_few_signs_beside_shapes_are_not_believed() -> None:
    """Nobody can tell whether their font maps them right."""
    pdf = pikepdf.open(io.BytesIO(text_pdf(('"+%-',))))
    pdf.pages[0].contents_add(b"50 700 m 400 700 l S")
    assert isinstance(load(save(pdf))[0], PageImage)


def test_a_blank_page_needs_no_reading() -> None:
    """Nothing on the page is an empty text."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    assert text_of(load(save(pdf))[0]) == ""


def test_ignoring_the_layer_gives_pixels() -> None:
    """With `ignore` every page is read."""
    assert isinstance(load(text_pdf(LINES), text_layer=TextLayer.IGNORE)[0], PageImage)


def test_an_image_has_no_layer() -> None:
    """With `only` an image is an empty page and is not read."""
    [page] = load(hello_png(), text_layer="only")
    assert text_of(page) == ""


def test_pages_can_be_chosen_and_are_counted() -> None:
    """Selections and limits are those of every document."""
    data = text_pdf(LINES, pages=5)
    chosen = [page.number for page in load(data, pages="2,4-") if isinstance(page, Page)]
    assert chosen == [2, 4, 5]
    with pytest.raises(TooManyPages):
        load(data, limits=Limits(max_pages=4))
    with pytest.raises(InvalidOption, match="the file has 5"):
        load(data, pages="6")


def test_a_poster_is_rasterised_within_the_limit() -> None:
    """A huge page is read at a lower resolution and not refused."""
    data = text_pdf(LINES, size=(14_400, 14_400))
    [page] = load(data, text_layer="ignore", limits=Limits(max_pixels=4_000_000))
    assert isinstance(page, PageImage)
    assert page.image.width * page.image.height <= 4_000_000
    assert page.dpi == pytest.approx(10, abs=0.1)


def test_an_encrypted_file_needs_its_password() -> None:
    """No password, a wrong one and the right one are three answers."""
    data = text_pdf(LINES, password="sesame")
    with pytest.raises(PasswordRequired, match="X-Document-Password"):
        load(data)
    with pytest.raises(WrongPassword):
        load(data, password="wrong")
    assert text_of(load(data, password="sesame")[0]) == TEXT


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.7", b"%PDF-1.7\n%%EOF", text_pdf(LINES)[:200], b"%PDF-1.4\n" + b"\xff" * 5_000],
)
def test_a_damaged_file_is_unreadable(data: bytes) -> None:
    """What PDFium cannot open is an error with a way out."""
    with pytest.raises(UnreadablePdf, match="Print it"):
        load(data)


def test_a_file_without_pages_is_empty() -> None:
    """Whatever was wrong with the file before it: PDFium's last error is that one's still."""
    for before in (text_pdf(LINES, password="word"), b"%PDF-1.7"):
        with pytest.raises((PasswordRequired, UnreadablePdf)):
            load(before)
        with pytest.raises(EmptyPdf):
            load(save(pikepdf.new()))


def test_a_header_may_stand_a_little_later() -> None:
    """Some programs write something before the header."""
    assert sniff(b"\r\n\xef\xbb\xbf%PDF-1.4") is MediaType.PDF
    assert sniff(b" " * 2_000 + b"%PDF-1.4") is None


def test_a_document_is_not_an_image() -> None:
    """The echo gives back images only."""
    with pytest.raises(UnreadableImage, match="is a PDF"):
        verify_image(text_pdf(LINES), limits=Limits())


def drawing_forms(names: dict[str, str]) -> bytes:
    """A page that draws the form ``A``; each form draws those named in its value."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(200, 200))
    resources = pdf.make_indirect(Dictionary(XObject=Dictionary()))
    for name, drawn in names.items():
        content = " ".join(f"/{each} Do" for each in drawn) + " 0 0 9 9 re f"
        form = pdf.make_stream(content.encode(), Type=pikepdf.Name.XObject)
        form.Subtype, form.BBox = pikepdf.Name.Form, Array([0, 0, 200, 200])
        form.Resources = resources
        resources.XObject[f"/{name}"] = form
    page.Resources = resources
    page.Contents = pdf.make_stream(b"/A Do")
    return save(pdf)


@pytest.mark.parametrize(
    "names",
    [
        {"A": "A"},
        {"A": "B", "B": "AB"},
        {chr(65 + level): chr(66 + level) * 2 for level in range(24)},
    ],
)
def test_forms_without_an_end_are_refused_before_they_are_drawn(names: dict[str, str]) -> None:
    """Forms that draw each other, or twice as many at each level, never reach PDFium."""
    with pytest.raises(UnreadablePdf, match="refers to itself"):
        load(drawing_forms(names))


def test_forms_in_forms_are_drawn() -> None:
    """What programs write is read: a form in a form in a form, and one drawn a hundred times."""
    assert isinstance(load(drawing_forms({"A": "B" * 100, "B": "C", "C": ""}))[0], PageImage)


def test_form_fields_are_drawn() -> None:
    """What was filled into a form is among the pixels."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(300, 100))
    font = pdf.make_indirect(helvetica())
    drawn = pdf.make_stream(b"BT /Helv 20 Tf 5 10 Td (FILLED) Tj ET")
    drawn.Type, drawn.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    drawn.BBox = Array([0, 0, 200, 40])
    drawn.Resources = Dictionary(Font=Dictionary(Helv=font))
    field = pdf.make_indirect(
        Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Tx,
            T="name",
            V="FILLED",
            F=4,
            DA="/Helv 20 Tf 0 g",
            Rect=Array([20, 20, 220, 60]),
            AP=Dictionary(N=drawn),
        )
    )
    page.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(
        Fields=Array([field]), DR=Dictionary(Font=Dictionary(Helv=font)), DA="/Helv 20 Tf 0 g"
    )
    [loaded] = load(save(pdf), text_layer="ignore")
    assert isinstance(loaded, PageImage)
    assert darkest(loaded.image) < 100


@pytest.mark.parametrize(
    ("pages", "outcome"),
    [("1-", TooManyPages), ("1", None), ("2-50", UnreadablePdf), ("999999", UnreadablePdf)],
)
def test_a_million_pages_in_a_small_file_are_not_counted(
    pages: str, outcome: type[Exception] | None
) -> None:
    """What a file claims is refused, or read as far as it goes, with the work of a real one."""
    data = claiming(1_000_000)
    assert len(data) < 2_000
    with counted_calls() as calls, pytest.raises(outcome) if outcome else nullcontext():
        load(data, pages=pages)
    assert calls["call"] < 50_000
