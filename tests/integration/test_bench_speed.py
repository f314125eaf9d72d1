"""The bench of speed with real contestants."""

import subprocess
import sys

from tests.conftest import ROOT


def test_a_run_times_each_and_says_the_ratios() -> None:
    """In process, over HTTP, and a program of its own; nothing is left running."""
    contestants = ("recognition alone", "ours, handler", "ours, make run", "tesseract of Debian")
    naive = "FastAPI + pytesseract, OMP_THREAD_LIMIT=1"
    named = [part for name in (*contestants, naive) for part in ("--contestant", name)]
    run = subprocess.run(
        [
            *(sys.executable, "-m", "bench.speed", "--rounds", "1", "--no-containers"),
            *("--file", "label", *named),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    rows = [line for line in run.stdout.splitlines() if line.startswith("| ")]
    for name in (*contestants, naive):
        seconds = next(line for line in rows if line.startswith(f"| {name} |")).split("|")[2]
        assert float(seconds) > 0
