"""A process and all below it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bench.load import processes

_PARENT = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", sys.argv[1]], stdout=subprocess.PIPE)
print(child.stdout.readline().decode(), end="", flush=True)
sys.stdin.read()
child.kill()
child.wait()
"""
_LARGE = "held = b'1' * 100_000_000"
_BUSY = "while time.process_time() < 0.3: pass"


@contextmanager
def _parent_of(work: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A process whose child has done its work and waits."""
    child = f"import time\n{work}\nprint('ready', flush=True)\ntime.sleep(60)"
    command = [sys.executable, "-c", _PARENT, child]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        yield process


def test_the_memory_of_a_child_counts() -> None:
    """A process whose child holds 100 MB has more than that; once it has ended it has none."""
    with _parent_of(_LARGE) as process:
        assert 100 < processes.memory_mb(process.pid) < 200
    assert processes.memory_mb(process.pid) == 0


def test_the_time_of_a_child_counts() -> None:
    """A process whose child was busy for 0.3 s took that."""
    with _parent_of(_BUSY) as process:
        assert processes.cpu_s(process.pid) >= 0.25


def test_what_the_kernel_writes_is_read() -> None:
    """User and system time, also of children that have ended; a name may hold anything."""
    line = "7 (a ) b) S 1 7 7 0 -1 4194560 1 2 3 4 {} 20 0 1 0 100 1 2"
    ticks = os.sysconf("SC_CLK_TCK")
    stats = f"{line.format('100 20 3 0')}\n{line.format('0 0 0 77')}\n"
    assert processes.cpu_s_of(stats) == pytest.approx(200 / ticks)
    assert processes.cpu_s_of("") == 0
