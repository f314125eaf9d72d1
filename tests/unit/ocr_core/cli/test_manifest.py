"""What outputs were made from, as a later run finds it."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from ocr_core.cli import manifest
from ocr_core.cli.errors import OutputNotWritable
from ocr_core.cli.manifest import Manifest, Record

ROOT = Path(__file__).parents[4]
A = Record(outputs=("a.txt", "a.pdf"), source="../in/a", size=1, mtime_ns=2, options={"psm": 6})
OTHER = replace(A, source="../other/a")


def write(folder: Path, record: Record) -> None:
    """The record and, as far as it knows, its outputs."""
    with Manifest(folder).writing(record):
        pass


def test_a_record_is_found_by_each_output(tmp_path: Path) -> None:
    """By a later run and by this one, once the outputs are there."""
    own = Manifest(tmp_path)
    assert own.find("a.txt") is None
    with own.writing(A):
        assert own.find("a.txt") == A
    for found in (own, Manifest(tmp_path)):
        assert found.find("a.pdf") == found.find("a.txt") == replace(A, done=True)
        assert found.find("b.txt") is None


def test_names_may_be_of_any_bytes(tmp_path: Path) -> None:
    """Line feeds, and bytes that are no text."""
    write(tmp_path, replace(A, outputs=("a\n\r\x85 \udcff.txt",), source="../\udcff\n"))
    found = Manifest(tmp_path).find("a\n\r\x85 \udcff.txt")
    assert found
    assert found.source == "../\udcff\n"


def test_what_an_exception_ended_is_not_done(tmp_path: Path) -> None:
    """As if the process had been killed there."""
    with pytest.raises(KeyboardInterrupt), Manifest(tmp_path).writing(A):
        raise KeyboardInterrupt
    assert Manifest(tmp_path).find("a.txt") == A


def test_the_newest_record_counts(tmp_path: Path) -> None:
    """Of each output on its own."""
    write(tmp_path, A)
    write(tmp_path, replace(OTHER, outputs=("a.pdf",)))
    found = Manifest(tmp_path)
    assert found.find("a.txt") == replace(A, done=True)
    assert found.find("a.pdf") == replace(OTHER, outputs=("a.pdf",), done=True)


def test_wherever_the_file_is_cut_off_it_says_nothing_wrong(tmp_path: Path) -> None:
    """Done is what has its second line whole; and the next line that is written is found."""
    write(tmp_path, A)
    whole = (tmp_path / manifest.NAME).read_bytes()
    second_at = whole.index(b"\n", 1) + 1
    for length in range(len(whole)):
        folder = tmp_path / str(length)
        folder.mkdir()
        (folder / manifest.NAME).write_bytes(whole[:length])
        found = Manifest(folder).find("a.txt")
        assert found == (A if length >= second_at else None)
        write(folder, A)
        assert Manifest(folder).find("a.txt") == replace(A, done=True)


@pytest.mark.parametrize(
    "line", ["", "{}", "[]", "7", "null", "\x00\x00", '{"outputs": ["a.txt"]}', '{"outputs": 7}']
)
def test_what_is_no_record_is_passed_over(tmp_path: Path, line: str) -> None:
    """Whatever a disk or an editor makes of a line."""
    write(tmp_path, A)
    with (tmp_path / manifest.NAME).open("ab") as file:
        file.write(f"{line}\n".encode() + b"\xff\n")
    assert Manifest(tmp_path).find("a.txt") == replace(A, done=True)


@pytest.mark.parametrize("last", [0, 1])
def test_two_that_write_to_one_place_at_once_are_not_done(tmp_path: Path, last: int) -> None:
    """Nobody knows whose result stands there then."""
    writing = [Manifest(tmp_path).writing(record) for record in (A, OTHER)]
    for context in writing:
        context.__enter__()
    for context in (writing[1 - last], writing[last]):
        context.__exit__(None, None, None)
    found = Manifest(tmp_path).find("a.txt")
    assert found
    assert not found.done


def test_two_that_write_the_same_at_once_are_done(tmp_path: Path) -> None:
    """Whoever was first."""
    with Manifest(tmp_path).writing(A), Manifest(tmp_path).writing(A):
        pass
    assert Manifest(tmp_path).find("a.txt") == replace(A, done=True)


def test_another_process_is_heard(tmp_path: Path) -> None:
    """What it writes while we have the file is found."""
    ours = Manifest(tmp_path)
    assert ours.find("a.txt") is None
    write(tmp_path, A)
    assert ours.find("a.txt") == replace(A, done=True)


WRITER = """
import sys
from pathlib import Path
from ocr_core.cli.manifest import Manifest, Record

for number in range(100):
    record = Record(
        outputs=(f"{sys.argv[2]}-{number}",), source="x" * 300, size=1, mtime_ns=2, options={}
    )
    with Manifest(Path(sys.argv[1])).writing(record):
        pass
"""


def test_processes_and_threads_do_not_mix_their_lines(tmp_path: Path) -> None:
    """Every line is whole, and none is lost."""
    processes = [
        subprocess.Popen([sys.executable, "-c", WRITER, tmp_path, name], cwd=ROOT) for name in "ab"
    ]
    shared = Manifest(tmp_path)

    def note(number: int) -> None:
        with shared.writing(replace(A, outputs=(f"c-{number}",))):
            shared.find("a-0")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(note, range(100)))
    assert [process.wait() for process in processes] == [0, 0]
    lines = [line for line in (tmp_path / manifest.NAME).read_bytes().splitlines() if line]
    assert len(lines) == 600
    assert all(json.loads(line) for line in lines)
    for name in "abc":
        for number in range(100):
            found = shared.find(f"{name}-{number}")
            assert found
            assert found.done


def test_a_file_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    """With the reason, and before any output is written."""
    (tmp_path / manifest.NAME).mkdir()
    reason = r"\.ocr-manifest\.jsonl cannot be used: Is a directory\."
    with pytest.raises(OutputNotWritable, match=reason):
        Manifest(tmp_path).find("a.txt")
    with pytest.raises(OutputNotWritable, match=reason):
        Manifest(tmp_path).writing(A).__enter__()


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before any output is written."""

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputNotWritable, match="No space left on device"):
        Manifest(tmp_path).writing(A).__enter__()
