"""What is to be written."""

import os
from pathlib import Path

import pytest

from ocr_core.cli.source import find_sources
from ocr_core.cli.task import (
    OverwritesSource,
    SameOutput,
    Task,
    beside,
    check_places,
    in_folder,
    plan,
)
from ocr_core.options import OutputFormat

TEXT, PDF = OutputFormat.TEXT, OutputFormat.PDF


def task(tmp_path: Path) -> Task:
    """A file from second 100, wanted in two formats."""
    path = tmp_path / "a.png"
    path.write_bytes(b"x")
    os.utime(path, (100, 100))
    sources = find_sources([path], not_below=None)
    return plan(sources, (TEXT, PDF), in_folder(tmp_path / "out"))[0]


def write(path: Path, at_s: int) -> None:
    """A file from some second."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"x")
    os.utime(path, (at_s, at_s))


def test_outputs_keep_the_whole_name(tmp_path: Path) -> None:
    """So that scan.png and scan.tif stay apart."""
    assert task(tmp_path).outputs == (tmp_path / "out/a.png.txt", tmp_path / "out/a.png.pdf")


def test_outputs_beside_are_not_sources(tmp_path: Path) -> None:
    """Not in a second run, and not of a format that only the first was for."""
    for name in ("a.png", "a.png.pdf", "a.png.alto.xml", "b.png.pdf", "c.txt"):
        write(tmp_path / name, 100)
    tasks = plan(find_sources([tmp_path], not_below=None), (TEXT,), beside)
    assert [made.source.path.name for made in tasks] == ["a.png", "b.png.pdf", "c.txt"]
    elsewhere = plan(find_sources([tmp_path], not_below=None), (TEXT,), in_folder(Path("out")))
    assert len(elsewhere) == 5


def test_a_source_is_not_overwritten(tmp_path: Path) -> None:
    """Also when it was spelled in another way."""
    write(tmp_path / "a.txt", 100)
    (source,) = find_sources([tmp_path / "a.txt"], not_below=None)
    with pytest.raises(OverwritesSource):
        check_places([Task(source, (TEXT,), (tmp_path / "x" / ".." / "a.txt",))])


def test_two_sources_have_two_places(tmp_path: Path) -> None:
    """Standard input and a file of its name cannot be told apart."""
    write(tmp_path / "stdin", 100)
    sources = find_sources([Path("-"), tmp_path / "stdin"], not_below=None)
    with pytest.raises(SameOutput):
        check_places(plan(sources, (TEXT,), in_folder(tmp_path / "out")))
