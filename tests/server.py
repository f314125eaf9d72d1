"""The service of `make run`, as a process of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import requests

from tests.conftest import ROOT

_START_S = 60
_STOP_S = 60


@dataclass(frozen=True)
class Server:
    """A server that is running: its process, address, token and what it printed."""

    process: subprocess.Popen[str]
    url: str
    token: str
    curl: str

    @property
    def headers(self) -> dict[str, str]:
        """The token as a header."""
        return {"Authorization": f"Bearer {self.token}"}

    def stop(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        """Send a signal and wait: the exit code, and all that was still printed."""
        self.process.send_signal(number)
        out, _ = self.process.communicate(timeout=_STOP_S)
        return self.process.returncode, out


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
                process.communicate(timeout=_STOP_S)
            except subprocess.TimeoutExpired:
                process.kill()
        if process.stdout:
            process.stdout.close()


def _started(process: subprocess.Popen[str], url: str) -> Server:
    assert process.stdout
    printed = ""
    for line in process.stdout:
        printed += line
        if line.startswith("curl "):
            break
    token = re.search(r"^Token: (\S+)$", printed, re.MULTILINE)
    assert token, printed
    ends_s = time.monotonic() + _START_S
    while time.monotonic() < ends_s:
        try:
            requests.get(f"{url}/healthz", timeout=5)
            return Server(process, url, token[1], printed.splitlines()[-1])
        except requests.ConnectionError:
            time.sleep(0.1)
    raise AssertionError(f"no answer from {url}: {printed}")
