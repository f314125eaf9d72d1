"""What a reader gives back for one file."""

from dataclasses import asdict, dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of a file, and what it cost.

    ``wall_s`` and ``cpu_s`` are seconds for all ``pages``; ``cpu_s`` sums all cores and child
    processes. ``confidence`` is 0 to 100. ``error`` says why there is no text.
    """

    text: str = ""
    pages: int = 1
    confidence: float | None = None
    needs_review: bool | None = None
    details: dict[str, Any] = field(default_factory=dict)
    wall_s: float = 0.0
    cpu_s: float = 0.0
    error: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Its fields, for a file."""
        return asdict(self)


class Reader(Protocol):
    """Reads files; made once a process, so that models are loaded once."""

    def prepare(self, languages: str) -> None:
        """Load what reading in these languages needs, where it can be kept."""
        ...

    def read(self, path: str, languages: str) -> Reading:
        """Read one file; any exception means that it cannot."""
        ...
