"""Which way a text runs."""

import unicodedata
from collections import Counter
from typing import Literal

Direction = Literal["ltr", "rtl"]


def text_direction(text: str) -> Direction | None:
    """The way that most of its letters run; ``None`` for digits and punctuation alone.

    Letters are the characters that Unicode calls strong: L, R and AL (Unicode Standard
    Annex 9, table 4). The majority counts and not the first letter, so that Arabic
    prose that starts with a Latin name stays right-to-left.
    """
    kinds = Counter(map(unicodedata.bidirectional, text))
    left_to_right, right_to_left = kinds["L"], kinds["R"] + kinds["AL"]
    if not left_to_right + right_to_left:
        return None
    return "rtl" if right_to_left > left_to_right else "ltr"


def has_leftward_letters(text: str) -> bool:
    """Whether any of its letters is of a script that is written from right to left."""
    return any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)
