"""Words that have each letter of an alphabet."""

from collections import Counter

import pytest

from bench.letters.alphabet import Alphabet
from bench.letters.words import words_with_letters

ICELANDIC = Alphabet("isl", "abdeiprðþABDEIPRÐÞ", "Það er ábati. Bera bid.")


@pytest.mark.parametrize("times", [1, 3])
def test_each_letter_comes_as_often_as_asked(times: int) -> None:
    """Small and capital, in words of the text and in words like them."""
    counts = Counter("".join(words_with_letters(ICELANDIC, times=times)))
    assert set(ICELANDIC.letters) <= set(counts)
    assert min(counts[letter] for letter in ICELANDIC.letters) >= min(times, 2)


def test_words_of_the_text_come_first() -> None:
    """As they are, with a capital, and in capitals; those with other letters are left out."""
    words = words_with_letters(ICELANDIC, times=1)
    assert {"það", "Það", "ÞAÐ"} & set(words)
    assert not {word for word in words if "á" in word}


def test_the_dot_of_i_is_kept_where_capitals_have_it() -> None:
    """In Turkish, ı and i are two letters in capitals too."""
    turkish = Alphabet("tur", "bgiılBGİIL", "bilgi ılgıb")
    words = words_with_letters(turkish, times=1)
    assert {"BİLGİ", "ILGIB"} & set(words)
    assert not {"BILGI", "ilgib"} & set(words)


def test_q_is_followed_by_u() -> None:
    """A word that cannot be is read worse than one that could."""
    words = words_with_letters(Alphabet("eng", "abcqABCQ", "abc cab bca"), times=1)
    assert all(word.lower().count("q") == word.lower().count("qu") for word in words)
