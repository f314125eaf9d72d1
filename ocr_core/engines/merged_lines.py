"""The lines of a page whose words are of two readings."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from ocr_core.engines.same_place import extent
from ocr_core.model import BoundingBox, Page, Word
from ocr_core.page_layout import PlacedWord


class KeptWord(NamedTuple):
    """A word of the page, and which line of which reading it stands in."""

    word: Word
    is_first: bool
    line: int


Links = dict[tuple[bool, int], list[tuple[BoundingBox, int]]]
"""By reading and line: where a word of it stands, and the line of the other reading there."""


def lines_of(first: Page, second: Page, kept: Sequence[KeptWord], links: Links) -> list[PlacedWord]:
    """The words in lines: those of the reading that most of them are of, and what is left."""
    is_first = 2 * sum(each.is_first for each in kept) >= len(kept)
    rows: defaultdict[tuple[bool, int], list[Word]] = defaultdict(list)
    for word, is_of_first, line in kept:
        key = is_of_first, line
        if is_of_first is not is_first and links.get(key):
            nearest = min(links[key], key=lambda link: _distance(link[0], word.box))
            key = is_first, nearest[1]
        rows[key].append(word)
    placed: list[PlacedWord] = []
    keys = sorted(rows, key=lambda key: (key[0] is not is_first, key[1]))
    for number, (is_of_first, line) in enumerate(keys):
        words = rows[is_of_first, line]
        source = (first if is_of_first else second).lines[line]
        own = {id(word) for word in source.words}
        if any(id(word) not in own for word in words):
            words = in_order(words)
        placed += [PlacedWord(1, 1, number, word, source.baseline) for word in words]
    return placed


def in_order(words: Sequence[Word]) -> list[Word]:
    """From the left, or from the top."""
    box = BoundingBox.around(word.box for word in words)
    is_upright = box.bottom - box.top > box.right - box.left
    return sorted(words, key=lambda word: extent(word.box, is_upright))


def _distance(one: BoundingBox, other: BoundingBox) -> int:
    """Between two boxes of a line, in pixels."""
    across = max(one.left, other.left) - min(one.right, other.right)
    along = max(one.top, other.top) - min(one.bottom, other.bottom)
    return max(0, across) + max(0, along)
