"""One page of two readings: at each place the words of the engine that is likelier to be right."""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from ocr_core.engines.page_part import PartialPage
from ocr_core.engines.same_place import Place, overlap, places_of, share_within
from ocr_core.model import BoundingBox, Page, Word
from ocr_core.page_layout import PlacedWord, build_blocks

# A word of Tesseract's below this confidence is looked at again, and a number below the higher one:
# no dictionary tells a right one from a wrong one. ADR 0024 has what that costs and wins.
_DOUBTFUL_WORD = 85.0
_DOUBTFUL_NUMBER = 96.0
# Where both engines read something and differ, the second one is right from a confidence on if that
# of Tesseract is below the second number: the corpus's words by both confidences, in ADR 0024.
_SECOND_IS_RIGHT = ((95.0, 95.0), (80.0, 88.0), (50.0, 50.0), (0.0, 20.0))
# What one engine alone sees is text from these confidences on, in the same figures.
_TEXT_OF_FIRST, _TEXT_OF_SECOND = 90.0, 30.0
# Letters that stand together are a word more often than signs are: where the second engine finds no
# line at all, 2 of 3 are from this confidence on.
_WORD_OF_FIRST, _LETTERS_OF_A_WORD = 20.0, 3
# Two engines that are so sure of different numbers dispute them.
_SURE_NUMBER = 90.0
# Of signs that one engine has beside a word of the other's: how many, since a box has a rim, and
# their share of the room for as many letters.
_LEAST_MORE, _ROOM = 2, 0.8
# White, in heights of a line, that is wider than a space: ink there was passed over.
_WIDEST_SPACE = 1.2
# A box of the second engine is so many times as high as the line in it, within these limits; what
# is higher is another print.
_LEAST_RIM, _MOST_RIM = 1.15, 2.0
# The share of the longer of two words that is beside the other if they are the same one.
_SAME_LENGTH = 0.5
# The share of a word that is within a line, or a region, for it to be of it.
_WITHIN = 0.5


# On a page that the second engine has read alone, a number or a currency sign of Tesseract's beside
# its words is text from these confidences on: 5 of 6, and the one there is, in the same figures.
_NUMBER_OF_FIRST, _CURRENCY_OF_FIRST = 50.0, 20.0


class _Placed(NamedTuple):
    """A word, the number of its line, and whether no other word is in that."""

    word: Word
    line: int
    is_alone: bool


class _Kept(NamedTuple):
    """A word of the page, and which line of which reading it stands in."""

    word: Word
    is_first: bool
    line: int


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
    for low, high in sorted(_extent(word.box, is_upright) for word in inside):
        if low - start > _WIDEST_SPACE * height:
            return False
        start = max(start, high)
    return end - start <= _WIDEST_SPACE * height


def is_doubtful_word(word: Word) -> bool:
    """Whether its engine is not sure of it."""
    is_number = any(map(str.isdigit, word.text))
    return (word.confidence or 0.0) < (_DOUBTFUL_NUMBER if is_number else _DOUBTFUL_WORD)


def likely_characters(words: Iterable[Word]) -> float:
    """How many of their characters are right, as far as confidence goes."""
    return sum(len(word.text) * (word.confidence or 0.0) / 100 for word in words)


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
    kept: list[_Kept] = []
    for place in places:
        kept += _at_place(
            [ours[number] for number in place.first],
            [theirs[number] for number in place.second],
            lambda word: _is_noise(word, part, looked_at),
        )
    update: dict[str, object] = {
        "has_disputed_digits": any(
            _differ(ours[one].word, theirs[other].word)
            for place in places
            for one in place.first
            for other in place.second
        )
    }
    if {id(each.word) for each in kept} != {id(placed.word) for placed in ours}:
        rows = _rows(first, second, kept, _links(places, ours, theirs))
        update |= {"blocks": build_blocks(rows), "engine": _engine(first, second, kept)}
    return first.model_copy(update=update)


def with_numbers(second: Page, first: Page) -> Page:
    """The second engine's page with numbers that stand alone, such as quantities on receipts.

    It does not see some of them, nor some currency signs in a column of their own.

    Args:
        second: its reading.
        first: Tesseract's of the same page.
    """
    words = [placed.word for placed in _placed(second)]
    numbers = [placed.word for placed in _placed(first) if _is_number(placed.word)]
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


def _is_number(word: Word) -> bool:
    """Whether Tesseract is sure enough of a number or a currency sign."""
    if all(unicodedata.category(sign) == "Sc" for sign in word.text):
        return (word.confidence or 0.0) >= _CURRENCY_OF_FIRST
    is_number = any(map(str.isdigit, word.text))
    return is_number and (word.confidence or 0.0) >= _NUMBER_OF_FIRST


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
) -> Iterator[_Kept]:
    """What stands at a place, of what one engine or both read there."""
    if not theirs:
        for word, line, _ in ours:
            if not is_noise(word):
                yield _Kept(word, True, line)
    elif not ours:
        for word, line, is_alone in theirs:
            # It is not sure of a digit that has a cell to itself, a 0 above all, and yet right.
            is_digit = is_alone and word.text.isdigit()
            if (word.confidence or 0.0) >= _TEXT_OF_SECOND or is_digit:
                yield _Kept(word, False, line)
    elif _are_pairs(ours, theirs):
        for one, other in zip(_sorted(ours), _sorted(theirs), strict=True):
            if _has_more(other.word, one.word):
                box = BoundingBox.around([one.word.box, other.word.box])
                yield _Kept(replace(other.word, box=box), True, one.line)
            elif _is_second_right([one.word], [other.word]):
                # Tables and headings are told by Tesseract's boxes, which are close.
                yield _Kept(replace(other.word, box=one.word.box), True, one.line)
            else:
                yield _Kept(one.word, True, one.line)
    elif _is_second_right([each.word for each in ours], [each.word for each in theirs]):
        yield from (_Kept(word, False, line) for word, line, _ in theirs)
    else:
        yield from (_Kept(word, True, line) for word, line, _ in ours)


def _are_pairs(ours: Sequence[_Placed], theirs: Sequence[_Placed]) -> bool:
    """Whether both readings part the place alike: each word covers one of the other."""
    if len(ours) == len(theirs) == 1:
        return True
    return len(ours) == len(theirs) and all(
        _is_as_long(one.word.box, other.word.box)
        for one, other in zip(_sorted(ours), _sorted(theirs), strict=True)
    )


def _is_as_long(one: BoundingBox, other: BoundingBox) -> bool:
    """Whether half of the longer one, at least, is beside the other."""
    is_upright = one.bottom - one.top > one.right - one.left
    (start, end), (low, high) = _extent(one, is_upright), _extent(other, is_upright)
    return min(end, high) - max(start, low) >= _SAME_LENGTH * max(end - start, high - low)


def _is_noise(word: Word, part: PartialPage, looked_at: Sequence[BoundingBox]) -> bool:
    """Whether what the second engine does not see is no text."""
    confidence = word.confidence or 0.0
    if confidence >= _TEXT_OF_FIRST or not _is_within(word, looked_at):
        return False
    if _is_within(word, part.left):
        return False
    # It has read the line there, and saw nothing; or it found no line at all.
    is_like_a_word = len(word.text) >= _LETTERS_OF_A_WORD and word.text.isalpha()
    return _is_within(word, part.places) or not is_like_a_word or confidence < _WORD_OF_FIRST


def _is_within(word: Word, boxes: Sequence[BoundingBox]) -> bool:
    return any(share_within(word.box, box) >= _WITHIN for box in boxes)


def _sorted(placed: Sequence[_Placed]) -> list[_Placed]:
    """In the order of their words."""
    order = {id(word): at for at, word in enumerate(_in_order([each.word for each in placed]))}
    return sorted(placed, key=lambda each: order[id(each.word)])


def _in_order(words: Sequence[Word]) -> list[Word]:
    """From the left, or from the top."""
    box = BoundingBox.around(word.box for word in words)
    is_upright = box.bottom - box.top > box.right - box.left
    return sorted(words, key=lambda word: _extent(word.box, is_upright))


def _has_more(word: Word, other: Word) -> bool:
    """Whether it is the other word with signs beside it, and with the room that they take.

    Tesseract leaves quotation marks out where there are several, and is sure of the rest.
    """
    more = len(word.text) - len(other.text)
    if more < _LEAST_MORE or other.text not in word.text:
        return False
    letter = (other.box.right - other.box.left) / len(other.text)
    room = (word.box.right - word.box.left) - (other.box.right - other.box.left)
    return room >= _ROOM * more * letter and (word.confidence or 0.0) >= _DOUBTFUL_WORD


def _is_second_right(ours: Sequence[Word], theirs: Sequence[Word]) -> bool:
    """Whether the second engine, which read another text at a place, is likelier to be right."""
    first, second = _confidence(ours), _confidence(theirs)
    text, other = ("".join(word.text for word in words) for words in (ours, theirs))
    if text == other:
        # Tesseract takes the comma in a number for a space. The other one is shy of spaces: where
        # it has more, they are there.
        is_number = all(any(map(str.isdigit, word.text)) for word in ours)
        return is_number if len(theirs) < len(ours) else first < _SECOND_IS_RIGHT[0][1]
    if _plain(text) == _plain(other):
        return False  # It leaves accents out.
    if len(theirs) < len(ours) and _without_signs(text) == _without_signs(other):
        return False  # It runs words together at a sign.
    limit = next(limit for least, limit in _SECOND_IS_RIGHT if second >= least)
    return first < limit


def _plain(text: str) -> str:
    """Without accents."""
    signs = unicodedata.normalize("NFD", text)
    return "".join(sign for sign in signs if not unicodedata.combining(sign))


def _without_signs(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _confidence(words: Sequence[Word]) -> float:
    """That of a character, 0 to 100."""
    return 100 * likely_characters(words) / max(1, sum(len(word.text) for word in words))


Link = dict[tuple[bool, int], list[tuple[BoundingBox, int]]]
"""By reading and line: where a word of it stands, and the line of the other reading there."""


def _links(places: Sequence[Place], ours: Sequence[_Placed], theirs: Sequence[_Placed]) -> Link:
    links: Link = defaultdict(list)
    for place in places:
        for one in place.first:
            for other in place.second:
                links[True, ours[one].line].append((ours[one].word.box, theirs[other].line))
                links[False, theirs[other].line].append((theirs[other].word.box, ours[one].line))
    return links


def _rows(first: Page, second: Page, kept: Sequence[_Kept], links: Link) -> list[PlacedWord]:
    """The words in lines: those of the reading that most of them are of, and what is left."""
    is_first = 2 * sum(each.is_first for each in kept) >= len(kept)
    rows: defaultdict[tuple[bool, int], list[Word]] = defaultdict(list)
    for word, is_of_first, line in kept:
        key = is_of_first, line
        if is_of_first is not is_first and links.get(key):
            nearest = min(links[key], key=lambda link: _distance(link[0], word.box))
            key = is_first, nearest[1]
        rows[key].append(word)
    placed: list[PlacedWord] = []
    keys = sorted(rows, key=lambda key: (key[0] is not is_first, key[1]))
    for number, (is_of_first, line) in enumerate(keys):
        words = rows[is_of_first, line]
        source = (first if is_of_first else second).lines[line]
        own = {id(word) for word in source.words}
        if any(id(word) not in own for word in words):
            words = _in_order(words)
        placed += [PlacedWord(1, 1, number, word, source.baseline) for word in words]
    return placed


def _distance(one: BoundingBox, other: BoundingBox) -> int:
    """Between two boxes of a line, in pixels."""
    across = max(one.left, other.left) - min(one.right, other.right)
    along = max(one.top, other.top) - min(one.bottom, other.bottom)
    return max(0, across) + max(0, along)


def _engine(first: Page, second: Page, kept: Sequence[_Kept]) -> str | None:
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


def _extent(box: BoundingBox, is_upright: bool) -> tuple[int, int]:
    return (box.top, box.bottom) if is_upright else (box.left, box.right)
