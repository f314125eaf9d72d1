"""All that one run has measured: raw seconds, and what they were measured on."""

import json
import os
import platform
import statistics
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Self

Seconds = Mapping[str, list[float]]


def this_machine() -> str:
    """Processor, cores and system, without a name that points at anybody."""
    model = platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        lines = cpuinfo.read_text(encoding="utf-8").splitlines()
        names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
        model = names[0] if names else model
    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}"


@dataclass
class Figures:
    """Seconds of every turn, by file and contestant, and the same for cold starts and sizes.

    ``cold`` has the first answer of new containers by what was asked. ``sizes`` has, by memory size
    in MB and then by file, the answers under that size's share of processors. ``peak_mb`` is of the
    container that was limited to one processor, after a dense page, in millions of bytes.
    ``imports_ms`` is what the packages take that a cold start imports, outside the container.
    """

    measured_on: str = field(default_factory=lambda: date.today().isoformat())
    machine: str = field(default_factory=this_machine)
    versions: dict[str, str] = field(default_factory=dict)
    rounds: int = 0
    files: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    failed: dict[str, dict[str, str]] = field(default_factory=dict)
    cold: dict[str, list[float]] = field(default_factory=dict)
    sizes: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    peak_mb: float | None = None
    imports_ms: dict[str, float] = field(default_factory=dict)

    def median_s(self, file: str, contestant: str) -> float | None:
        """The median of a contestant's turns at a file; nothing if it has none."""
        return median(self.files.get(file, {}).get(contestant))

    def ratio(self, file: str, slower: str, faster: str) -> float | None:
        """How many times as long the one took as the other."""
        return divided(self.median_s(file, slower), self.median_s(file, faster))

    def save(self, path: Path) -> None:
        """Write all of it as JSON."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what ``save`` has written."""
        return cls(**json.loads(path.read_text(encoding="utf-8")))


def median(seconds: list[float] | None) -> float | None:
    """The median, where there is one."""
    return statistics.median(seconds) if seconds else None


def divided(above: float | None, below: float | None) -> float | None:
    """A ratio, where both are there."""
    return above / below if above and below else None
