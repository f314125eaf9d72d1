"""From the characters of a line to its words."""

from collections.abc import Sequence
from itertools import groupby, pairwise
from statistics import median
from typing import NamedTuple


class Character(NamedTuple):
    """A character, its middle as a share of the line's length (0 to 1), and how sure it is."""

    text: str
    middle: float
    probability: float


class LineWord(NamedTuple):
    """A word, where it begins and ends as shares of the line's length, and its confidence.

    ``confidence`` is the mean of its characters, 0 to 100.
    """

    text: str
    start: float
    end: float
    confidence: float


def words_of(characters: Sequence[Character]) -> list[LineWord]:
    """The words of a line, parted by its spaces; none reaches into another."""
    parted = groupby(characters, key=lambda character: character.text.isspace())
    groups = [list(group) for is_space, group in parted if not is_space]
    half = _usual_step(groups) / 2
    borders = [(one[-1].middle + other[0].middle) / 2 for one, other in pairwise(groups)]
    return [
        _word(group, half, low, high)
        for group, low, high in zip(groups, [0.0, *borders], [*borders, 1.0], strict=False)
    ]


def _usual_step(groups: Sequence[Sequence[Character]]) -> float:
    """From the middle of a character to that of the next; of one alone, the whole line."""
    steps = [after.middle - before.middle for group in groups for before, after in pairwise(group)]
    return median(steps) if steps else 1 / max(1, len(groups))


def _word(group: Sequence[Character], half: float, low: float, high: float) -> LineWord:
    """From ``half`` a step before its first character's middle to as much behind its last.

    Not beyond ``low`` and ``high``.
    """
    return LineWord(
        text="".join(character.text for character in group),
        start=max(low, group[0].middle - half),
        end=min(high, group[-1].middle + half),
        confidence=100 * sum(character.probability for character in group) / len(group),
    )
