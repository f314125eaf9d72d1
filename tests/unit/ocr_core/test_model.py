"""The document model and its text."""

import gc
import tracemalloc

from ocr_core import (
    Block,
    BoundingBox,
    Document,
    EngineInfo,
    Line,
    OutputFormat,
    Page,
    Paragraph,
    Timings,
    Word,
    render_document,
)
from ocr_core.page_layout import PlacedWord, build_blocks

BOX = BoundingBox(left=1, top=2, right=30, bottom=12)


def word(text: str, left: int = 0, confidence: float = 90) -> Word:
    """A word of ten by ten pixels."""
    box = BoundingBox(left=left, top=0, right=left + 10, bottom=10)
    return Word(text=text, box=box, confidence=confidence)


def page_of(*blocks: Block, number: int = 1) -> Page:
    """A page of these blocks."""
    return Page(number=number, width=100, height=50, blocks=blocks)


def document_of(*pages: Page) -> Document:
    """A document of these pages."""
    return Document(
        media_type="image/png",
        languages="eng",
        engine=EngineInfo(name="fake", version="1"),
        timings=Timings(decode_ms=1, ocr_ms=2),
        pages=pages,
    )


def test_words_are_grouped_into_lines_paragraphs_and_blocks() -> None:
    """Lines keep their words, paragraphs their lines, and boxes hold what they hold."""
    blocks = build_blocks(
        [
            PlacedWord(1, 1, 1, word("one", 0)),
            PlacedWord(1, 1, 1, word("two", 20, confidence=80)),
            PlacedWord(1, 1, 2, word("three", 5)),
            PlacedWord(1, 2, 1, word("four")),
            PlacedWord(2, 1, 1, word("five")),
        ]
    )
    page = page_of(*blocks)
    assert page.text == "one two\nthree\n\nfour\n\nfive"
    assert [len(block.paragraphs) for block in blocks] == [2, 1]
    first = page.lines[0]
    assert first.confidence == 85
    assert first.box == BoundingBox(left=0, top=0, right=30, bottom=10)


def test_an_engine_may_know_lines_only() -> None:
    """A line without words has its text and its confidence."""
    line = Line(text="no words known", box=BOX, confidence=70)
    page = page_of(Block(box=BOX, paragraphs=(Paragraph(box=BOX, lines=(line,)),)))
    assert page.text == "no words known"
    assert page.confidence == 70


def test_an_empty_page_has_no_text_and_no_confidence() -> None:
    """Nothing read is an empty text, and a confidence of null rather than of 0 or 100."""
    document = document_of(page_of())
    assert document.text == ""
    assert document.confidence is None


def test_a_form_feed_stands_between_pages() -> None:
    """Pages are told apart in the text."""
    blocks = build_blocks([PlacedWord(1, 1, 1, word("text"))])
    document = document_of(page_of(*blocks), page_of(*blocks, number=2))
    assert document.text == "text\ftext"
    assert render_document(document, OutputFormat.TEXT, original=b"").body == b"text\ftext\n"


def test_confidence_is_weighted_by_length() -> None:
    """A speck of one letter does not pull a line of prose down by half."""
    lines = (
        Line(text="x" * 99, box=BOX, confidence=90),
        Line(text="y", box=BOX, confidence=0),
    )
    page = page_of(Block(box=BOX, paragraphs=(Paragraph(box=BOX, lines=lines),)))
    assert page.confidence == 89.1


def test_a_document_reads_back_from_its_json() -> None:
    """JSON holds everything, and the text besides."""
    blocks = build_blocks([PlacedWord(1, 1, 1, word("naïve 文字"))])
    document = document_of(page_of(*blocks))
    rendered = render_document(document, OutputFormat.JSON, original=b"")
    assert rendered.content_type == "application/json"
    assert Document.model_validate_json(rendered.body) == document
    assert '"text":"naïve 文字"'.encode() in rendered.body


def test_a_word_takes_little_memory() -> None:
    """Seven hundred bytes with its box, letters, numbers and its part of a line of ten."""
    gc.collect()
    tracemalloc.start()
    try:
        lines = [_long_line(row) for row in range(200)]
        gc.collect()
        size, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size / sum(len(line.words) for line in lines) < 700


def _long_line(row: int) -> Line:
    words = tuple(
        Word(
            text=f"word{row}.{place}",
            box=BoundingBox(
                left=900 + place, top=1000 + row, right=2000 + place, bottom=3000 + row
            ),
            confidence=90 + place / 7,
        )
        for place in range(10)
    )
    box = BoundingBox.around(word.box for word in words)
    return Line(text=" ".join(word.text for word in words), box=box, confidence=90, words=words)


def test_text_of_the_file_counts_for_no_confidence() -> None:
    """A page's confidence is that of what was recognised; of a text layer alone there is none."""
    given = Line(text="x" * 99, box=BOX, confidence=None)
    read = Line(text="y", box=BOX, confidence=40)

    def page_of(*lines: Line) -> Page:
        block = Block(box=BOX, paragraphs=(Paragraph(box=BOX, lines=lines),))
        return Page(number=1, width=9, height=9, blocks=(block,))

    assert page_of(given).confidence is None
    assert not page_of(given).needs_review
    assert page_of(given, read).confidence == 40
    assert page_of(given, read).needs_review


def test_unread_text_asks_for_review() -> None:
    """A page on which something was not read needs a person's eyes, whatever its confidence."""
    page = Page(number=1, width=9, height=9, has_unread_text=True)
    assert page.confidence is None
    assert page.needs_review
