"""The service of `make run`, as a process of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import requests

from tests.conftest import ROOT

_START_S = 60
_STOP_S = 60


class Printed:
    """What a process prints, read as it comes: one whose pipe is full would stand still."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout
        with self._process.stdout as lines:
            self._lines.extend(lines)

    @property
    def text(self) -> str:
        """All of it so far."""
        return "".join(self._lines)

    def wait_for(self, start: str, *, seconds: float) -> str:
        """All of it, once there is a line that starts so, or nothing more can come."""
        ends_s = time.monotonic() + seconds
        while time.monotonic() < ends_s and self._reader.is_alive():
            if any(line.startswith(start) for line in list(self._lines)):
                break
            time.sleep(0.05)
        return self.text

    def rest(self) -> str:
        """All of it, after the process has ended."""
        self._reader.join(_STOP_S)
        return self.text


@dataclass(frozen=True)
class Server:
    """A server that is running: its process, address, token and what it printed."""

    process: subprocess.Popen[str]
    printed: Printed
    url: str
    token: str
    curl: str

    @property
    def headers(self) -> dict[str, str]:
        """The token as a header."""
        return {"Authorization": f"Bearer {self.token}"}

    def stop(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        """Send a signal and wait: the exit code, and all that was printed."""
        self.process.send_signal(number)
        code = self.process.wait(timeout=_STOP_S)
        return code, self.printed.rest()


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    environment: Mapping[str, str] | None = None,
    command: tuple[str, ...] = (sys.executable, "-m", "local.serve"),
) -> Iterator[Server]:
    """Start the server, wait until it answers, and stop it by its process id."""
    port = free_port()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={
            **os.environ,
            # A shell may have its own.
            "HOST": "",
            "PORT": str(port),
            "S3_PORT": str(free_port()),
            **(environment or {}),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield _started(process, f"http://127.0.0.1:{port}")
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(timeout=_STOP_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(timeout=_STOP_S)


def _started(process: subprocess.Popen[str], url: str) -> Server:
    output = Printed(process)
    printed = output.wait_for("curl ", seconds=_START_S)
    token = re.search(r"^Token: (\S+)$", printed, re.MULTILINE)
    curl = re.search(r"^curl .*$", printed, re.MULTILINE)
    assert token, printed
    assert curl, printed
    ends_s = time.monotonic() + _START_S
    while time.monotonic() < ends_s:
        try:
            requests.get(f"{url}/healthz", timeout=5)
            return Server(process, output, url, token[1], curl[0])
        except requests.ConnectionError:
            time.sleep(0.1)
    raise AssertionError(f"no answer from {url}: {output.text}")
