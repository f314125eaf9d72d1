"""Letters that PP-OCR's model gives in the shape of others, put right by the language asked for.

docs/letters.md has what was measured of them.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from ocr_core.engines.line_words import Character

# The model gives the first and knows of the second: with this probability at least in 85 of 91
# places where the second stood, in five fonts, and in 5 of 990 where the first did, all of them æ.
LEAST_SHY = 0.004
_SHY: Mapping[str, Mapping[str, str]] = {
    "isl": {"b": "þÞ", "p": "þÞ", "P": "þÞ"},
    "mlt": {"H": "Ħ"},
    "hun": {"ü": "ű", "ú": "ű", "Ü": "ű", "Ú": "ű"},
    "fra": {"i": "ï", "æ": "œ", "Ü": "Ù"},
    **{name: {"i": "ï"} for name in ("afr", "cat", "glg", "nld", "oci")},
}
# What it gives for a letter that it never gives; the language itself does not write it.
_FOREIGN: Mapping[str, Mapping[str, str]] = {
    "fra": {"ý": "ÿ", "Ý": "Ÿ"},
    "isl": {"Đ": "Ð"},
    "tur": {"Č": "Ğ"},
}
# Two letters for one. Names like MICHAEL have two, and so have COEFFICIENT and DOUCEUR.
_NORDIC_PAIR = (re.compile(r"AE(?!L$)|(?<!\w{3})AE"), "Æ")
_FRENCH_PAIR = (re.compile(r"OE(?=[UIui])|(?<=[BCMSV])CE(?=U)|^CE(?=UV|uv)"), "Œ")
_PAIRS: Mapping[str, tuple[re.Pattern[str], str]] = {
    **dict.fromkeys(("dan", "isl", "nor"), _NORDIC_PAIR),
    "fra": _FRENCH_PAIR,
}
# The capital of i has its dot.
_DOTTED = frozenset({"aze", "tur"})
_PLAIN_SMALL = re.compile("[a-z]")


class Letters(NamedTuple):
    """What the model's signs mean in the languages of a page."""

    shy: Mapping[str, str]
    """By a sign that is given: letters that it may be, if the model thinks them likely enough."""
    foreign: Mapping[str, str]
    """By a sign that is given: the letter that it is."""
    pair: tuple[re.Pattern[str], str] | None
    """Two letters, and the one that they are."""
    is_dotted: bool

    @classmethod
    def of(cls, languages: Sequence[str]) -> "Letters":
        """Those of one language, also with English; with others, a sign is what it is."""
        own = [language for language in languages if language != "eng"]
        name = own[0] if len(own) == 1 else ""
        shy, foreign = _SHY.get(name, {}), _FOREIGN.get(name, {})
        return cls(shy, foreign, _PAIRS.get(name), name in _DOTTED)

    def put_right(self, characters: Sequence[Character]) -> tuple[Character, ...]:
        """A line in which words in capitals have no small letters, and pairs are one letter."""
        parted = groupby(characters, key=lambda character: character.text.isspace())
        words = (group if is_space else self._word(list(group)) for is_space, group in parted)
        return tuple(character for word in words for character in word)

    def _word(self, word: list[Character]) -> list[Character]:
        text = "".join(character.text for character in word)
        if text.isascii() and not self.pair and not self.is_dotted:
            return word
        if self._is_in_capitals(text):
            word = [one._replace(text=self._capital(one.text)) for one in word]
        if self.pair and len(text) == len(word):
            pattern, letter = self.pair
            for match in reversed(list(pattern.finditer(text))):
                at = match.start()
                word[at : at + 2] = [_joined(word[at], word[at + 1], letter)]
        return word

    def _is_in_capitals(self, text: str) -> bool:
        """Whether a word has two capitals, and no small letter without marks."""
        text = text.replace("i", "") if self.is_dotted else text
        return not _PLAIN_SMALL.search(text) and sum(map(str.isupper, text)) > 1

    def _capital(self, sign: str) -> str:
        """Of a small Latin letter with marks, which the model confuses with it."""
        if sign == "i" and self.is_dotted:
            return "İ"
        is_small = not sign.isascii() and unicodedata.name(sign[0], "").startswith("LATIN SMALL")
        return sign.upper() if is_small and len(sign.upper()) == 1 else sign


def _joined(one: Character, other: Character, text: str) -> Character:
    middle = (one.middle + other.middle) / 2
    return Character(text, middle, min(one.probability, other.probability))
