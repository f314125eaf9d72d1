"""The letters of a language, and words in which they occur."""

import json
import subprocess
from dataclasses import dataclass
from functools import cached_property

from bench.letters.dictionary import dictionary_words
from bench.system import PEERS_PYTHON, ROOT

# Languages in which the capital of i has its dot.
_DOTTED = frozenset({"aze", "tur"})
# Of letters in a text, those that are capitals: most at the start of a sentence, some in headings.
_CAPITAL = 0.1


@dataclass(frozen=True)
class Alphabet:
    """``letters`` are small ones and capitals; ``language`` is Tesseract's name."""

    language: str
    letters: str
    text: str
    dictionary: tuple[str, ...] = ()

    def capital(self, word: str) -> str:
        """The word in capitals."""
        return (word.replace("i", "İ") if self.language in _DOTTED else word).upper()

    def small(self, word: str) -> str:
        """The word in small letters."""
        if self.language in _DOTTED:
            word = word.replace("I", "ı").replace("İ", "i")
        return word.lower()

    @cached_property
    def words(self) -> list[str]:
        """The words of the text and then those of the dictionary, once each, in small letters.

        Only those of letters of the alphabet.
        """
        text = "".join(sign if sign.isalpha() else " " for sign in self.small(self.text)).split()
        known = set(self.letters)
        return [word for word in dict.fromkeys([*text, *self.dictionary]) if set(word) <= known]

    def per_1000(self, letters: str) -> float:
        """How many of 1,000 letters of the words are these.

        A capital whose small letter is not among them counts as a tenth of that.
        """
        counted = "".join(self.words)
        weights = {self.small(letter): _CAPITAL for letter in letters}
        weights |= {letter: 1.0 for letter in letters if letter == self.small(letter)}
        count = sum(weight * counted.count(letter) for letter, weight in weights.items())
        return 1000 * count / max(1, len(counted))


def load_alphabets() -> list[Alphabet]:
    """Those of ``bench.letters.alphabets``, which the peers' environment has the data for."""
    command = [str(PEERS_PYTHON), "-m", "bench.letters.alphabets"]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    return [
        Alphabet(**one, dictionary=dictionary_words(one["language"]))
        for one in json.loads(listing.stdout)
    ]
