"""Tesseract's table: a row a page, block, paragraph, line and word.

Columns, levels and numbers are those of ``TessBaseAPI::GetTSVText``
(tesseract/src/api/baseapi.cpp). Nothing is quoted, as in ``text/tab-separated-values``
(https://www.iana.org/assignments/media-types/text/tab-separated-values): read it with
``csv.QUOTE_NONE``.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from ocr_core.model import (
    Block,
    BoundingBox,
    Document,
    Line,
    Page,
    Paragraph,
    Word,
    mean_confidence,
)
from ocr_core.spacing import written_together

_COLUMNS = (
    *("level", "page_num", "block_num", "par_num", "line_num", "word_num"),
    *("left", "top", "width", "height", "conf", "text"),
)
# Whatever a reader could take for the end of a cell or row, and other control characters.
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# Where one row stands: page, block, paragraph, line and word; 0 above its own level.
_Place = tuple[int, int, int, int, int]


def render(document: Document) -> bytes:
    """UTF-8 rows under one heading, with a line feed after each."""
    rows = chain(["\t".join(_COLUMNS)], *map(_page, document.pages))
    return "".join(f"{row}\n" for row in rows).encode()


def _page(page: Page) -> Iterator[str]:
    box = BoundingBox(left=0, top=0, right=page.width, bottom=page.height)
    yield _row(1, (page.number, 0, 0, 0, 0), box)
    for number, block in enumerate(page.blocks, 1):
        yield from _block(block, page.number, number)


def _block(block: Block, page: int, number: int) -> Iterator[str]:
    yield _row(2, (page, number, 0, 0, 0), block.box)
    for par_num, paragraph in enumerate(block.paragraphs, 1):
        yield from _paragraph(paragraph, (page, number, par_num))


def _paragraph(paragraph: Paragraph, place: tuple[int, int, int]) -> Iterator[str]:
    yield _row(3, (*place, 0, 0), paragraph.box)
    for line_num, line in enumerate(paragraph.lines, 1):
        yield from _line(line, (*place, line_num))


def _line(line: Line, place: tuple[int, int, int, int]) -> Iterator[str]:
    """A line without words gives its text as one word, so that it is not lost.

    Words that are written together, as in Chinese, are one row: readers put a space between rows.
    """
    yield _row(4, (*place, 0), line.box)
    whole = Word(text=line.text, box=line.box, confidence=line.confidence)
    words = map(_one_word, written_together(line)) if line.words else [whole]
    for word_num, word in enumerate(words, 1):
        yield _row(5, (*place, word_num), word.box, _confidence(word.confidence), word.text)


def _one_word(words: Sequence[Word]) -> Word:
    if len(words) == 1:
        return words[0]
    return Word(
        text="".join(word.text for word in words),
        box=BoundingBox.around(word.box for word in words),
        confidence=mean_confidence(words),
    )


def _row(level: int, place: _Place, box: BoundingBox, conf: str = "-1", text: str = "") -> str:
    size = (box.right - box.left, box.bottom - box.top)
    numbers = (level, *place, box.left, box.top, *size)
    return "\t".join((*map(str, numbers), conf, _one_cell(text)))


def _confidence(confidence: float | None) -> str:
    """That of a word; -1, as for a line or page, where it was not recognised."""
    return "-1" if confidence is None else f"{confidence:.6f}"


def _one_cell(text: str) -> str:
    return _BREAKS.sub(" ", text).strip()
