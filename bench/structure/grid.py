"""Tables as grids of text, and how much two of them agree."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

Place = tuple[int, int]
_Compared = TypeVar("_Compared")
_NOT_COMPARED = re.compile(r"[^\w$%.,/-]")


@dataclass(frozen=True, slots=True)
class Grid:
    """Texts by row and column, counted from 0.

    ``cells`` has a cell that spans at its first place alone, ``covered`` at each of its places.
    ``headers`` are the places that name a row or a column.
    """

    cells: Mapping[Place, str]
    covered: Mapping[Place, str]
    headers: frozenset[Place] = frozenset()

    @classmethod
    def of_rows(cls, rows: Iterable[Iterable[str]]) -> "Grid":
        """A table without spans, whose first row and first column are headers."""
        cells = {(r, c): text for r, row in enumerate(rows) for c, text in enumerate(row)}
        return cls(cells, cells, frozenset(place for place in cells if 0 in place))

    def rows(self) -> list[list[str]]:
        """The filled cells of each row, from left to right."""
        found: dict[int, list[str]] = {}
        for (row, _), text in sorted(self.cells.items()):
            if tokens(text):
                found.setdefault(row, []).append(text)
        return list(found.values())


@dataclass(slots=True)
class Counts:
    """What two sides have in common, of how much: counts that add up over files."""

    common: int = 0
    ours: int = 0
    theirs: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.common + other.common, self.ours + other.ours, self.theirs + other.theirs
        )

    @property
    def f1(self) -> float:
        """0 to 1; 1 where both sides have nothing."""
        both = self.ours + self.theirs
        return 2 * self.common / both if both else 1.0

    @property
    def recall(self) -> float:
        """Share of theirs that is in ours; 1 where they have nothing."""
        return self.common / self.theirs if self.theirs else 1.0


def tokens(text: str) -> list[str]:
    """Words without case, and without most punctuation."""
    words = (_NOT_COMPARED.sub("", word.lower()).strip(".,") for word in text.split())
    return [word for word in words if word]


def word_counts(ours: str, theirs: str) -> Counts:
    """Two texts as bags of words."""
    return _counts(Counter(tokens(ours)), Counter(tokens(theirs)))


def cell_counts(ours: Iterable[Grid], theirs: Iterable[Grid]) -> Counts:
    """Adjacency relations, as the table competition of ICDAR 2013 has them."""
    return _counts(_all_relations(ours), _all_relations(theirs))


def row_counts(text: str, rows: Iterable[Iterable[str]]) -> Counts:
    """Neighbouring cells of a row that are on one line of ``text``, with nothing between them.

    That is, the last word of a cell stands directly before the first word of the next.
    """
    lines = [tokens(line) for line in text.splitlines()]
    have = Counter(pair for line in lines for pair in pairwise(line))
    need: Counter[tuple[str, str]] = Counter()
    for row in rows:
        cells = [words for words in map(tokens, row) if words]
        need.update((a[-1], b[0]) for a, b in pairwise(cells))
    return _counts(have, need)


def _all_relations(grids: Iterable[Grid]) -> Counter[tuple[str, str, str]]:
    return Counter(relation for grid in grids for relation in _relations(grid))


def _relations(grid: Grid) -> Iterable[tuple[str, str, str]]:
    """Each filled cell with the next filled one to the right, and with that below."""
    filled = {place: " ".join(tokens(text)) for place, text in grid.cells.items()}
    filled = {place: text for place, text in filled.items() if text}
    for (row, column), text in filled.items():
        right = [c for r, c in filled if r == row and c > column]
        below = [r for r, c in filled if c == column and r > row]
        if right:
            yield text, filled[row, min(right)], "right"
        if below:
            yield text, filled[min(below), column], "down"


def _counts(ours: Counter[_Compared], theirs: Counter[_Compared]) -> Counts:
    return Counts((ours & theirs).total(), ours.total(), theirs.total())
