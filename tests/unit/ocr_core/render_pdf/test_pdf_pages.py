"""PDF in, PDF out: its own pages, untouched, with the text where it is shown."""

import dataclasses
import io
import math

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageChops

from ocr_core import Line, OutputFormat, Page, TextSource, render_document
from ocr_core.errors import PasswordRequired, UnreadablePdf, WrongPassword
from ocr_core.load.pdfium import LOCK
from ocr_core.page_layout import line_of

from .documents import document_of, line_at, page_of
from .originals import DPI, DRAWING, add_page, helvetica, pdf_of, saved
from .readers import (
    assert_sound,
    assert_stands_in,
    drawn,
    found_at,
    pdfium_text,
    poppler_text,
    poppler_words,
)


def shown_size(original: bytes, index: int = 0) -> tuple[int, int]:
    """The pixels of a page at ``DPI``, as the loader rasterises it."""
    with LOCK, pypdfium2.PdfDocument(original) as document:
        width, height = document[index].get_size()
    return math.ceil(width * DPI / 72), math.ceil(height * DPI / 72)


def searchable(original: bytes, *pages: Page) -> bytes:
    """The PDF that is made of ``original`` and what was read of it, checked to be sound."""
    document = document_of(*pages, media_type="application/pdf")
    made = render_document(document, OutputFormat.PDF, original=original).body
    assert_sound(made)
    return made


def read_page(original: bytes, *lines: Line, number: int = 1) -> Page:
    """A page with these lines, as large as it is shown."""
    size = shown_size(original, number - 1)
    return page_of(*lines, number=number, size=size, dpi=DPI)


def assert_looks_alike(made: bytes, original: bytes, index: int = 0, was: int = 0) -> None:
    """PDFium draws the same pixels for both."""
    size = shown_size(original, was)
    difference = ImageChops.difference(drawn(made, size, index), drawn(original, size, was))
    assert difference.getbbox() is None


@pytest.mark.parametrize("turn", [0, 90, 180, 270, -90, 450])
@pytest.mark.parametrize(
    "boxes",
    [
        {},
        {"media_box": (100, 200, 695, 620)},
        {"CropBox": Array([50, 40, 500, 300])},
        {"media_box": (-100, -50, 495, 370), "CropBox": Array([400, 300, -60, 20])},
        {"CropBox": Array([-500, -500, 5_000, 5_000])},
        {"CropBox": Array([0, 0, 0, 0])},
        {"UserUnit": 2},
    ],
    ids=["plain", "offset", "cropped", "offset and cropped", "crop outside", "no crop", "unit"],
)
def test_words_are_found_where_the_page_shows_them(turn: int, boxes: dict[str, object]) -> None:
    """Whatever the page's boxes and rotation, the text is where the pixels were read."""
    with pikepdf.new() as pdf:
        add_page(pdf, Rotate=turn, **boxes)  # type: ignore[arg-type]  # entries of the page
        original = saved(pdf)
    page = read_page(original, line_at("Words are found", 100), line_at("further down", 300))
    made = searchable(original, page)
    size = page.width, page.height
    for line in page.lines:
        for word in line.words:
            assert_stands_in(found_at(made, word.text, size), word.box)
    assert poppler_words(made) == page.text.split()
    assert_looks_alike(made, original)


def test_the_content_of_a_page_is_not_touched() -> None:
    """The page's own streams, and the file's metadata and bookmarks, stay byte for byte."""
    with pikepdf.new() as pdf:
        add_page(pdf)
        pdf.docinfo["/Title"] = "As it was"
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("A bookmark", 0))
        original = saved(pdf, compress_streams=False)
    made = searchable(original, read_page(original, line_at("New text", 100)))
    with pikepdf.open(io.BytesIO(made)) as opened:
        *_, last = opened.pages[0].obj.Contents
        assert last.read_bytes() == DRAWING
        assert opened.docinfo["/Title"] == "As it was"
        with opened.open_outline() as outline:
            assert [item.title for item in outline.root] == ["A bookmark"]


@pytest.mark.parametrize(
    "content", [b"q q 5 0 0 5 99 99 cm", b"Q Q 0 0 9 9 re W n", b"BT 1 0 0 1 7 7 Tm", b"(broken"]
)
def test_content_that_leaves_things_changed_does_not_displace_the_text(content: bytes) -> None:
    """Unbalanced operators and broken ones have no effect on where the text stands."""
    original = pdf_of(content)
    page = read_page(original, line_at("Steady text", 100))
    document = document_of(page, media_type="application/pdf")
    made = render_document(document, OutputFormat.PDF, original=original).body
    size = page.width, page.height
    assert_stands_in(found_at(made, "Steady", size), page.lines[0].words[0].box)


@pytest.mark.parametrize("contents", [None, Array([]), Name.Nothing])
def test_a_page_without_content_gets_text_too(contents: pikepdf.Object | None) -> None:
    """No /Contents, an empty one, or one that makes no sense."""
    with pikepdf.new() as pdf:
        page = add_page(pdf)
        if contents is None:
            del page.obj.Contents
        else:
            page.obj.Contents = contents
        original = saved(pdf)
    made = searchable(original, read_page(original, line_at("Text at last", 100)))
    assert poppler_words(made) == ["Text", "at", "last"]


def test_pages_with_text_of_their_own_get_no_second_layer() -> None:
    """A page whose text layer was used is as it was; its neighbour gets text."""
    own = b"BT /F 20 Tf 50 300 Td (Own text) Tj ET"
    original = pdf_of(own, DRAWING)
    line = line_at("Own text", 200)
    words = [dataclasses.replace(word, confidence=None) for word in line.words]
    first = read_page(original, line_of(words)).model_copy(update={"source": TextSource.TEXT_LAYER})
    made = searchable(original, first, read_page(original, line_at("Read text", 100), number=2))
    assert [part.split() for part in poppler_text(made).split("\f")] == [
        ["Own", "text"],
        ["Read", "text"],
        [],
    ]
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert opened.pages[0].obj.Contents.read_bytes() == own


def test_only_the_pages_asked_for_are_kept() -> None:
    """A selection has those pages, in order, and nothing of the others is in the file."""
    contents = [b"BT /F 20 Tf 50 300 Td (Page%d) Tj ET" % number for number in range(1, 5)]
    original = pdf_of(*contents)
    pages = [read_page(original, line_at(f"text{number}", 300), number=number) for number in (2, 4)]
    made = searchable(original, *pages)
    assert [part.split() for part in poppler_text(made).split("\f")] == [
        ["text2"],
        ["text4"],
        [],
    ]
    for index, was in enumerate((1, 3)):
        assert_looks_alike(made, original, index, was)
    with pikepdf.open(io.BytesIO(made)) as opened:
        streams = [item for item in opened.objects if isinstance(item, pikepdf.Stream)]
        assert not any(b"Page1" in stream.read_bytes() for stream in streams)


def test_a_hidden_layer_stays_hidden_in_a_selection() -> None:
    """Optional content that is switched off does not appear because pages were left out."""
    with pikepdf.new() as pdf:
        group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="off"))
        pdf.Root.OCProperties = Dictionary(
            OCGs=Array([group]), D=Dictionary(Order=Array([group]), OFF=Array([group]))
        )
        hidden = Dictionary(Properties=Dictionary(Off=group))
        add_page(pdf)
        add_page(pdf, b"/OC /Off BDC " + DRAWING + b" EMC", resources=hidden)
        original = saved(pdf)
    made = searchable(original, read_page(original, line_at("Text", 100), number=2))
    assert_looks_alike(made, original, 0, 1)
    white = Image.new("RGB", shown_size(original, 1), "white")
    assert drawn(made, white.size).tobytes() == white.tobytes()


def test_resources_that_pages_share_are_not_changed_for_the_others() -> None:
    """The font is added to the page that has text, under a name that is free there."""
    with pikepdf.new() as pdf:
        shared = pdf.make_indirect(
            Dictionary(Font=pdf.make_indirect(Dictionary(F=helvetica(), GlyphLess=helvetica())))
        )
        for _ in range(2):
            add_page(pdf, b"BT /GlyphLess 20 Tf 50 300 Td (Own) Tj ET", resources=shared)
        original = saved(pdf)
    first = read_page(original, line_at("Read", 300))
    made = searchable(original, first, read_page(original, number=2))
    with pikepdf.open(io.BytesIO(made)) as opened:
        names = [set(page.obj.Resources.Font.keys()) for page in opened.pages]
    assert names == [{"/F", "/GlyphLess", "/GlyphLessFont"}, {"/F", "/GlyphLess"}]
    assert [pdfium_text(made, index).split() for index in (0, 1)] == [["Read"], ["Own"]]


def test_inherited_entries_count() -> None:
    """Boxes, rotation and resources that a page has from its parent are its own."""
    with pikepdf.new() as pdf:
        page = add_page(pdf, b"BT /F 20 Tf 50 300 Td (Own) Tj ET")
        for name, value in (
            ("/MediaBox", Array([10, 20, 605, 440])),
            ("/Rotate", 90),
            ("/Resources", page.obj.Resources),
        ):
            pdf.Root.Pages[name] = value
            if name in page.obj:
                del page.obj[name]
        original = saved(pdf)
    read = read_page(original, line_at("Read", 100))
    made = searchable(original, read)
    assert_stands_in(found_at(made, "Read", (read.width, read.height)), read.lines[0].box)
    assert pdfium_text(made).split() == ["Read"]
    assert_looks_alike(made, original)


@pytest.fixture
def plain() -> bytes:
    """A file of three pages."""
    return pdf_of(DRAWING, DRAWING, DRAWING)


def encrypted(plain: bytes, **settings: object) -> bytes:
    """The same file with passwords and rights."""
    with pikepdf.open(io.BytesIO(plain)) as pdf:
        return saved(pdf, encryption=pikepdf.Encryption(**settings))  # type: ignore[arg-type]


def searchable_encrypted(original: bytes, *pages: Page, password: str | None) -> bytes:
    """The PDF that is made of an encrypted one."""
    document = document_of(*pages, media_type="application/pdf")
    return render_document(document, OutputFormat.PDF, original=original, password=password).body


def read_pages(plain: bytes, *numbers: int) -> list[Page]:
    """These pages, with a line of text each."""
    return [read_page(plain, line_at(f"Secret {each}", 100), number=each) for each in numbers]


@pytest.mark.parametrize("revision", [2, 3, 4, 6])
@pytest.mark.parametrize("password", ["open", "boss"])
def test_an_encrypted_file_stays_encrypted(plain: bytes, revision: int, password: str) -> None:
    """Both its passwords open the new file and give the rights that they gave, and no other."""
    rights = pikepdf.Permissions(extract=False)
    strength = {"R": revision, "aes": revision >= 4, "metadata": revision >= 4}
    original = encrypted(plain, user="open", owner="boss", allow=rights, **strength)
    pages = read_pages(plain, 1, 2, 3)
    made = searchable_encrypted(original, *pages, password=password)
    for known, is_owner in (("open", False), ("boss", True)):
        with pikepdf.open(io.BytesIO(made), password=known) as pdf:
            assert revision == pdf.encryption.R
            assert pdf.allow.extract is False
            assert pdf.owner_password_matched is is_owner
            opened = saved(pdf)
        assert poppler_words(opened) == ["Secret", "1", "Secret", "2", "Secret", "3"]
        assert_looks_alike(opened, plain)
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(made))


@pytest.mark.parametrize("password", ["öffne", "boss"])
def test_pages_of_an_encrypted_file_open_with_the_password_that_was_given(
    plain: bytes, password: str
) -> None:
    """A new file of some pages is encrypted too, and gives the same rights."""
    rights = pikepdf.Permissions(extract=False)
    original = encrypted(plain, user="öffne", owner="boss", allow=rights)
    made = searchable_encrypted(original, *read_pages(plain, 2), password=password)
    with pikepdf.open(io.BytesIO(made), password=password) as pdf:
        assert pdf.allow.extract is False
        assert pdf.owner_password_matched is (password == "boss")
        opened = saved(pdf)
    assert poppler_words(opened) == ["Secret", "2"]
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(made))


@pytest.mark.parametrize("numbers", [(1, 2, 3), (2,)])
def test_a_file_that_opens_without_a_password_stays_so(
    plain: bytes, numbers: tuple[int, ...]
) -> None:
    """Restrictions of the owner alone do not keep anyone from reading; they are kept."""
    rights = pikepdf.Permissions(modify_other=False)
    original = encrypted(plain, user="", owner="boss", allow=rights)
    made = searchable_encrypted(original, *read_pages(plain, *numbers), password=None)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert pdf.allow.modify_other is False
        assert not pdf.owner_password_matched
    assert poppler_words(made) == [word for each in numbers for word in ("Secret", str(each))]


def test_an_encrypted_file_does_not_open_otherwise(plain: bytes) -> None:
    """Without its password, or with another, there is an error that says which."""
    original = encrypted(plain, user="öffne", owner="boss")
    [page] = read_pages(plain, 1)
    with pytest.raises(PasswordRequired):
        searchable_encrypted(original, page, password=None)
    with pytest.raises(WrongPassword):
        searchable_encrypted(original, page, password="no")


def test_a_file_that_cannot_be_written_again_is_unreadable() -> None:
    """What qpdf cannot make sense of, or a page that it does not find, is named."""
    page = page_of(line_at("word", 10))
    original = pdf_of(DRAWING)
    for document, data in (
        (document_of(page, media_type="application/pdf"), b"%PDF-1.7 nothing else"),
        (
            document_of(page, media_type="application/pdf"),
            b"%PDF-1.4\n1 0 obj<</Pages 2 0 R>>\n2 0 obj<</Kids[3 0 R 7]>>\n"
            b"3 0 obj<</Type/Page>>\ntrailer<</Root 1 0 R>>",
        ),
        (
            document_of(page.model_copy(update={"number": 2}), media_type="application/pdf"),
            original,
        ),
    ):
        with pytest.raises(UnreadablePdf, match="another format"):
            render_document(document, OutputFormat.PDF, original=data)


def test_boxes_that_make_no_sense_are_taken_as_pdfium_takes_them() -> None:
    """A page without a usable MediaBox is Letter, and a turn that is no number is none."""
    with pikepdf.new() as pdf:
        add_page(pdf, media_box=(0, 0, 0, 0), Rotate=Name.Sideways)
        original = saved(pdf)
    page = read_page(original, line_at("Letter", 100))
    assert (page.width, page.height) == (1224, 1584)
    made = searchable(original, page)
    assert_stands_in(found_at(made, "Letter", (1224, 1584)), page.lines[0].box)


def test_the_same_pdf_gives_the_same_bytes() -> None:
    """For a whole file and for a selection of its pages."""
    original = pdf_of(DRAWING, DRAWING)
    whole = [read_page(original, line_at("same", 100), number=number) for number in (1, 2)]
    assert searchable(original, *whole) == searchable(original, *whole)
    assert searchable(original, whole[1]) == searchable(original, whole[1])
