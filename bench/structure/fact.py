"""What must hold of a page: the tests of olmOCR-bench of four kinds, judged by our own rules.

A line of its ``tests.jsonl`` is a fact: a sentence is there (``present``) or is not (``absent``,
for what runs along the edge of pages), one comes before another (``order``), a cell of a table
has these neighbours (``table``). Equations are not judged.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from bench.normalisation import normal_text
from bench.structure.grid import Grid, Place
from bench.structure.markdown_tables import tables_of, without_escapes

KINDS = ("present", "absent", "order", "table")
# Of cells, less than half alike is not alike, however many differences a test allows.
_LEAST_ALIKE = 0.5
_MARKS = re.compile(r"\*\*|__|</?[bi]>|<br\s*/?>")
_NEIGHBOURS = {"up": (-1, 0), "down": (1, 0), "left": (0, -1), "right": (0, 1)}

Fact = Mapping[str, Any]


def facts_of(path: Path) -> list[Fact]:
    """Those of a ``tests.jsonl`` that are of our kinds."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [fact for fact in map(json.loads, lines) if fact["type"] in KINDS]


def holds(fact: Fact, markdown: str) -> bool:
    """Whether a fact holds of what was read.

    Args:
        fact: of one of ``KINDS``.
        markdown: of the page.
    """
    if fact["type"] == "table":
        return any(_is_in(fact, grid) for grid in tables_of(markdown))
    page = _plain(markdown)
    if fact["type"] == "order":
        return _is_ordered(fact, page)
    return _is_present(fact, page) is (fact["type"] == "present")


def _plain(text: str) -> str:
    return normal_text(without_escapes(_MARKS.sub(" ", text)))


def _is_present(fact: Fact, page: str) -> bool:
    text = _plain(fact["text"])
    if not fact.get("case_sensitive", True):
        text, page = text.lower(), page.lower()
    first, last = fact.get("first_n"), fact.get("last_n")
    if first or last:
        page = (page[:first] if first else "") + (page[-last:] if last else "")
    least = 1 - fact.get("max_diffs", 0) / len(text)
    return bool(fuzz.partial_ratio(text, page) >= 100 * least)


def _is_ordered(fact: Fact, page: str) -> bool:
    """Whether one text occurs anywhere before any place of the other."""
    before = list(_places(_plain(fact["before"]), page, fact.get("max_diffs", 0)))
    after = list(_places(_plain(fact["after"]), page, fact.get("max_diffs", 0)))
    return bool(before and after) and before[0] < after[-1]


def _places(text: str, page: str, max_diffs: int) -> Iterator[int]:
    """Where a text begins, with at most so many characters changed."""
    for start in range(len(page) - len(text) + max_diffs + 1):
        window = page[start : start + len(text)]
        if Levenshtein.distance(text, window, score_cutoff=max_diffs) <= max_diffs:
            yield start


def _is_in(fact: Fact, grid: Grid) -> bool:
    """Whether a cell of the table has the text, the neighbours and the headings of the fact.

    A neighbour that the fact names must be there: olmOCR-bench itself lets it be missing at the
    edge of a table.
    """
    return any(
        _is_alike(fact, "cell", text) and _has_neighbours(fact, grid, place)
        for place, text in grid.covered.items()
    )


def _has_neighbours(fact: Fact, grid: Grid, place: Place) -> bool:
    row, column = place
    above = [(r, c) for r, c in grid.covered if c == column and r < row]
    before = [(r, c) for r, c in grid.covered if r == row and c < column]
    return all(
        _is_alike(fact, name, grid.covered.get((row + down, column + right), ""))
        for name, (down, right) in _NEIGHBOURS.items()
        if fact.get(name)
    ) and all(
        any(_is_alike(fact, name, text) for text in _headings(grid, places))
        for name, places in (("top_heading", above), ("left_heading", before))
        if fact.get(name)
    )


def _headings(grid: Grid, places: list[Place]) -> list[str]:
    """The filled headers among the places; where there is none, whatever is filled."""
    filled = [place for place in places if grid.covered[place].strip()]
    headers = [place for place in filled if place in grid.headers]
    return [grid.covered[place] for place in headers or filled]


def _is_alike(fact: Fact, name: str, text: str) -> bool:
    expected = _plain(fact[name])
    least = max(_LEAST_ALIKE, 1 - fact.get("max_diffs", 0) / len(expected))
    return bool(fuzz.ratio(expected, _plain(text)) >= 100 * least)
