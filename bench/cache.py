"""Readings of earlier runs, a file each, so that only what changed is read again."""

import json
from dataclasses import dataclass
from pathlib import Path

from bench.corpus import Sample
from bench.reading import Reading
from bench.system import System


@dataclass(frozen=True, slots=True)
class Cache:
    """A directory: system and its digest, then set, then file with its languages.

    ``forgets_failures`` makes files that could not be read be tried again.
    """

    directory: Path
    forgets_failures: bool = False

    def get(self, system: System, sample: Sample, languages: str) -> Reading | None:
        """The reading, if there is one."""
        path = self._path(system, sample, languages)
        if not path.exists():
            return None
        reading = Reading(**json.loads(path.read_text(encoding="utf-8")))
        return None if reading.error and self.forgets_failures else reading

    def put(self, system: System, sample: Sample, languages: str, reading: Reading) -> None:
        """Keep a reading; a run that is broken off leaves whole files alone."""
        path = self._path(system, sample, languages)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_text(json.dumps(reading.as_json(), ensure_ascii=False), encoding="utf-8")
        part.replace(path)

    def _path(self, system: System, sample: Sample, languages: str) -> Path:
        name = f"{system.name}-{system.digest}".replace("/", "_")
        return self.directory / name / sample.set / f"{sample.path.name}.{languages}.json"
