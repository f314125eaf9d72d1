"""Words that have each letter of an alphabet several times."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from bench.letters.alphabet import Alphabet

_LENGTHS = range(3, 13)
# Of the words of a language, those from its text.
_FIRST = 300
_VOWELS = frozenset("aeiouyæœə")


def words_with_letters(alphabet: Alphabet, *, times: int) -> list[str]:
    """Words that have each letter at least ``times``, as far as there are words.

    They are words of the language in small letters, with a capital at the start, and in capitals.
    Where there are none with a letter, another letter of a word is replaced by it.
    """
    words = [word for word in alphabet.words if len(word) in _LENGTHS]
    pool = [form for word in _some(words, times) for form in _forms(word, alphabet)]
    missing = Counter(dict.fromkeys(alphabet.letters, times))
    chosen = list(_chosen(pool, missing))
    for letter in alphabet.letters:
        invented = _invented(letter, words[:_FIRST], alphabet)[: max(0, missing[letter])]
        missing.subtract("".join(invented))
        chosen += invented
    return chosen


def _some(words: list[str], times: int) -> Iterator[str]:
    """The first words, and for each letter a few with it and a few that begin with it."""
    having: defaultdict[str, list[str]] = defaultdict(list)
    beginning: defaultdict[str, list[str]] = defaultdict(list)
    for word in words:
        beginning[word[0]].append(word)
        for letter in sorted(set(word)):
            having[letter].append(word)
    yield from words[:_FIRST]
    for of_a_letter in (*having.values(), *beginning.values()):
        yield from _spread(of_a_letter, times)


def _spread(words: list[str], count: int) -> list[str]:
    """As many, from all over the list."""
    return words[:: max(1, len(words) // count)][:count]


def _chosen(pool: Iterable[str], missing: "Counter[str]") -> Iterator[str]:
    """Words that have the most letters that are missing, one after the other."""
    left = {word: Counter(word) for word in pool}

    def gain(word: str) -> float:
        has = left[word].items()
        return sum(min(count, max(0, missing[letter])) for letter, count in has) / len(word)

    while left and gain(best := max(left, key=gain)) > 0:
        missing.subtract(left.pop(best))
        yield best


def _invented(letter: str, words: list[str], alphabet: Alphabet) -> list[str]:
    """Words in which ``letter`` replaces one like it; a capital at the start, and in capitals."""
    small = alphabet.small(letter)
    base = unicodedata.normalize("NFD", small)[0]
    written = "qu" if small == "q" else small
    like = [word for word in words if base in word and base != small]
    made = [word.replace(base, small, 1) for word in like] or [
        word[:place] + written + word[place + 1 :]
        for word in words
        for place in (_place(word, is_vowel=base in _VOWELS),)
    ]
    if letter == small:
        return made
    starts = [letter + written[1:] + word[1:] for word in words]
    capitals = [alphabet.capital(word) for word in made]
    return [form for pair in zip(starts, capitals, strict=False) for form in pair]


def _place(word: str, *, is_vowel: bool) -> int:
    """Where the word has its last vowel, or its last consonant."""
    places = [place for place, sign in enumerate(word) if (sign in _VOWELS) == is_vowel]
    return places[-1] if places else len(word) - 1


def _forms(word: str, alphabet: Alphabet) -> Iterator[str]:
    yield word
    yield alphabet.capital(word[0]) + word[1:]
    yield alphabet.capital(word)
