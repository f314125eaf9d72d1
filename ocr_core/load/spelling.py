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
_MAX_ABBREVIATION = 6
_MIN_LETTERS = 40
# On a page of Chinese or Arabic the few Latin words are names and abbreviations.
_MIN_SHARE = 0.5
# Of the messages of Django in 79 languages, 150 characters at a time, 0.2 % of the pieces are
# below this, most of them Irish and Gaelic; of the English, French and German ones with every
# letter moved along the alphabet, 85 %.
_MIN_TURNS = 0.52
_VOWELS = frozenset("aeiouyıəœæøǝаеиоуыэюяєіөүұӕѣѫαεηιουω")
# Each letter without its marks. Not `normalize` of a text: its time grows with the square of the
# marks on a letter. Two letters are no vowels, though they are made of one and a mark.
_PLAIN = {
    code: unicodedata.normalize("NFD", chr(code))[0]
    for code in (*range(0xC0, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x2000))
    if chr(code) not in "йЙўЎ"
} | dict.fromkeys(range(0x300, 0x370))
# Latin, Cyrillic, Greek.
_SCRIPTS = ("A-Za-zÀ-ɏ", "\u0400-\u052f", "\u0370-\u03ff")
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
    plain = text.translate(_PLAIN)
    words = [word.lower() for word in _WORD.findall(plain) if not _is_abbreviation(word)]
    judged_count = sum(map(len, words))
    letter_count = sum(map(str.isalpha, plain))
    is_enough = judged_count >= max(_MIN_LETTERS, letter_count * _MIN_SHARE)
    return not is_enough or _take_turns(words)


def _is_abbreviation(word: str) -> bool:
    """Capitals alone, and few: a code or an abbreviation as often as a word."""
    return len(word) <= _MAX_ABBREVIATION and word.isupper()


def _is_mostly_accented(text: str) -> bool:
    latin_count = len(_LATIN.findall(text))
    return len(_ACCENTED.findall(text)) > max(latin_count * _MAX_ACCENTED, _FEW_ACCENTED)


def _take_turns(words: Sequence[str]) -> bool:
    """Whether vowels and consonants do."""
    are_vowels = ([letter in _VOWELS for letter in word] for word in words)
    turns = [first != second for word in are_vowels for first, second in pairwise(word)]
    return sum(turns) >= len(turns) * _MIN_TURNS
