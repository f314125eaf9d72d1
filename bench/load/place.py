"""Where the pages are read: a service that is started for it, and ends with it."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

import pytest

from bench.load import memory, processes
from bench.load.target import OneContainer, OverHttp, Target
from bench.speed.container import in_container
from bench.system import ROOT
from tests import lambda_image, server

_TRACE = "Traceback"
_LOG = ROOT / "build/bench/load.log"
# One process less than the pattern has found is no failure: it has ended.
_STATS = "cat /proc/[0-9]*/stat 2>/dev/null || true"


@dataclass(frozen=True)
class Place:
    """A service that is ready.

    ``workers`` is how many pages it reads at the same time, ``memory_mb`` what it has in MB,
    ``cpu_s`` the processor seconds that it took so far, and ``end`` stops it and says what was
    wrong with that, or with its log.
    """

    name: str
    workers: int
    target: Target
    memory_mb: Callable[[], float]
    cpu_s: Callable[[], float]
    end: Callable[[], str]


@contextmanager
def make_run(max_queue: int) -> Iterator[Place]:
    """The service of ``make run``, in a process of its own, on ports and with a token of its own.

    Args:
        max_queue: requests that may wait or be read.
    """
    with server.running({"MAX_QUEUE": str(max_queue)}) as running:

        def end() -> str:
            code, printed = running.stop()
            return _trouble(f"exit status {code}" if code else "", printed)

        yield Place(
            name=f"`make run`, `MAX_QUEUE={max_queue}`",
            workers=int(os.environ.get("OCR_WORKERS") or len(os.sched_getaffinity(0))),
            target=OverHttp(running.url, running.token),
            memory_mb=partial(processes.memory_mb, running.process.pid),
            cpu_s=partial(processes.cpu_s, running.process.pid),
            end=end,
        )


@contextmanager
def one_container() -> Iterator[Place]:
    """The image under the Runtime Interface Emulator, with one processor."""
    with in_container(1) as ours:
        container = ours.container
        yield Place(
            name="one container, 1 CPU",
            workers=1,
            target=OneContainer(container),
            memory_mb=partial(memory.of_container, container.name),
            cpu_s=lambda: processes.cpu_s_of(container.run("sh", "-c", _STATS)),
            end=lambda: _trouble("", container.logs()),
        )


def no_container() -> str:
    """Why no container can be started; nothing if one can."""
    try:
        lambda_image.skip_without_docker()
        lambda_image.emulator()
        lambda_image.image_config()
    except pytest.skip.Exception as reason:
        return str(reason)
    except subprocess.CalledProcessError:
        return f"there is no image {lambda_image.IMAGE}: `make test` builds it"
    return ""


def _trouble(what: str, log: str) -> str:
    """What was wrong in the end; the log is then kept to look at."""
    found = ", ".join(filter(None, (what, "a trace in its log" if _TRACE in log else "")))
    if found:
        _LOG.parent.mkdir(parents=True, exist_ok=True)
        _LOG.write_text(log, encoding="utf-8")
    return found
