"""Signs that belong to the number behind them, however far off it stands.

In columns of amounts a currency sign stands at the left edge and the number at the right one; a
minus sign is set apart by a narrow space, which engines take for one between words.
"""

import re
from collections.abc import Sequence
from itertools import zip_longest

from ocr_core.model import BoundingBox, Word

_CURRENCY = re.compile(r"^[(]?[$€£¥]$")
_NUMBER = re.compile(r"^[(]?[$€£¥]?[.,]?\d")
_MINUS = re.compile(r"^[-–−]$")
_AMOUNT = re.compile(r"^[$€£¥]?\d+([.,]\d{3})*([.,]\d+)?[*†]?$")
# White between a minus sign and its number, and before it, in heights of the number.
_NARROW = 0.8
_WIDE = 1.0


def stays_with(before: str, after: str) -> bool:
    """Whether ``before`` is the sign of the number ``after``."""
    return _CURRENCY.match(before) is not None and _NUMBER.match(after) is not None


def with_minus_signs(words: Sequence[Word]) -> Sequence[Word]:
    """The words of a line, minus signs that stand alone joined to their amounts.

    Not where something stands close before the sign: that is a dash, or a range.
    """
    if not any(_MINUS.match(word.text) for word in words):
        return words
    joined: list[Word] = []
    for word, after in zip_longest(words, words[1:]):
        if joined and _is_negative(joined, word) and not (after and _MINUS.match(after.text)):
            sign = joined.pop()
            joined.append(
                Word(
                    text=sign.text + word.text,
                    box=BoundingBox.around((sign.box, word.box)),
                    confidence=word.confidence,
                    follows_space=sign.follows_space,
                )
            )
        else:
            joined.append(word)
    return joined if len(joined) < len(words) else words


def _is_negative(before: Sequence[Word], word: Word) -> bool:
    sign = before[-1]
    if not (_MINUS.match(sign.text) and _AMOUNT.match(word.text)):
        return False
    height = word.box.bottom - word.box.top
    if not -_NARROW * height <= word.box.left - sign.box.right <= _NARROW * height:
        return False
    return len(before) < 2 or sign.box.left - before[-2].box.right >= _WIDE * height
