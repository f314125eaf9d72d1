"""Whether a reading of Tesseract's is in doubt, and where."""

from collections.abc import Iterable, Sequence
from statistics import median

from ocr_core.engine import PageImage
from ocr_core.engines.same_place import area, extent, overlap, share_within
from ocr_core.engines.word_choice import is_doubtful_word, likely_characters
from ocr_core.model import BoundingBox, Page, Word
from ocr_core.unread_ink import unread_ink

# When a page is read again: below this confidence of Tesseract's (0 to 100), and below the higher
# one if more than that share of the ink is in none of its words, or of its characters are digits,
# which no dictionary tells right from wrong. ADR 0016 has what that costs and wins.
_DOUBTFUL = 90.0
_DOUBTFUL_WITH_REASON = 94.0
_UNREAD_INK = 0.3
_DIGITS = 0.15
# Of a page's characters, the share in words that are not doubtful below which nothing of it is
# taken for certain: a photograph, a page on its side.
_LEAST_CERTAIN = 0.8
# Without a second engine's view of it, what has signs of text is some if it is not small beside
# what was read: that share of its area.
_MUCH = 0.1
# Around what is in doubt, in heights of it: a line that it is part of has to be found.
_AROUND = 4.0
# The share of a word within a line for it to be of it, and white, in heights of a line, that is
# wider than a space: ink there was passed over.
_WITHIN, _WIDEST_SPACE = 0.5, 1.2


def is_doubtful(image: PageImage, page: Page) -> bool:
    """Whether Tesseract is not sure, has passed something over, or has read many figures."""
    if page.confidence is None or page.confidence < _DOUBTFUL:
        return True
    if page.confidence >= _DOUBTFUL_WITH_REASON:
        return False
    return _share_of_digits(page) > _DIGITS or unread_ink(image.image, page) > _UNREAD_INK


def is_mostly_doubtful(page: Page) -> bool:
    """Whether so little of it is certain that another reading is to replace it as a whole."""
    words = [word for line in page.lines for word in line.words]
    certain = sum(len(word.text) for word in words if not is_doubtful_word(word))
    return certain < _LEAST_CERTAIN * sum(len(word.text) for word in words) or not words


def is_read(line: BoundingBox, words: Iterable[Word]) -> bool:
    """Whether words that are not doubtful stand all along a line that was found.

    Args:
        line: where it is.
        words: those of the first reading.
    """
    inside = [word for word in words if share_within(word.box, line) >= _WITHIN]
    if not inside or any(is_doubtful_word(word) for word in inside):
        return False
    is_upright = line.bottom - line.top > line.right - line.left
    start, end, height = (
        (line.top, line.bottom, line.right - line.left)
        if is_upright
        else (line.left, line.right, line.bottom - line.top)
    )
    for low, high in sorted(extent(word.box, is_upright) for word in inside):
        if low - start > _WIDEST_SPACE * height:
            return False
        start = max(start, high)
    return end - start <= _WIDEST_SPACE * height


def is_better(again: Page, first: Page) -> bool:
    """Whether the second reading is the one to keep: it has more that is likely to be right."""
    return _likely(again) > _likely(first)


def bands_of_doubt(
    words: Sequence[Word], unread: Sequence[BoundingBox], size: tuple[int, int]
) -> list[BoundingBox]:
    """The parts of a page of ``size`` with what is in doubt; all of it where no word is.

    Each is as wide as the page, so that lines are whole.
    """
    width, height = size
    boxes = [word.box for word in words if is_doubtful_word(word)] + list(unread)
    extents = sorted(_with_margin(box) for box in boxes) or [(0, height)]
    bands = [extents[0]]
    for top, bottom in extents[1:]:
        if top <= bands[-1][1]:
            bands[-1] = bands[-1][0], max(bands[-1][1], bottom)
        else:
            bands.append((top, bottom))
    return [
        BoundingBox(left=0, top=max(0, top), right=width, bottom=min(height, bottom))
        for top, bottom in bands
    ]


def usual_height(words: Sequence[Word]) -> float:
    """That of most words, in pixels; there is one at least."""
    boxes = [word.box for word in words]
    return median(min(box.right - box.left, box.bottom - box.top) for box in boxes)


def has_unread_text(
    page: Page, unread: Sequence[BoundingBox], places: Sequence[BoundingBox] | None
) -> bool:
    """Whether a person would find text on a page that is not in its words.

    Args:
        page: what was read, by all engines.
        unread: where there are signs of text that the first engine passed over.
        places: where the second engine sees lines; ``None`` where it did not look.
    """
    boxes = [word.box for line in page.lines for word in line.words]
    left = [box for box in unread if not any(overlap(box, word) for word in boxes)]
    if places is not None and boxes:
        left = [box for box in left if any(overlap(box, place) for place in places)]
        return bool(left)
    return bool(left) and sum(map(area, left)) >= _MUCH * sum(map(area, boxes))


def _with_margin(box: BoundingBox) -> tuple[int, int]:
    reach = round(_AROUND * min(box.right - box.left, box.bottom - box.top))
    return box.top - reach, box.bottom + reach


def _share_of_digits(page: Page) -> float:
    """Of all characters but white space; the page is not empty."""
    characters = "".join(word.text for line in page.lines for word in line.words)
    return sum(map(str.isdigit, characters)) / len(characters)


def _likely(page: Page) -> float:
    return likely_characters(word for line in page.lines for word in line.words)
