"""Worker processes that can be killed, and are started again."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from tests.conftest import ROOT

_STOP_S = 10


class Crew:
    """Processes of one module. Used with ``with``, it leaves none behind."""

    def __init__(self, folder: Path, *, module: str = "local.poller") -> None:
        """Prepare.

        Args:
            folder: where they write what they log.
            module: what they run.
        """
        self._folder = folder
        self._module = module
        self._environments: Sequence[Mapping[str, str]] = ()
        self._workers: list[subprocess.Popen[bytes]] = []
        self.deaths: list[int] = []
        """The exit code of each that ended before ``close``."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self, environments: Sequence[Mapping[str, str]]) -> None:
        """Start a worker for each; what it has in its environment beside this process's own."""
        self._environments = environments
        for number in range(len(environments)):
            self._workers.append(self._start(number))

    def kill(self, number: int) -> None:
        """End a worker where it stands, as the platform does."""
        self._workers[number].kill()

    def tend(self) -> None:
        """Start again whoever has ended."""
        for number, worker in enumerate(self._workers):
            code = worker.poll()
            if code is not None:
                self.deaths.append(code)
                self._workers[number] = self._start(number)

    def close(self) -> None:
        """End all, for good."""
        for worker in self._workers:
            worker.kill()
        for worker in self._workers:
            worker.wait(_STOP_S)

    def log(self) -> Iterator[dict[str, Any]]:
        """What they have logged; a line that a worker was killed at is left out."""
        for path in sorted(self._folder.glob("*.log")):
            for line in path.read_text(encoding="utf-8").splitlines():
                if line.startswith("{") and line.endswith("}"):
                    yield json.loads(line)

    def complaints(self) -> str:
        """What they wrote to standard error."""
        return "".join(path.read_text() for path in sorted(self._folder.glob("*.errors")))

    def _start(self, number: int) -> subprocess.Popen[bytes]:
        out, errors = self._folder / f"{number}.log", self._folder / f"{number}.errors"
        with out.open("ab") as stdout, errors.open("ab") as stderr:
            return subprocess.Popen(
                [sys.executable, "-m", self._module],
                cwd=ROOT,
                env={**os.environ, **self._environments[number]},
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
            )
