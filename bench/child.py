"""A worker process, seen from the side that asks it."""

import contextlib
import json
import os
import select
import signal
import subprocess
from pathlib import Path

from bench.reading import Reading
from bench.system import ROOT, System

# The first answer waits for models to be loaded too.
_START_S = 60.0


class Child:
    """Reads files one after the other; started when needed, and anew after it was killed."""

    def __init__(self, system: System, *, time_limit_s: float, log: Path) -> None:
        self._system = system
        self._time_limit_s = time_limit_s
        self._log = log
        self._process: subprocess.Popen[str] | None = None

    def read(self, path: Path, languages: str) -> Reading:
        """Read one file; a child that hangs or dies costs this file alone."""
        limit_s = self._time_limit_s + (0 if self._process else _START_S)
        process = self._process = self._process or self._start()
        assert process.stdin is not None  # noqa: S101  they are pipes
        assert process.stdout is not None  # noqa: S101
        try:
            request = json.dumps({"path": str(path), "languages": languages})
            process.stdin.write(request + "\n")
            process.stdin.flush()
        except BrokenPipeError:
            return self._failed("the process ended")
        if not select.select([process.stdout], [], [], limit_s)[0]:
            return self._failed(f"not read in {self._time_limit_s:g} s", wall_s=limit_s)
        answer = process.stdout.readline()
        if not answer:
            return self._failed("the process ended")
        return Reading(**json.loads(answer))

    def close(self) -> None:
        """End the process and what it has started."""
        process, self._process = self._process, None
        if process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()

    def _start(self) -> subprocess.Popen[str]:
        self._log.parent.mkdir(parents=True, exist_ok=True)
        with self._log.open("a", encoding="utf-8") as log:
            return subprocess.Popen(
                self._system.command,
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                encoding="utf-8",
                start_new_session=True,
            )

    def _failed(self, reason: str, *, wall_s: float = 0.0) -> Reading:
        self.close()
        return Reading(error=reason, wall_s=wall_s, cpu_s=wall_s)
