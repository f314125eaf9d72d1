"""What has to hold, and whether it did."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bench.load.figures import Figures, Step

MOST_GROWTH = 1.25
"""What a service may keep of memory after the most clients, to what it kept after fewer."""
MOST_WORK = 1.5
"""What a page may take of the processors with more clients, to what it takes with fewer."""
_BUSY = "503 service_busy"

_Pair = tuple[Step, Step]


@dataclass(frozen=True)
class Check:
    """One of them: what has to hold, what was found, and whether that is enough."""

    what: str
    found: str
    holds: bool


def checks(figures: Figures) -> list[Check]:
    """All of them that the steps allow: where nobody has to wait, no wait can grow."""
    places = list(figures.by_place().values())
    pairs = [pair for steps in places for pair in pairwise(steps)]
    queued = [
        (fewer, more) for fewer, more in pairs if more.clients > max(more.workers, fewer.clients)
    ]
    most = [(steps[-2], steps[-1]) for steps in places if len(steps) > 1]
    return [
        _in_order(figures.steps),
        _read(figures.steps),
        _refused(figures.steps),
        *([_waits(queued)] if queued else []),
        *([_work(pairs), _memory(most)] if pairs else []),
        _ended(figures.ends),
    ]


def _in_order(steps: Sequence[Step]) -> Check:
    faults: Counter[str] = Counter()
    for step in steps:
        faults.update(step.faults)
    answers = sum(sum(step.outcomes.values()) for step in steps)
    found = [f"{answers:,} answers", *(f"{count:,} × {what}" for what, count in faults.items())]
    return Check(
        "every answer is the text of its page, or 429 or 503 with a problem and `Retry-After`",
        ", ".join(found),
        not faults,
    )


def _read(steps: Sequence[Step]) -> Check:
    fewest = min(step.pages for step in steps)
    return Check("pages are read in every step", f"{fewest:,} at least", fewest > 0)


def _refused(steps: Sequence[Step]) -> Check:
    count = sum(step.outcomes.get(_BUSY, 0) for step in steps)
    return Check("a queue that is full refuses", f"{count:,} × {_BUSY}", count > 0)


def _waits(pairs: Iterable[_Pair]) -> Check:
    least = min(_times(_median_s(more), _median_s(fewer), or_else=0) for fewer, more in pairs)
    return Check("more clients wait longer", f"{least:.2f} times at least", least > 1)


def _work(pairs: Iterable[_Pair]) -> Check:
    """Of the processors alone, since the machine may do other work too."""
    most = max(
        _times(more.cpu_s_per_page, fewer.cpu_s_per_page, or_else=math.inf) for fewer, more in pairs
    )
    return Check(
        f"with more clients a page is ≤ {MOST_WORK:g} times the work",
        f"{most:.2f} times at most",
        most <= MOST_WORK,
    )


def _memory(pairs: Iterable[_Pair]) -> Check:
    most = max(
        _times(more.memory.after_mb, fewer.memory.after_mb, or_else=math.inf)
        for fewer, more in pairs
    )
    return Check(
        f"memory after the most clients ≤ {MOST_GROWTH:g} times that after fewer",
        f"{most:.2f} times at most",
        most <= MOST_GROWTH,
    )


def _ended(ends: Mapping[str, str]) -> Check:
    wrong = [f"{place}: {what}" for place, what in ends.items() if what]
    return Check(
        "every service ends when it is told to, without a trace in its log",
        "; ".join(wrong) or f"{len(ends)} of {len(ends)}",
        not wrong,
    )


def _median_s(step: Step) -> float | None:
    return step.read.p50_s if step.read else None


def _times(above: float | None, below: float | None, *, or_else: float) -> float:
    """A ratio, or what does not hold where one of the two is missing."""
    return above / below if above and below else or_else
