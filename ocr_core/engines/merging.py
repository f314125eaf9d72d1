"""One page of two readings: at each place the words of the engine that is likelier to be right."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from ocr_core.engines.merged_lines import KeptWord, Links, in_order, lines_of
from ocr_core.engines.page_part import PartialPage
from ocr_core.engines.same_place import Place, extent, places_of, share_within
from ocr_core.engines.word_choice import (
    are_disputed,
    has_signs_beside,
    is_number_of_first,
    is_second_right,
)
from ocr_core.model import BoundingBox, Page, Word
from ocr_core.page_layout import PlacedWord, build_blocks

# What one engine alone sees is text from these confidences on: the corpus's words, in ADR 0024.
_TEXT_OF_FIRST, _TEXT_OF_SECOND = 90.0, 30.0
# Letters that stand together are a word more often than signs are: where the second engine finds no
# line at all, 2 of 3 are from this confidence on.
_WORD_OF_FIRST, _LETTERS_OF_A_WORD = 20.0, 3
# A box of the second engine is so many times as high as the line in it, within these limits; what
# is higher is another print.
_LEAST_RIM, _MOST_RIM = 1.15, 2.0
# The share of the longer of two words that is beside the other if they are the same one.
_SAME_LENGTH = 0.5
# The share of a word that is within a region for it to be of it.
_WITHIN = 0.5


class _Placed(NamedTuple):
    """A word, the number of its line, and whether no other word is in that."""

    word: Word
    line: int
    is_alone: bool


def merged(first: Page, part: PartialPage, *, looked_at: Sequence[BoundingBox]) -> Page:
    """The words of both readings, each place read once.

    Args:
        first: Tesseract's, of the whole page.
        part: the other engine's, of lines that the first one did not read for certain.
        looked_at: where it looked for text; nothing is said of words elsewhere.
    """
    second = part.page
    ours, theirs = _placed(first), _placed(second)
    usual = _usual_height([placed.word for placed in ours])
    theirs = [placed._replace(word=_without_rim(placed.word, usual)) for placed in theirs]
    places = places_of([placed.word.box for placed in ours], [placed.word.box for placed in theirs])
    kept: list[KeptWord] = []
    for place in places:
        kept += _at_place(
            [ours[number] for number in place.first],
            [theirs[number] for number in place.second],
            lambda word: _is_noise(word, part, looked_at),
        )
    update: dict[str, object] = {
        "has_disputed_digits": any(
            are_disputed(ours[one].word, theirs[other].word)
            for place in places
            for one in place.first
            for other in place.second
        )
    }
    if {id(each.word) for each in kept} != {id(placed.word) for placed in ours}:
        rows = lines_of(first, second, kept, _links(places, ours, theirs))
        update |= {"blocks": build_blocks(rows), "engine": _engine(first, second, kept)}
    return first.model_copy(update=update)


def with_numbers(second: Page, first: Page) -> Page:
    """RapidOCR's page with numbers of Tesseract's that it missed, such as quantities on receipts.

    RapidOCR misses some digits and currency signs that stand alone.

    Args:
        second: RapidOCR's reading of the page.
        first: Tesseract's.
    """
    words = [placed.word for placed in _placed(second)]
    numbers = [placed.word for placed in _placed(first) if is_number_of_first(placed.word)]
    places = places_of([word.box for word in numbers], [word.box for word in words])
    alone = [numbers[number] for place in places if not place.second for number in place.first]
    found = [word for word in alone if any(_are_beside(word.box, other.box) for other in words)]
    if not found:
        return second
    line_count = len(second.lines)
    rows = [
        *(
            PlacedWord(1, 1, line, word, second.lines[line].baseline)
            for word, line, _ in _placed(second)
        ),
        *(PlacedWord(1, 1, line_count + at, word) for at, word in enumerate(found)),
    ]
    return second.model_copy(update={"blocks": build_blocks(rows)})


def _are_beside(one: BoundingBox, other: BoundingBox) -> bool:
    """Whether half of the first one's height is beside the other."""
    common = min(one.bottom, other.bottom) - max(one.top, other.top)
    return 2 * common > one.bottom - one.top


def _placed(page: Page) -> list[_Placed]:
    return [
        _Placed(word, number, len(line.words) == 1)
        for number, line in enumerate(page.lines)
        for word in line.words
    ]


def _at_place(
    ours: Sequence[_Placed], theirs: Sequence[_Placed], is_noise: Callable[[Word], bool]
) -> Iterator[KeptWord]:
    """What stands at a place, of what one engine or both read there."""
    if not theirs:
        for word, line, _ in ours:
            if not is_noise(word):
                yield KeptWord(word, True, line)
    elif not ours:
        for word, line, is_alone in theirs:
            # RapidOCR has little confidence in a digit alone in its cell, and is right.
            is_digit = is_alone and word.text.isdigit()
            if (word.confidence or 0.0) >= _TEXT_OF_SECOND or is_digit:
                yield KeptWord(word, False, line)
    elif _are_pairs(ours, theirs):
        for one, other in zip(_sorted(ours), _sorted(theirs), strict=True):
            if has_signs_beside(other.word, one.word):
                box = BoundingBox.around([one.word.box, other.word.box])
                yield KeptWord(replace(other.word, box=box), True, one.line)
            elif is_second_right([one.word], [other.word]):
                # Tables and headings are told by Tesseract's boxes, which are close.
                yield KeptWord(replace(other.word, box=one.word.box), True, one.line)
            else:
                yield KeptWord(one.word, True, one.line)
    elif is_second_right([each.word for each in ours], [each.word for each in theirs]):
        yield from (KeptWord(word, False, line) for word, line, _ in theirs)
    else:
        yield from (KeptWord(word, True, line) for word, line, _ in ours)


def _are_pairs(ours: Sequence[_Placed], theirs: Sequence[_Placed]) -> bool:
    """Whether both readings have the same spaces there: each word covers one of the other's."""
    if len(ours) == len(theirs) == 1:
        return True
    return len(ours) == len(theirs) and all(
        _is_as_long(one.word.box, other.word.box)
        for one, other in zip(_sorted(ours), _sorted(theirs), strict=True)
    )


def _is_as_long(one: BoundingBox, other: BoundingBox) -> bool:
    """Whether half of the longer one, at least, is beside the other."""
    is_upright = one.bottom - one.top > one.right - one.left
    (start, end), (low, high) = extent(one, is_upright), extent(other, is_upright)
    return min(end, high) - max(start, low) >= _SAME_LENGTH * max(end - start, high - low)


def _is_noise(word: Word, part: PartialPage, looked_at: Sequence[BoundingBox]) -> bool:
    """Whether a word of Tesseract's that RapidOCR does not see is no text."""
    confidence = word.confidence or 0.0
    if confidence >= _TEXT_OF_FIRST or not _is_within(word, looked_at):
        return False
    if _is_within(word, part.left):
        return False
    # RapidOCR has read the line and saw no word there, or has found no line.
    is_like_a_word = len(word.text) >= _LETTERS_OF_A_WORD and word.text.isalpha()
    return _is_within(word, part.places) or not is_like_a_word or confidence < _WORD_OF_FIRST


def _is_within(word: Word, boxes: Sequence[BoundingBox]) -> bool:
    return any(share_within(word.box, box) >= _WITHIN for box in boxes)


def _sorted(placed: Sequence[_Placed]) -> list[_Placed]:
    """In the order of their words."""
    order = {id(word): at for at, word in enumerate(in_order([each.word for each in placed]))}
    return sorted(placed, key=lambda each: order[id(each.word)])


def _links(places: Sequence[Place], ours: Sequence[_Placed], theirs: Sequence[_Placed]) -> Links:
    links: Links = defaultdict(list)
    for place in places:
        for one in place.first:
            for other in place.second:
                links[True, ours[one].line].append((ours[one].word.box, theirs[other].line))
                links[False, theirs[other].line].append((theirs[other].word.box, ours[one].line))
    return links


def _engine(first: Page, second: Page, kept: Sequence[KeptWord]) -> str | None:
    """That of most characters."""
    own = {id(word) for line in first.lines for word in line.words}
    theirs = sum(len(each.word.text) for each in kept if id(each.word) not in own)
    return second.engine if 2 * theirs > sum(len(each.word.text) for each in kept) else first.engine


def _usual_height(words: Sequence[Word]) -> float:
    """That of words with tall letters, in pixels; 0 where there are no words."""
    heights = sorted(word.box.bottom - word.box.top for word in words)
    return float(heights[len(heights) * 3 // 4]) if heights else 0.0


def _without_rim(word: Word, usual: float) -> Word:
    """A word of the second engine in the height that lines of the page have.

    Its boxes have a rim, which reaches into the rows above and below.
    """
    middle = (word.box.top + word.box.bottom) / 2
    if not _LEAST_RIM * usual < word.box.bottom - word.box.top < _MOST_RIM * usual:
        return word
    box = replace(word.box, top=round(middle - usual / 2), bottom=max(1, round(middle + usual / 2)))
    return replace(word, box=box)
