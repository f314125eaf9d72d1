"""What reads the given files in turn, each timed where it is fair."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Protocol

import httpx

from bench.child import Child
from bench.speed.given import Given
from bench.system import PEERS_PYTHON, ROOT
from tests import server

_TIME_LIMIT_S = 300.0
_LOG = ROOT / "build/bench/speed.log"


class Contestant(Protocol):
    """Reads one file at a time."""

    def read(self, given: Given) -> float:
        """The seconds that one file took.

        Raises:
            NotRead: there was no text.
        """
        ...


class NotRead(Exception):
    """A contestant had no answer."""


@dataclass(frozen=True)
class InProcess:
    """A reader of ``bench.readers`` in a process of its own, which takes the time itself."""

    child: Child

    def read(self, given: Given) -> float:
        """The seconds within the process: what asks it is not in them."""
        reading = self.child.read(given.path, "eng")
        if reading.error or not reading.text.strip():
            raise NotRead(reading.error or "no text")
        return reading.wall_s


@dataclass(frozen=True)
class OverHttp:
    """A server on loopback, timed by its client, with one connection that stays open."""

    client: httpx.Client

    def read(self, given: Given) -> float:
        """The seconds from sending the upload to the end of the answer."""
        files = {"file": (given.path.name, given.path.read_bytes(), given.media_type)}
        started = time.perf_counter()
        response = self.client.post("/", files=files)
        seconds = time.perf_counter() - started
        if response.status_code != httpx.codes.OK:
            raise NotRead(response.text[:300])
        return seconds


@contextmanager
def in_process(reader: str, *options: str, peer: bool = False) -> Iterator[Contestant]:
    """A reader, with ``OPTION=VALUE`` each; ``peer`` runs it where the peers are installed."""
    python = str(PEERS_PYTHON) if peer else sys.executable
    command = [python, "-m", "bench.worker", reader, *options]
    with Child(command, time_limit_s=_TIME_LIMIT_S, log=_LOG) as child:
        yield InProcess(child)


@contextmanager
def make_run() -> Iterator[Contestant]:
    """Ours, as ``make run`` serves it."""
    with server.running({"DEADLINE_S": "300"}) as running, ExitStack() as stack:
        client = httpx.Client(base_url=running.url, headers=running.headers, timeout=_TIME_LIMIT_S)
        yield OverHttp(stack.enter_context(client))


@contextmanager
def naive(environment: Mapping[str, str] | None = None) -> Iterator[Contestant]:
    """The naive stack: see ``bench.speed.naive``."""
    port = server.free_port()
    address = ("--host", "127.0.0.1", "--port", str(port), "--log-level", "error")
    command = (sys.executable, "-m", "uvicorn", "bench.speed.naive:app", *address)
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **(environment or {})})
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=_TIME_LIMIT_S) as client:
            _wait(client)
            yield OverHttp(client)
    finally:
        process.terminate()
        process.wait(timeout=60)


def _wait(client: httpx.Client) -> None:
    ends_s = time.monotonic() + 60
    while time.monotonic() < ends_s:
        try:
            client.get("/docs")
            return
        except httpx.TransportError:
            time.sleep(0.1)
    raise NotRead("the server does not answer")
