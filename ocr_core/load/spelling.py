"""Whether letters make words that somebody could say.

A font that maps letters to wrong ones leaves letters of the right script in the wrong
places. In words of any language vowels and consonants take turns: two neighbours in three
are one of each, where every letter has been exchanged it is one in three. That is so of the
Latin, the Cyrillic and the Greek script; others are taken on trust.
"""

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

# Shorter words are abbreviations, units and codes as often as not.
_MIN_WORD = 3
_MIN_LETTERS = 40
# On a page of Chinese or Arabic the few Latin words are names and abbreviations.
_MIN_SHARE = 0.5
# Of the messages of Django in 79 languages, 150 characters at a time, 0.3 % of the pieces are
# below this, two thirds of them Irish and Gaelic; of the English, French and German ones with every
# letter moved along the alphabet, 85 %.
_MIN_TURNS = 0.52
_VOWELS = frozenset("aeiouyıəœæøǝаеиоуыэюяєіөүұӕѣѫαεηιουω")
_MARKS = re.compile("[\u0300-\u036f]+")
# Letters that are no vowels, though they are made of one and a mark.
_SHORT = str.maketrans("йў", "вв")
# Latin, Cyrillic, Greek.
_SCRIPTS = ("a-zß-öø-ɏ", "\u0400-\u052f", "\u0370-\u03ff")
_WORD = re.compile("|".join(rf"\b[{letters}]{{{_MIN_WORD},}}\b" for letters in _SCRIPTS))
_LATIN = re.compile("[A-Za-zÀ-ɏ]")
_ACCENTED = re.compile("[À-ɏ]")
# Vietnamese has the most, about a quarter; Cyrillic taken for Latin is nothing else.
_MAX_ACCENTED = 0.5
# Fewer with accents are a name or two.
_FEW_ACCENTED = 20


def could_be_said(text: str) -> bool:
    """Whether the words of a text look like words, or are too few to tell."""
    if _is_mostly_accented(text):
        return False
    plain = _MARKS.sub("", unicodedata.normalize("NFD", text.lower().translate(_SHORT)))
    words = _WORD.findall(plain)
    judged_count = sum(map(len, words))
    letter_count = sum(map(str.isalpha, plain))
    is_enough = judged_count >= max(_MIN_LETTERS, letter_count * _MIN_SHARE)
    return not is_enough or _take_turns(words)


def _is_mostly_accented(text: str) -> bool:
    latin_count = len(_LATIN.findall(text))
    return len(_ACCENTED.findall(text)) > max(latin_count * _MAX_ACCENTED, _FEW_ACCENTED)


def _take_turns(words: Sequence[str]) -> bool:
    """Whether vowels and consonants do."""
    are_vowels = ([letter in _VOWELS for letter in word] for word in words)
    turns = [first != second for word in are_vowels for first, second in pairwise(word)]
    return sum(turns) >= len(turns) * _MIN_TURNS
