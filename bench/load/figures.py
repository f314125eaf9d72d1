"""All that one run has measured: steps of so many clients, and what they were measured on."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Self

from pydantic import TypeAdapter

from bench.load.answer import Answer
from bench.load.memory import Memory, Watch
from bench.load.place import Place
from bench.speed.figures import this_machine


@dataclass(frozen=True)
class Latency:
    """Seconds from the sending of a request to the end of its answer."""

    p50_s: float
    p95_s: float
    max_s: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Self | None:
        """Percentiles by nearest rank; nothing where there was nothing."""
        ranked = sorted(round(each, 4) for each in seconds)
        at = [max(0, math.ceil(share * len(ranked)) - 1) for share in (0.5, 0.95, 1)]
        return cls(*(ranked[rank] for rank in at)) if ranked else None


@dataclass(frozen=True)
class Step:
    """So many clients at one place.

    ``workers`` is how many pages the place reads at the same time, ``seconds`` all of the step
    until the last answer, ``cpu_s`` the processor seconds that the place took in it. ``outcomes``
    counts the answers, ``faults`` those that were not in order. ``read`` and ``refused`` are
    latencies of pages that were read, and of all else.
    """

    place: str
    workers: int
    clients: int
    seconds: float
    cpu_s: float
    outcomes: dict[str, int]
    faults: dict[str, int]
    read: Latency | None
    refused: Latency | None
    memory: Memory

    @classmethod
    def of(
        cls,
        where: Place,
        clients: int,
        answers: Sequence[Answer],
        *,
        seconds: float,
        cpu_s: float,
        watch: Watch,
    ) -> Self:
        """Summed up."""
        return cls(
            place=where.name,
            workers=where.workers,
            clients=clients,
            seconds=round(seconds, 2),
            cpu_s=round(cpu_s, 2),
            outcomes=dict(Counter(answer.outcome for answer in answers)),
            faults=dict(Counter(answer.fault for answer in answers if answer.fault)),
            read=Latency.of([answer.seconds for answer in answers if answer.is_read]),
            refused=Latency.of([answer.seconds for answer in answers if not answer.is_read]),
            memory=watch.seen,
        )

    @property
    def pages(self) -> int:
        """That were read."""
        return self.outcomes.get("200", 0)

    @property
    def pages_per_s(self) -> float:
        """That were read in a second."""
        return self.pages / self.seconds

    @property
    def cpu_s_per_page(self) -> float | None:
        """Processor seconds for each that was read, refusals included."""
        return self.cpu_s / self.pages if self.pages else None


@dataclass
class Figures:
    """One run.

    ``seconds`` is for how long clients started requests in each step. ``ends`` has what was wrong
    with the end of a place, by its name; ``left_out`` what was not measured, and why.
    """

    measured_on: str = field(default_factory=lambda: date.today().isoformat())
    machine: str = field(default_factory=this_machine)
    seconds: float = 0
    pages: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    ends: dict[str, str] = field(default_factory=dict)
    left_out: str = ""

    def by_place(self) -> dict[str, list[Step]]:
        """The steps of each place, in their order."""
        return {name: [step for step in self.steps if step.place == name] for name in self.ends}

    def save(self, path: Path) -> None:
        """Write all of it as JSON."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(TypeAdapter(Figures).dump_json(self, indent=1) + b"\n")

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what ``save`` has written."""
        return TypeAdapter(cls).validate_json(path.read_bytes())
