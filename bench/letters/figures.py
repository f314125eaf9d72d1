"""What was measured of one engine, kept as a file between runs."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from bench.letters.tally import Tally


@dataclass(slots=True)
class Figures:
    """By language, with the engine's version and the day of the last run."""

    version: str
    day: str
    tallies: dict[str, Tally] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Those of a file that ``save`` wrote."""
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        tallies = {name: Tally.of(tally) for name, tally in content.pop("tallies").items()}
        return cls(**content, tallies=tallies)

    def save(self, path: Path) -> None:
        """Keep them for a run that measures the rest."""
        path.parent.mkdir(parents=True, exist_ok=True)
        content = {
            "version": self.version,
            "day": self.day,
            "tallies": {name: tally.as_json() for name, tally in self.tallies.items()},
        }
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
