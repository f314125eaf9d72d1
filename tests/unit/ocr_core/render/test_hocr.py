"""hOCR, read back by OCRmyPDF, lxml and the specification's validator."""

from dataclasses import astuple, replace
from pathlib import Path

import pytest
from ocrmypdf.hocrtransform.hocr_parser import HocrParser
from ocrmypdf.models.ocr_element import OcrElement

from ocr_core import Baseline, BlockKind, Document, OutputFormat, Page, render_document
from tests.unit.ocr_core.render.documents import (
    HOSTILE_TEXTS,
    SCRIPTS,
    block_of,
    document_of,
    document_of_every_kind,
    document_of_lines_only,
    document_of_texts,
    line_of,
    page_of,
    words_of,
)
from tests.unit.ocr_core.render.hocr_reader import Element, html_tags, read_html, read_xml, validate

LINE_CLASSES = ("ocr_line", "ocr_header", "ocr_textfloat", "ocr_caption")


def hocr_of(document: Document) -> bytes:
    """The document as hOCR."""
    return render_document(document, OutputFormat.HOCR, original=b"").body


def by_class(elements: list[Element], css_class: str) -> list[Element]:
    """Those of one class."""
    return [element for element in elements if element.css_class == css_class]


def read_by_ocrmypdf(page: Page, folder: Path) -> OcrElement:
    """OCRmyPDF reads one page a file."""
    path = folder / "page.hocr"
    path.write_bytes(hocr_of(document_of(page)))
    return HocrParser(path).parse()


def test_ocrmypdf_reads_pages_lines_and_words(tmp_path: Path) -> None:
    """Texts, boxes, confidences, baselines and sizes arrive as they are in the document."""
    page = document_of_every_kind().pages[0]
    read = read_by_ocrmypdf(page, tmp_path)
    assert (read.page_number, read.dpi) == (0, 300)
    assert read.bbox is not None
    assert (read.bbox.right, read.bbox.bottom) == (page.width, page.height)
    assert [word.text for word in read.words] == [word.text for word in words_of([page])]
    for ours, theirs in zip(words_of([page]), read.words, strict=True):
        box = theirs.bbox
        assert box is not None
        assert astuple(ours.box) == (box.left, box.top, box.right, box.bottom)
        assert ours.confidence is not None
        assert theirs.confidence == int(ours.confidence) / 100
    baselines = [line.baseline for line in read.lines]
    assert len(baselines) == len(page.lines)
    assert {(line.slope, line.intercept) for line in baselines if line} == {(0, -4)}


@pytest.mark.parametrize(
    "document",
    [document_of_every_kind(), document_of_lines_only(), document_of(page_of())],
    ids=["every kind", "lines only", "empty page"],
)
def test_it_keeps_the_specification(document: Document, tmp_path: Path) -> None:
    """The specification's own validator finds no error."""
    found = validate(hocr_of(document), tmp_path)
    assert "[OK]" in found
    assert "[ERROR]" not in found


def test_the_validator_would_find_an_error(tmp_path: Path) -> None:
    """A document without capabilities is refused, so the test above means something."""
    broken = hocr_of(document_of_texts("word")).replace(b"ocrx_word ocrp_wconf", b"")
    assert "[ERROR]" in validate(broken.replace(b"ocr_line ", b""), tmp_path)


def test_the_media_type_is_html() -> None:
    """Browsers show it, and know its encoding before they read it."""
    rendered = render_document(document_of(page_of()), OutputFormat.HOCR, original=b"")
    assert rendered.content_type == "text/html; charset=utf-8"


def test_html_and_xml_readers_see_the_same() -> None:
    """Empty pages and void elements mean the same to both kinds of parser."""
    data = hocr_of(document_of_every_kind())
    assert read_html(data) == read_xml(data)
    pages = by_class(read_xml(data), "ocr_page")
    assert [page.name for page in pages] == ["page_1", "page_2", "page_7"]
    assert [page.title["ppageno"] for page in pages] == ["0", "1", "6"]
    assert [page.title.get("scan_res") for page in pages] == ["300 300", None, "300 300"]
    assert [page.text for page in pages[1:]] == ["", "the last page"]


def test_every_name_is_unique() -> None:
    """No two elements of a document share an id."""
    names = [element.name for element in read_xml(hocr_of(document_of_every_kind()))]
    assert len(set(names)) == len(names)


def test_lines_are_called_what_their_block_is() -> None:
    """Headings, pull-outs and captions have classes of their own, as Tesseract gives them."""
    classes = {
        element.text.split()[0]: element.css_class
        for element in read_xml(hocr_of(document_of_every_kind()))
        if element.css_class in LINE_CLASSES
    }
    special = {"heading": "ocr_header", "pull_out": "ocr_textfloat", "caption": "ocr_caption"}
    assert classes == {
        **{kind.value: special.get(kind.value, "ocr_line") for kind in BlockKind},
        **dict.fromkeys(("first", "second", "the"), "ocr_line"),
    }


def test_a_line_without_words_holds_its_text() -> None:
    """The text, the box and the confidence of such a line are its own."""
    (line,) = by_class(read_xml(hocr_of(document_of_lines_only())), "ocr_line")
    assert line.text == "no <words> known"
    assert line.title == {"bbox": "3 4 300 24", "x_wconf": "77"}


def test_text_never_becomes_markup() -> None:
    """Whatever was read arrives as text, in XML and in HTML, and no script runs."""
    data = hocr_of(document_of_texts(*HOSTILE_TEXTS))
    for elements in (read_xml(data), read_html(data)):
        assert [word.text for word in by_class(elements, "ocrx_word")] == list(HOSTILE_TEXTS)
    expected = {"html", "head", "meta", "title", "body", "div", "p", "span"}
    assert html_tags(data) == expected


def test_characters_that_xml_forbids_are_replaced() -> None:
    """Control characters become U+FFFD; the document stays well-formed, the word stays."""
    forbidden = [*map(chr, range(9)), "\v", "\f", *map(chr, range(14, 32)), "\ufffe", "\uffff"]
    data = hocr_of(document_of_texts(*(f"a{character}z" for character in forbidden)))
    assert {word.text for word in by_class(read_xml(data), "ocrx_word")} == {"a\ufffdz"}
    (line,) = document_of_lines_only().pages[0].lines
    bare = replace(line, text="\x00")
    read = read_xml(hocr_of(document_of(page_of(block_of(bare)))))
    assert by_class(read, "ocr_line")[0].text == "\ufffd"


@pytest.mark.parametrize(("script", "text"), SCRIPTS.items(), ids=SCRIPTS)
def test_every_script_arrives(script: str, text: str) -> None:
    """Words of any script are read back as they are, and run the way of their script."""
    elements = read_xml(hocr_of(document_of_texts(text)))
    assert [word.text for word in by_class(elements, "ocrx_word")] == text.split()
    (paragraph,) = by_class(elements, "ocr_par")
    assert paragraph.direction == ("rtl" if script in ("arabic", "hebrew") else None)


def test_a_word_says_where_it_runs_against_its_paragraph() -> None:
    """In right-to-left prose a Latin word is marked; a number is not."""
    elements = read_xml(hocr_of(document_of_texts("Linux שלום עולם 42 טוב")))
    words = by_class(elements, "ocrx_word")
    assert [word.direction for word in words] == ["ltr", None, None, None, None]


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ((5, 16, 105, 18), "0.02 -4"),
        ((105, 18, 5, 16), "0.02 -4"),
        ((15, 16, 115, 6), "-0.1 -3"),
        ((5, 20, 100_005, 19), "0 0"),
        ((5, 0, 5, 20), None),
        ((5, 0, 6, 20), None),
        ((5, 5, 5, 5), None),
    ],
)
def test_baselines_are_slope_and_offset(
    points: tuple[int, int, int, int], expected: str | None
) -> None:
    """They count from the line's bottom left corner; vertical text has none."""
    x1, y1, x2, y2 = points
    line = line_of("some words here")
    line = replace(line, baseline=Baseline(x1=x1, y1=y1, x2=x2, y2=y2))
    elements = read_xml(hocr_of(document_of(page_of(block_of(line)))))
    assert by_class(elements, "ocr_line")[0].title.get("baseline") == expected


def test_it_is_what_the_tesseract_binary_writes(
    read_by_binary: Document, tesseract_files: Path
) -> None:
    """Elements, ids, classes, boxes, confidences and texts are those of Tesseract's own file."""
    theirs = read_xml((tesseract_files / "drawing.hocr").read_bytes())
    ours = read_xml(hocr_of(read_by_binary))
    assert len(by_class(ours, "ocr_carea")) > 1
    for our, their in zip(ours, theirs, strict=True):
        assert our._replace(title={}) == their._replace(title={})
        # No baseline: the binary's table, which the engine reads, has none.
        shared = our.title.keys() & their.title.keys()
        assert {"bbox"} <= our.title.keys() == shared
        assert {key: our.title[key] for key in shared} == {key: their.title[key] for key in shared}


def test_baselines_are_those_of_tesseract(read_by_library: Document, library_hocr: str) -> None:
    """On a page askew every line has the baseline of the library's own hOCR."""
    theirs = by_class(read_xml(library_hocr.encode()), "ocr_line")
    ours = by_class(read_xml(hocr_of(read_by_library)), "ocr_line")
    assert [line.text for line in ours] == [line.text for line in theirs]
    for our, their in zip(ours, theirs, strict=True):
        slope, offset = map(float, our.title["baseline"].split())
        their_slope, their_offset = map(float, their.title["baseline"].split())
        assert slope == their_slope
        assert abs(slope) > 0.005
        assert abs(offset - their_offset) <= 0.5
