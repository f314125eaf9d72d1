"""Files that are there as a whole or not at all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ocr_core.cli import atomic_file
from ocr_core.cli.errors import OutputNotWritable


def test_a_file_is_written_with_its_folders(tmp_path: Path) -> None:
    """And nothing else is left there."""
    path = tmp_path / "a" / "b" / "x.txt"
    atomic_file.write(path, b"one")
    atomic_file.write(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(path.parent.iterdir()) == [path]


def test_rights_are_those_of_any_new_file(tmp_path: Path) -> None:
    """Not those of a temporary one, which only its owner may read."""
    (tmp_path / "other").touch()
    atomic_file.write(tmp_path / "x.txt", b"x")
    assert (tmp_path / "x.txt").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_failure_leaves_the_old_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full nothing of the new is there."""

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "x.txt"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputNotWritable, match=r"x\.txt cannot be written: No space left"):
        atomic_file.write(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_in_the_way_is_told(tmp_path: Path) -> None:
    """As what it is."""
    (tmp_path / "file").touch()
    with pytest.raises(OutputNotWritable, match="cannot be written"):
        atomic_file.write(tmp_path / "file" / "x.txt", b"x")


def test_links_and_devices_are_written_to(tmp_path: Path) -> None:
    """Neither is replaced by a file."""
    (tmp_path / "link").symlink_to(tmp_path / "x.txt")
    atomic_file.write(tmp_path / "link", b"x")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "x.txt").read_bytes() == b"x"
    atomic_file.write(Path(os.devnull), b"x")
    assert Path(os.devnull).is_char_device()


def test_what_a_killed_process_left_is_removed(tmp_path: Path) -> None:
    """But nothing of a process that runs, and nothing that is not ours."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    stale = tmp_path / f".ocr-{ended.pid}-00ff.part"
    others = [tmp_path / name for name in (f".ocr-{os.getpid()}-00ff.part", ".ocr-x.part", "a")]
    for path in (stale, *others):
        path.touch()
    atomic_file.remove_stale_parts([tmp_path])
    assert sorted(tmp_path.iterdir()) == sorted(others)
