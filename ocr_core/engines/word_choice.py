"""Which of two readings is likelier to be right, word by word, as far as confidence tells."""

import unicodedata
from collections.abc import Iterable, Sequence

from ocr_core.engines.same_place import overlap
from ocr_core.model import Word

# A word of Tesseract's below this confidence is looked at again, and a number below the higher one:
# no dictionary tells a right one from a wrong one. ADR 0024 has what that costs and wins.
_DOUBTFUL_WORD = 85.0
_DOUBTFUL_NUMBER = 96.0
# Where both engines read something and differ, the second one is right from a confidence on if that
# of Tesseract is below the second number: the corpus's words by both confidences, in ADR 0024.
_SECOND_IS_RIGHT = ((95.0, 95.0), (80.0, 88.0), (50.0, 50.0), (0.0, 20.0))
# On a page that the second engine has read alone, a number or a currency sign of Tesseract's beside
# its words is text from these confidences on: 5 of 6, and the one there is, in the same figures.
_NUMBER_OF_FIRST, _CURRENCY_OF_FIRST = 50.0, 20.0
# Two engines that are so sure of different numbers dispute them.
_SURE_NUMBER = 90.0
# Of signs that one engine has beside a word of the other's: how many, since a box has a rim, and
# their share of the room for as many letters.
_LEAST_MORE, _ROOM = 2, 0.8


def is_doubtful_word(word: Word) -> bool:
    """Whether its engine is not sure of it."""
    is_number = any(map(str.isdigit, word.text))
    return (word.confidence or 0.0) < (_DOUBTFUL_NUMBER if is_number else _DOUBTFUL_WORD)


def likely_characters(words: Iterable[Word]) -> float:
    """How many of their characters are right, as far as confidence goes."""
    return sum(len(word.text) * (word.confidence or 0.0) / 100 for word in words)


def is_second_right(ours: Sequence[Word], theirs: Sequence[Word]) -> bool:
    """Whether RapidOCR is likelier to be right than Tesseract, where they read different words.

    Args:
        ours: Tesseract's words at a place.
        theirs: RapidOCR's words there.
    """
    first, second = _confidence(ours), _confidence(theirs)
    text, other = ("".join(word.text for word in words) for words in (ours, theirs))
    if text == other:
        # Tesseract reads the comma of a number as a space. RapidOCR misses spaces and does not
        # invent them.
        is_number = all(any(map(str.isdigit, word.text)) for word in ours)
        return is_number if len(theirs) < len(ours) else first < _SECOND_IS_RIGHT[0][1]
    if _plain(text) == _plain(other):
        return False  # RapidOCR drops accents.
    if len(theirs) < len(ours) and _without_signs(text) == _without_signs(other):
        return False  # RapidOCR misses the space behind a sign.
    limit = next(limit for least, limit in _SECOND_IS_RIGHT if second >= least)
    return first < limit


def has_signs_beside(word: Word, other: Word) -> bool:
    """Whether ``word`` is ``other`` with more signs at its ends, and its box has room for them.

    Tesseract drops several quotation marks in a row, and is sure of the rest of the word.
    """
    more = len(word.text) - len(other.text)
    if more < _LEAST_MORE or other.text not in word.text:
        return False
    letter = (other.box.right - other.box.left) / len(other.text)
    room = (word.box.right - word.box.left) - (other.box.right - other.box.left)
    return room >= _ROOM * more * letter and (word.confidence or 0.0) >= _DOUBTFUL_WORD


def is_number_of_first(word: Word) -> bool:
    """Whether Tesseract is sure enough of a number or a currency sign."""
    if all(unicodedata.category(sign) == "Sc" for sign in word.text):
        return (word.confidence or 0.0) >= _CURRENCY_OF_FIRST
    is_number = any(map(str.isdigit, word.text))
    return is_number and (word.confidence or 0.0) >= _NUMBER_OF_FIRST


def are_disputed(word: Word, other: Word) -> bool:
    """Whether two numbers at the same place have as many digits, and not the same ones."""
    digits, others = _digits(word), _digits(other)
    return (
        len(digits) == len(others)
        and digits != others
        and min(word.confidence or 0.0, other.confidence or 0.0) >= _SURE_NUMBER
        and overlap(word.box, other.box)
    )


def _digits(word: Word) -> str:
    return "".join(filter(str.isdigit, word.text))


def _plain(text: str) -> str:
    """Without accents."""
    signs = unicodedata.normalize("NFD", text)
    return "".join(sign for sign in signs if not unicodedata.combining(sign))


def _without_signs(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _confidence(words: Sequence[Word]) -> float:
    """That of a character, 0 to 100."""
    return 100 * likely_characters(words) / max(1, sum(len(word.text) for word in words))
