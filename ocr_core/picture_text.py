"""Text of a picture on a page whose own text stands in the file."""

from collections.abc import Iterable
from dataclasses import replace

from ocr_core.engine import PageWithPicture
from ocr_core.engines.same_place import share_within
from ocr_core.layout import arranged
from ocr_core.model import BoundingBox, Page, Word, mean_confidence
from ocr_core.page_layout import PlacedWord, build_blocks

# The corpus has charts and logos where an engine sees a few signs: what it is less sure of is none.
_LEAST_CONFIDENCE = 70.0
_LEAST_LETTERS = 3
# The share of a word that is within a word of the file for it to be that one.
_WITHIN = 0.5


def without_picture(found: PageWithPicture) -> Page:
    """The text of the file alone; the page says that there is more."""
    page = found.page.model_copy(update={"has_unread_text": True})
    return arranged(page, found.drawing, has_words=False)


def with_picture(found: PageWithPicture, read: Page) -> Page:
    """The text of the file and that of the picture, in reading order.

    Args:
        found: the page.
        read: what an engine read of its picture.
    """
    written = [word.box for line in found.page.lines for word in line.words]
    lines = [
        [word for word in _moved(line.words, found) if not _is_within(word.box, written)]
        for line in read.lines
    ]
    lines = [words for words in lines if _is_text(words)]
    if not lines:
        return without_picture(found)
    blocks = build_blocks(
        PlacedWord(0, 0, number, word) for number, words in enumerate(lines) for word in words
    )
    update = {
        "engine": read.engine,
        "blocks": (*found.page.blocks, *blocks),
        "has_unread_text": read.has_unread_text,
        "has_disputed_digits": read.has_disputed_digits,
    }
    return arranged(found.page.model_copy(update=update), found.drawing, has_words=False)


def _moved(words: Iterable[Word], found: PageWithPicture) -> Iterable[Word]:
    """Words of the picture at their places on the page."""
    for word in words:
        box = BoundingBox(
            left=word.box.left + found.left,
            top=word.box.top + found.top,
            right=word.box.right + found.left,
            bottom=word.box.bottom + found.top,
        )
        yield replace(word, box=box)


def _is_within(box: BoundingBox, others: Iterable[BoundingBox]) -> bool:
    return any(share_within(box, other) >= _WITHIN for other in others)


def _is_text(words: list[Word]) -> bool:
    """Whether a line has letters, and its engine is sure of them."""
    letters = sum(letter.isalnum() for word in words for letter in word.text)
    return letters >= _LEAST_LETTERS and (mean_confidence(words) or 0.0) >= _LEAST_CONFIDENCE
