"""How often each letter was read as itself."""

import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from rapidfuzz.distance import Levenshtein

# A letter that is read less often than this is taken for missing.
ENOUGH = 2 / 3


@dataclass(slots=True)
class Tally:
    """Of one language's letters, in all fonts, by one engine."""

    drawn: "Counter[str]" = field(default_factory=Counter)
    read: "Counter[str]" = field(default_factory=Counter)
    instead: "dict[str, Counter[str]]" = field(default_factory=dict)
    """By letter: what stood in its place."""

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> Self:
        """From what ``as_json`` gave."""
        instead = {letter: Counter(others) for letter, others in content["instead"].items()}
        return cls(Counter(content["drawn"]), Counter(content["read"]), instead)

    def as_json(self) -> dict[str, Any]:
        """As plain dictionaries."""
        return {"drawn": self.drawn, "read": self.read, "instead": self.instead}

    def add(self, expected: str, text: str) -> None:
        """Count a page, letters by their places in the best alignment."""
        expected = " ".join(expected.split())
        text = " ".join(unicodedata.normalize("NFC", text).split())
        self.drawn.update(expected)
        for step in Levenshtein.opcodes(expected, text):
            before = expected[step.src_start : step.src_end]
            after = text[step.dest_start : step.dest_end]
            if step.tag == "equal":
                self.read.update(before)
            elif len(before) == len(after):
                for letter, other in zip(before, after, strict=True):
                    self.instead.setdefault(letter, Counter())[other] += 1

    def share(self, letter: str) -> float:
        """Of the times that it was drawn, how many it was read; from 0 to 1."""
        return self.read[letter] / self.drawn[letter]

    def missing(self, letters: str) -> str:
        """Those that are read too seldom, in the order given."""
        return "".join(letter for letter in letters if self.share(letter) < ENOUGH)
