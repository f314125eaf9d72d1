"""One page of two readings: each line from the engine that read it better, and no word twice."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ocr_core.model import BoundingBox, Line, Page, Word
from ocr_core.page_layout import PlacedWord, build_blocks

# A word of Tesseract's below this confidence is looked at again, and a number below the higher one:
# no dictionary tells a right one from a wrong one. ADR 0024 has what that costs and wins.
_DOUBTFUL_WORD = 85.0
_DOUBTFUL_NUMBER = 96.0
# What Tesseract read where the other engine sees no text is noise below this confidence.
_NOISE_CONFIDENCE = 60.0
# Two engines that are so sure of different numbers dispute them.
_SURE_NUMBER = 90.0
# White, in heights of a line, that is wider than a space: ink there was passed over.
_WIDEST_SPACE = 1.2
# The share of a word that is within a line for it to be of that line.
_WITHIN = 0.5


def is_read(line: BoundingBox, words: Iterable[Word]) -> bool:
    """Whether words that are not doubtful stand all along a line that was found.

    Args:
        line: where it is.
        words: those of the first reading.
    """
    inside = [word for word in words if _share_within(word.box, line) >= _WITHIN]
    if not inside or any(is_doubtful_word(word) for word in inside):
        return False
    is_upright = line.bottom - line.top > line.right - line.left
    start, end, height = (
        (line.top, line.bottom, line.right - line.left)
        if is_upright
        else (line.left, line.right, line.bottom - line.top)
    )
    for low, high in sorted(_extent(word.box, is_upright) for word in inside):
        if low - start > _WIDEST_SPACE * height:
            return False
        start = max(start, high)
    return end - start <= _WIDEST_SPACE * height


def merged(
    first: Page,
    second: Page,
    found: Sequence[BoundingBox],
    *,
    looked_at: Sequence[BoundingBox],
) -> Page:
    """The first reading, with lines of the second where they are worth more.

    Args:
        first: Tesseract's, of the whole page.
        second: the other engine's, of lines that the first one did not read for certain.
        found: where the other engine sees text, whether it was read or not.
        looked_at: where it looked for text; nothing is said of words elsewhere.
    """
    kept: list[Line] = []
    gone: set[int] = set()
    placed = [word for line in first.lines for word in line.words]
    for line in second.lines:
        inside = [
            number
            for number, word in enumerate(placed)
            if _share_within(word.box, line.box) >= _WITHIN
        ]
        if likely_characters(line.words) > likely_characters(placed[number] for number in inside):
            gone.update(number for number in inside if _is_replaced(placed[number], line))
            kept.append(line)
        else:
            missing = [
                word
                for word in line.words
                if not any(overlap(word.box, placed[number].box) for number in inside)
            ]
            if missing:
                kept.append(_line(line, missing))
    gone.update(
        number
        for number, word in enumerate(placed)
        if number not in gone
        and any(_share_within(word.box, region) >= _WITHIN for region in looked_at)
        and _is_noise(word, kept, found)
    )
    page = _page(first, second, placed, gone, kept)
    is_disputed = any(
        _differ(word, other) for word in placed for line in second.lines for other in line.words
    )
    return page.model_copy(update={"has_disputed_digits": is_disputed})


def likely_characters(words: Iterable[Word]) -> float:
    """How many of their characters are right, as far as confidence goes."""
    return sum(len(word.text) * (word.confidence or 0.0) / 100 for word in words)


def is_doubtful_word(word: Word) -> bool:
    """Whether its engine is not sure of it."""
    is_number = any(map(str.isdigit, word.text))
    return (word.confidence or 0.0) < (_DOUBTFUL_NUMBER if is_number else _DOUBTFUL_WORD)


def _is_replaced(word: Word, line: Line) -> bool:
    """Whether a line that is taken has something in a word's place; it may have left a word out."""
    return is_doubtful_word(word) or any(overlap(word.box, other.box) for other in line.words)


def _is_noise(word: Word, lines: Sequence[Line], found: Sequence[BoundingBox]) -> bool:
    if not is_doubtful_word(word):
        return False
    if any(overlap(word.box, other.box) for line in lines for other in line.words):
        return True
    return (word.confidence or 0.0) < _NOISE_CONFIDENCE and not any(
        overlap(word.box, box) for box in found
    )


def _differ(word: Word, other: Word) -> bool:
    """Whether both are numbers of as many digits at the same place, and not the same digits."""
    digits, others = _digits(word), _digits(other)
    return (
        len(digits) == len(others)
        and digits != others
        and min(word.confidence or 0.0, other.confidence or 0.0) >= _SURE_NUMBER
        and overlap(word.box, other.box)
    )


def _digits(word: Word) -> str:
    return "".join(filter(str.isdigit, word.text))


def _page(
    first: Page, second: Page, words: Sequence[Word], gone: set[int], lines: Sequence[Line]
) -> Page:
    if not gone and not lines:
        return first
    is_kept = {id(word) for number, word in enumerate(words) if number not in gone}
    placed = [
        PlacedWord(1, 1, number, word, line.baseline)
        for number, line in enumerate([*first.lines, *lines])
        for word in line.words
        if number >= len(first.lines) or id(word) in is_kept
    ]
    theirs = sum(len(word.text) for line in lines for word in line.words)
    ours = sum(len(item.word.text) for item in placed) - theirs
    engine = second.engine if theirs > ours else first.engine
    return first.model_copy(update={"blocks": build_blocks(placed), "engine": engine})


def _line(line: Line, words: Sequence[Word]) -> Line:
    return replace(line, words=tuple(words))


def _extent(box: BoundingBox, is_upright: bool) -> tuple[int, int]:
    return (box.top, box.bottom) if is_upright else (box.left, box.right)


def area(box: BoundingBox) -> int:
    """Its square pixels."""
    return max(0, box.right - box.left) * max(0, box.bottom - box.top)


def _common(one: BoundingBox, other: BoundingBox) -> int:
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    return max(0, width) * max(0, height)


def _share_within(word: BoundingBox, line: BoundingBox) -> float:
    return _common(word, line) / max(1, area(word))


def overlap(one: BoundingBox, other: BoundingBox) -> bool:
    """Whether they stand at the same place: a third of the smaller one is in the other."""
    return 3 * _common(one, other) >= max(1, min(area(one), area(other)))
