"""Whether a reader knows how right it is."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from bench.result import Result

# A page with fewer than nine of ten words right is one that a person should look at.
GOOD = 0.9


@dataclass(frozen=True, slots=True)
class Honesty:
    """``rank_correlation`` is Spearman's, of confidence with what was right, -1 to 1.

    ``precision`` and ``recall`` are those of ``needs_review`` for files of which less than
    ``GOOD`` was right; ``flagged`` and ``bad`` of ``files`` are the counts they rest on. ``None``
    where a figure has nothing to rest on.
    """

    files: int
    rank_correlation: float | None
    flagged: int
    bad: int
    precision: float | None
    recall: float | None


def honesty(results: Sequence[Result], *, good: float = GOOD) -> Honesty:
    """How well the confidence ranks the files; where nothing was read it counts as 0."""
    read = [result for result in results if not result.skipped]
    flagged = {result.id for result in read if result.reading.needs_review}
    bad = {result.id for result in read if result.rightness < good}
    return Honesty(
        files=len(read),
        rank_correlation=rank_correlation(
            [result.reading.confidence or 0.0 for result in read],
            [result.rightness for result in read],
        ),
        flagged=len(flagged),
        bad=len(bad),
        precision=len(flagged & bad) / len(flagged) if flagged else None,
        recall=len(flagged & bad) / len(bad) if bad else None,
    )


def rank_correlation(left: Sequence[float], right: Sequence[float]) -> float | None:
    """Spearman's: Pearson's of the ranks. ``None`` where one side does not vary."""
    if len(set(left)) < 2 or len(set(right)) < 2:
        return None
    return statistics.correlation(_ranks(left), _ranks(right))


def _ranks(values: Sequence[float]) -> list[float]:
    """The rank of each, equal values sharing the mean of theirs."""
    ordered = sorted(values)
    first = {value: index for index, value in reversed(list(enumerate(ordered)))}
    last = {value: index for index, value in enumerate(ordered)}
    return [(first[value] + last[value]) / 2 for value in values]
