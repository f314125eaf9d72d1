"""The bench of load against the real service."""

import os
import subprocess
import sys

from handler.bootstrap import Services
from tests.conftest import ROOT

_STEPS = ("--clients", "1", "8", "--full-queue", "2", "--seconds", "2")


def test_a_run_shows_the_wait_and_a_full_queue(services: Services) -> None:
    """One page at a time is read: eight clients wait, and are refused where two may."""
    run = subprocess.run(
        [sys.executable, "-m", "bench.load", *_STEPS, "--no-container"],
        cwd=ROOT,
        env={**os.environ, "OCR_WORKERS": "1"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    lines = run.stdout.splitlines()
    rows = [line.split(" | ") for line in lines if line.startswith("| `make run`")]
    assert [row[:2] for row in rows] == [
        ["| `make run`, `MAX_QUEUE=64`", "1"],
        ["| `make run`, `MAX_QUEUE=64`", "8"],
        ["| `make run`, `MAX_QUEUE=2`", "8"],
    ], run.stdout + run.stderr
    assert [row[2].endswith("× 503 service_busy") for row in rows] == [False, False, True]
    assert all(float(memory_mb.strip(" |")) > 0 for row in rows for memory_mb in row[-3:])
    assert "Left out: one container." in run.stdout
    failed = [line for line in lines if line.endswith("| no |")]
    assert run.returncode == (1 if failed else 0)
    # How long who waits is for what else the machine does to say, too.
    assert [line for line in failed if not line.startswith("| more clients wait longer")] == []
