"""A worker process, seen from the side that asks it."""

import contextlib
import json
import os
import select
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Self

from bench.reading import Reading

_ROOT = Path(__file__).parent.parent
# The first answer waits for models to be loaded too.
_START_S = 60.0


class Child:
    """Reads files one after the other; started when needed, and anew after it was killed."""

    def __init__(self, command: Sequence[str], *, time_limit_s: float, log: Path) -> None:
        """A child that ``command`` starts: see ``bench.worker``.

        Args:
            command: what to run.
            time_limit_s: seconds a file.
            log: where its standard error is added to.
        """
        self._command = command
        self._time_limit_s = time_limit_s
        self._log = log
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, path: Path, languages: str) -> Reading:
        """Read one file; a child that hangs or dies costs this file alone."""
        limit_s = self._time_limit_s + (0 if self._process else _START_S)
        process = self._process = self._process or self._start()
        requests, answers = _pipes(process)
        with contextlib.suppress(BrokenPipeError):
            requests.write(json.dumps({"path": str(path), "languages": languages}) + "\n")
            requests.flush()
        if not select.select([answers], [], [], limit_s)[0]:
            self.close()
            return Reading(error=f"not read in {limit_s:g} s", wall_s=limit_s, cpu_s=limit_s)
        if not (answer := answers.readline()):
            self.close()
            return Reading(error="the process ended")
        return Reading(**json.loads(answer))

    def close(self) -> None:
        """End the process and what it has started."""
        process, self._process = self._process, None
        if process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            with contextlib.suppress(BrokenPipeError):
                process.communicate()

    def _start(self) -> subprocess.Popen[str]:
        self._log.parent.mkdir(parents=True, exist_ok=True)
        with self._log.open("a", encoding="utf-8") as log:
            return subprocess.Popen(
                self._command,
                cwd=_ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                encoding="utf-8",
                start_new_session=True,
            )


def _pipes(process: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    """Where to write and to read; they were asked for, so they are there."""
    assert process.stdin is not None  # noqa: S101
    assert process.stdout is not None  # noqa: S101
    return process.stdin, process.stdout
