"""One page of two readings: each line from the engine that read it better, and no word twice."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ocr_core.model import BoundingBox, Line, Page, Word
from ocr_core.page_layout import PlacedWord, build_blocks
from ocr_core.text_direction import has_leftward_letters

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
# A box of the second engine is so many times as high as the line in it, within these limits; what
# is higher is another print.
_LEAST_RIM, _MOST_RIM = 1.15, 2.0
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
    usual = _usual_height(placed)
    for line in (_without_rims(line, usual) for line in second.lines):
        inside = [
            number
            for number, word in enumerate(placed)
            if _share_within(word.box, line.box) >= _WITHIN
        ]
        there = [placed[number] for number in inside]
        is_likelier = likely_characters(line.words) > likely_characters(there)
        if is_likelier and _is_mostly_doubtful(there):
            gone.update(number for number in inside if _is_replaced(placed[number], line))
            kept.append(line)
            continue
        replaced, words = _word_by_word(line, {number: placed[number] for number in inside})
        gone.update(replaced)
        if words:
            kept.append(_line(line, words))
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


def _is_mostly_doubtful(words: Sequence[Word]) -> bool:
    """Whether at least half of the characters are in words that their engine is not sure of."""
    doubtful = sum(len(word.text) for word in words if is_doubtful_word(word))
    return 2 * doubtful >= sum(len(word.text) for word in words)


def _word_by_word(line: Line, inside: Mapping[int, Word]) -> tuple[set[int], list[Word]]:
    """Which words of a line that was mostly read well give way, and to which of another reading.

    What is sure stays as it is, with its boxes: tables and headings are told by them.
    """
    gone: set[int] = set()
    taken: list[Word] = []
    for word in line.words:
        below = {number: each for number, each in inside.items() if overlap(word.box, each.box)}
        if not below:
            taken.append(word)
        elif (
            all(map(is_doubtful_word, below.values()))
            and "".join(each.text for each in below.values()) != word.text
            and likely_characters([word]) > likely_characters(below.values())
        ):
            gone.update(below)
            box = BoundingBox.around(each.box for each in below.values())
            taken.append(replace(word, box=box))
    return gone, taken


def _usual_height(words: Sequence[Word]) -> float:
    """That of words with tall letters, in pixels; 0 where there are no words."""
    heights = sorted(word.box.bottom - word.box.top for word in words)
    return float(heights[len(heights) * 3 // 4]) if heights else 0.0


def _without_rims(line: Line, usual: float) -> Line:
    """A line of the second engine in the height that lines of the page have.

    Its boxes have a rim, which reaches into the rows above and below.
    """
    return replace(line, words=tuple(_without_rim(word, usual) for word in line.words))


def _without_rim(word: Word, usual: float) -> Word:
    middle = (word.box.top + word.box.bottom) / 2
    if not _LEAST_RIM * usual < word.box.bottom - word.box.top < _MOST_RIM * usual:
        return word
    box = replace(word.box, top=round(middle - usual / 2), bottom=max(1, round(middle + usual / 2)))
    return replace(word, box=box)


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
    rows = [[word for word in line.words if id(word) in is_kept] for line in first.lines]
    others: list[list[Word]] = []
    for line in lines:
        own: list[Word] = []
        for word in line.words:
            next((row for row in rows if _is_in_row(word, row)), own).append(word)
        others.append(own)
    baselines = [line.baseline for line in first.lines]
    placed = [
        PlacedWord(1, 1, number, word, baselines[number] if number < len(baselines) else None)
        for number, row in enumerate([*rows, *others])
        for word in sorted(row, key=lambda word: word.box.left)
    ]
    theirs = sum(len(word.text) for line in lines for word in line.words)
    ours = sum(len(item.word.text) for item in placed) - theirs
    engine = second.engine if theirs > ours else first.engine
    return first.model_copy(update={"blocks": build_blocks(placed), "engine": engine})


def _is_in_row(word: Word, row: Sequence[Word]) -> bool:
    """Whether a word stands between the words of a line that runs to the right."""
    if not row or has_leftward_letters(word.text):
        return False
    box = BoundingBox.around(each.box for each in row)
    height = min(box.bottom - box.top, word.box.bottom - word.box.top)
    common = min(box.bottom, word.box.bottom) - max(box.top, word.box.top)
    is_beside = box.left < word.box.right and word.box.left < box.right
    return is_beside and 2 * common > height


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
