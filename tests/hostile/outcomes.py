"""What became of files, counted by their kind."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Outcomes:
    """How often each outcome was had at each kind of file."""

    counted: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, kind: str, outcome: str) -> None:
        """Count one."""
        self.counted[kind, outcome] += 1

    @property
    def kinds(self) -> list[str]:
        """Of files, in order."""
        return sorted({kind for kind, _ in self.counted})

    @property
    def names(self) -> list[str]:
        """Of outcomes, in order."""
        return sorted({outcome for _, outcome in self.counted})

    def table(self) -> str:
        """A row a kind, a column an outcome."""
        names = self.names
        width = max(len(kind) for kind in [*self.kinds, "all"])
        rows = ["  ".join([" " * width, *names])]
        for kind in [*self.kinds, "all"]:
            cells = [str(self._count(kind, name)).rjust(len(name)) for name in names]
            rows.append("  ".join([kind.ljust(width), *cells]))
        return "\n".join(rows)

    def _count(self, kind: str, outcome: str) -> int:
        if kind == "all":
            return sum(n for (_, name), n in self.counted.items() if name == outcome)
        return self.counted[kind, outcome]
