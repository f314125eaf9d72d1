"""A child costs no more than the file that it fails on."""

import sys
from pathlib import Path

import pytest

from bench import child as child_module
from bench.child import Child

# Answers with the name of the file; a file named "hang" or "die" does that.
_READER = """
import json, sys, time
print("noise of a library", file=sys.stderr)
for line in sys.stdin:
    path = json.loads(line)["path"]
    if path == "hang": time.sleep(60)
    if path == "die": sys.exit(1)
    print(json.dumps({"text": path}), flush=True)
"""


def _child(directory: Path, *, time_limit_s: float = 30) -> Child:
    command = [sys.executable, "-c", _READER]
    return Child(command, time_limit_s=time_limit_s, log=directory / "logs" / "reader.log")


def test_a_child_reads_one_file_after_the_other(tmp_path: Path) -> None:
    """The process stays, and what it says besides goes into the log."""
    with _child(tmp_path) as child:
        assert [child.read(Path(name), "eng").text for name in ("a", "b")] == ["a", "b"]
    assert (tmp_path / "logs/reader.log").read_text(encoding="utf-8").count("noise") == 1


def test_a_child_that_dies_is_started_anew(tmp_path: Path) -> None:
    """The file after it is read."""
    with _child(tmp_path) as child:
        assert child.read(Path("die"), "eng").error == "the process ended"
        assert child.read(Path("b"), "eng").text == "b"


def test_a_child_that_hangs_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the time limit the next file is read, by another process."""
    monkeypatch.setattr(child_module, "_START_S", 10)
    with _child(tmp_path, time_limit_s=0.1) as child:
        assert child.read(Path("a"), "eng").text == "a"
        hung = child.read(Path("hang"), "eng")
        assert (hung.error, hung.wall_s) == ("not read in 0.1 s", 0.1)
        assert child.read(Path("b"), "eng").text == "b"
