"""ALTO, checked by its schema and read back by alto-tools and lxml."""

import subprocess
import sys
from dataclasses import astuple
from pathlib import Path
from typing import Any

import pytest
from htrvx.schemas import Validator  # type: ignore[import-untyped]
from lxml import etree  # type: ignore[import-untyped]

from ocr_core import BlockKind, BoundingBox, Document, Line, OutputFormat, Word, render_document
from tests.unit.ocr_core.render.documents import (
    HOSTILE_TEXTS,
    SCRIPTS,
    block_of,
    document_of,
    document_of_every_kind,
    document_of_lines_only,
    document_of_texts,
    page_of,
    words_of,
)

NAMESPACES = {"alto": "http://www.loc.gov/standards/alto/ns-v4#"}
SIZE = ("HPOS", "VPOS", "WIDTH", "HEIGHT")


def alto_of(document: Document) -> bytes:
    """The document as ALTO."""
    return render_document(document, OutputFormat.ALTO, original=b"").body


def find(data: bytes, name: str) -> list[Any]:
    """All elements of a name."""
    return list(etree.fromstring(data).iterfind(f".//alto:{name}", NAMESPACES))


def box_of(element: Any) -> BoundingBox:
    """The box of an element."""
    left, top, width, height = (int(element.get(name)) for name in SIZE)
    return BoundingBox(left=left, top=top, right=left + width, bottom=top + height)


def schema_errors(data: bytes) -> list[str]:
    """What the schema that the document names itself finds wrong, without the network."""
    tree = etree.ElementTree(etree.fromstring(data))
    validator = Validator(Validator.retrieve_xsd(tree))
    validator.validate(tree)
    return [entry.message for entry in validator.xmlschema.error_log]


def alto_tools(data: bytes, option: str, folder: Path) -> str:
    """What the command line of alto-tools prints of a document."""
    path = folder / "document.xml"
    path.write_bytes(data)
    command = [sys.executable, "-m", "alto_tools.alto_tools", str(path), option]
    done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
    return done.stdout


@pytest.mark.parametrize(
    "document",
    [
        document_of_every_kind(),
        document_of_lines_only(),
        document_of(page_of()),
        document_of_texts(*HOSTILE_TEXTS, *SCRIPTS.values(), "\x00\x1b\x0c"),
    ],
    ids=["every kind", "lines only", "empty page", "any text"],
)
def test_it_is_valid(document: Document) -> None:
    """The schema of ALTO 4.3 finds no error."""
    assert schema_errors(alto_of(document)) == []


def test_the_schema_would_find_an_error() -> None:
    """A confidence above 1 is refused, so the test above means something."""
    broken = alto_of(document_of_texts("word")).replace(b'WC="0.9', b'WC="1.9')
    assert any("WC" in error for error in schema_errors(broken))


def test_the_media_type_is_xml() -> None:
    """The encoding stands in the document."""
    rendered = render_document(document_of(page_of()), OutputFormat.ALTO, original=b"")
    assert rendered.content_type == "application/xml"
    assert rendered.body.startswith(b'<?xml version="1.0" encoding="UTF-8"?>')


def test_alto_tools_reads_text_and_confidence(tmp_path: Path) -> None:
    """A reader of ALTO finds the lines, and the mean confidence, of the document."""
    document = document_of_every_kind()
    lines = [line.text for page in document.pages for line in page.lines]
    text = alto_tools(alto_of(document), "--text", tmp_path)
    assert [line.strip() for line in text.split("\n") if line] == lines
    assert "Confidence: 90.25" in alto_tools(alto_of(document), "--confidence", tmp_path)


def test_words_are_those_of_the_document() -> None:
    """Texts, boxes and confidences are read back as they are in the document."""
    document = document_of_every_kind()
    strings = find(alto_of(document), "String")
    for word, string in zip(words_of(document.pages), strings, strict=True):
        assert string.get("CONTENT") == word.text
        assert box_of(string) == word.box
        if word.confidence is None:
            assert string.get("WC") is None
        else:
            assert float(string.get("WC")) == pytest.approx(word.confidence / 100)


@pytest.mark.parametrize(
    ("confidence", "expected"), [(0, "0.0000"), (9, "0.0900"), (9.37, "0.0937"), (100, "1.0000")]
)
def test_confidences_are_real(confidence: float, expected: str) -> None:
    """9 % is 0.09 and 100 % is 1, where Tesseract 5.5 writes 0.9 and 0.100 (issue 4615)."""
    box = BoundingBox(left=0, top=0, right=9, bottom=9)
    word = Word(text="word", box=box, confidence=confidence)
    line = Line(text="word", box=box, confidence=confidence, words=(word,))
    data = alto_of(document_of(page_of(block_of(line))))
    assert find(data, "String")[0].get("WC") == expected
    assert find(data, "Page")[0].get("PC") == expected


def test_pages_say_their_size_and_number() -> None:
    """Every page has its number, its size in pixels and how it was read."""
    data = alto_of(document_of_every_kind())
    pages = find(data, "Page")
    assert [page.get("PHYSICAL_IMG_NR") for page in pages] == ["1", "2", "7"]
    assert {(page.get("WIDTH"), page.get("HEIGHT")) for page in pages} == {("900", "600")}
    assert {box_of(space).right for space in find(data, "PrintSpace")} == {900}
    assert [element.text for element in find(data, "MeasurementUnit")] == ["pixel"]
    # The third was not read but taken as it stood.
    (processing,) = [element.get("ID") for element in find(data, "Processing")]
    assert [page.get("PROCESSINGREFS") for page in pages] == [processing, processing, None]
    assert [page.get("PC") for page in pages] == ["0.9025", None, None]


def test_the_engine_is_named() -> None:
    """Its name, its version and the languages stand in the description."""
    data = alto_of(document_of(page_of()))
    assert find(data, "softwareName")[0].text == "fake"
    assert find(data, "softwareVersion")[0].text == "1.2"
    assert find(data, "processingStepSettings")[0].text == "languages: eng+chi_sim"


def test_blocks_lines_and_spaces_are_nested() -> None:
    """Blocks keep their kind, lines their box and baseline, and a space stands between words."""
    document = document_of_every_kind()
    data = alto_of(document)
    kinds = [block.get("TYPE") for block in find(data, "ComposedBlock")]
    known = [None if kind is BlockKind.UNKNOWN else kind.value for kind in BlockKind]
    assert kinds == [*known, None, "text"]
    lines = [line for page in document.pages for line in page.lines]
    for ours, theirs in zip(lines, find(data, "TextLine"), strict=True):
        names = [etree.QName(child).localname for child in theirs]
        assert names == ["String", *["SP", "String"] * (len(ours.words) - 1)]
        assert box_of(theirs) == ours.box
        assert ours.baseline is not None
        points = [int(number) for number in theirs.get("BASELINE").split()]
        assert points == list(astuple(ours.baseline))
    assert {space.get("WIDTH") for space in find(data, "SP")} == {"8"}


def test_spaces_are_never_narrower_than_nothing() -> None:
    """Between words from right to left they are where the gap is; overlapping ones have none."""
    boxes = [(200, 260), (150, 190), (140, 155)]
    words = tuple(
        Word(text="שם", box=BoundingBox(left=a, top=5, right=b, bottom=25), confidence=80)
        for a, b in boxes
    )
    box = BoundingBox.around(word.box for word in words)
    line = Line(text="שם שם שם", box=box, confidence=80, words=words)
    spaces = find(alto_of(document_of(page_of(block_of(line)))), "SP")
    places = [(space.get("HPOS"), space.get("WIDTH"), space.get("VPOS")) for space in spaces]
    assert places == [("190", "10", "5"), ("155", "0", "5")]


def test_a_line_without_words_is_one_string() -> None:
    """Its text, box and confidence are the line's."""
    data = alto_of(document_of_lines_only())
    (string,) = find(data, "String")
    assert string.get("CONTENT") == "no <words> known"
    assert string.get("WC") == "0.7750"
    assert box_of(string) == box_of(find(data, "TextLine")[0])
    assert find(data, "TextLine")[0].get("BASELINE") is None


def test_text_never_becomes_markup() -> None:
    """Whatever was read arrives as text."""
    data = alto_of(document_of_texts(*HOSTILE_TEXTS))
    assert [string.get("CONTENT") for string in find(data, "String")] == list(HOSTILE_TEXTS)


def test_characters_that_xml_forbids_are_replaced() -> None:
    """Control characters become U+FFFD; tabs and line ends in a word stay."""
    data = alto_of(document_of_texts("a\x00\x1b\x0cz", "a\t\r\nz"))
    contents = [string.get("CONTENT") for string in find(data, "String")]
    assert contents == ["a\ufffd\ufffd\ufffdz", "a\t\r\nz"]


@pytest.mark.parametrize(("script", "text"), SCRIPTS.items(), ids=SCRIPTS)
def test_every_script_arrives(script: str, text: str) -> None:
    """Words of any script are read back as they are, and run the way of their script."""
    data = alto_of(document_of_texts(text))
    assert [string.get("CONTENT") for string in find(data, "String")] == text.split()
    (block,) = find(data, "TextBlock")
    assert block.get("BASEDIRECTION") == ("rtl" if script in ("arabic", "hebrew") else None)


def test_every_name_is_unique() -> None:
    """No two elements of a document share an ID."""
    root = etree.fromstring(alto_of(document_of_every_kind()))
    names = root.xpath("//@ID")
    assert len(set(names)) == len(names) > 20
