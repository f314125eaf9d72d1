"""Contestants that take turns at the same file."""

import random
import statistics
from collections.abc import Mapping
from dataclasses import dataclass

from bench.speed.contestant import Contestant, NotRead
from bench.speed.given import Given


@dataclass(frozen=True)
class Timed:
    """What one contestant needed for one file, in seconds; nothing where it did not read it."""

    seconds: tuple[float, ...]
    failed: str = ""

    @property
    def median_s(self) -> float | None:
        """The median of its turns."""
        return statistics.median(self.seconds) if self.seconds else None


def take_turns(
    contestants: Mapping[str, Contestant], given: Given, *, rounds: int, seed: int = 7
) -> dict[str, Timed]:
    """Time every contestant ``rounds`` times, each round in a new order, after one for nothing.

    The first round loads what is loaded once. Who fails in it has no further turns.

    Args:
        contestants: by name.
        given: the file.
        rounds: turns that are kept.
        seed: of the orders.
    """
    order = random.Random(seed)  # noqa: S311  no secret
    failed: dict[str, str] = {}
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    for turn in range(rounds + 1):
        names = [name for name in contestants if name not in failed]
        for name in order.sample(names, len(names)):
            try:
                took_s = contestants[name].read(given)
            except NotRead as error:
                failed[name] = str(error)
                continue
            if turn:
                seconds[name].append(took_s)
    return {
        name: Timed(() if name in failed else tuple(seconds[name]), failed.get(name, ""))
        for name in contestants
    }
