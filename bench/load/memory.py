"""How much memory a service has, and the most that it had meanwhile."""

import re
import subprocess
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

# What `docker stats` writes, with the powers of 1024 that its units stand for.
_USED = re.compile(r"([\d.]+)([KMG]?)i?B")
_POWERS = {"": 0, "K": 1, "M": 2, "G": 3}


def of_container(name: str) -> float:
    """The memory of a container as Docker reckons it, in MB; 0 if it is gone."""
    command = ["docker", "stats", "--no-stream", "--format", "{{.MemUsage}}", name]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    return used_mb(run.stdout)


def used_mb(printed: str) -> float:
    """The first number of ``55.28MiB / 2.938GiB``, in MB."""
    found = _USED.match(printed.strip())
    return float(found[1]) * 1024 ** _POWERS[found[2]] / 1e6 if found else 0.0


@dataclass(frozen=True)
class Memory:
    """Of a service, in MB: before a step, the most in it, and right after it."""

    before_mb: float
    peak_mb: float
    after_mb: float


class Watch:
    """Looks at the memory before, after, and several times a second in between.

    A peak between two looks is not seen.
    """

    def __init__(self, memory_mb: Callable[[], float], *, every_s: float = 0.2) -> None:
        self._memory_mb = memory_mb
        self._every_s = every_s
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._looks: list[float] = []

    def __enter__(self) -> Self:
        self._looks.append(self._memory_mb())
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        self._looks.append(self._memory_mb())

    @property
    def seen(self) -> Memory:
        """What it has seen, once it is over."""
        first, peak, last = self._looks[0], max(self._looks), self._looks[-1]
        return Memory(round(first, 1), round(peak, 1), round(last, 1))

    def _look(self) -> None:
        while not self._over.wait(self._every_s):
            self._looks.append(self._memory_mb())
