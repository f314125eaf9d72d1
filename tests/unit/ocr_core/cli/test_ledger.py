"""Which tasks are done, and which outputs are somebody else's."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from pydantic import JsonValue

from ocr_core.cli import manifest
from ocr_core.cli.errors import OutputExists, OutputNotWritable
from ocr_core.cli.ledger import Ledger, ManifestLedger, NoLedger
from ocr_core.cli.source import find_sources
from ocr_core.cli.task import Task, beside, in_folder, plan
from ocr_core.options import OutputFormat

TEXT, PDF = OutputFormat.TEXT, OutputFormat.PDF


def task(tmp_path: Path, *formats: OutputFormat, folder: str = "in") -> Task:
    """The task of a file ``a.png``, which is made where it is not there."""
    path = tmp_path / folder / "a.png"
    if not path.exists():
        path.parent.mkdir()
        path.write_bytes(b"x")
    sources = find_sources([path], not_below=None)
    return plan(sources, formats or (TEXT, PDF), in_folder(tmp_path / "out"))[0]


def ledger(options: Mapping[str, JsonValue] | None = None, *, force: bool = False) -> Ledger:
    """What a run has of those before it."""
    return ManifestLedger(options or {}, force=force)


def write_outputs(made: Task) -> None:
    """And nothing else."""
    for path in made.outputs:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")


def do(made: Task, by: Ledger | None = None) -> None:
    """Write the outputs, and remember it."""
    with (by or ledger()).writing(made):
        write_outputs(made)


def test_what_a_run_did_is_done_for_the_next(tmp_path: Path) -> None:
    """Nothing is before, and nothing is where it is forced."""
    made = task(tmp_path)
    assert not ledger().is_done(made)
    do(made)
    assert ledger().is_done(made)
    assert not ledger(force=True).is_done(made)


def test_each_format_counts(tmp_path: Path) -> None:
    """Fewer than were made are done, more are not."""
    do(task(tmp_path, TEXT, PDF))
    assert ledger().is_done(task(tmp_path, PDF))
    assert not ledger().is_done(task(tmp_path, PDF, OutputFormat.JSON))


def test_an_output_that_is_gone_is_not_done(tmp_path: Path) -> None:
    """Whatever is remembered of it."""
    made = task(tmp_path)
    do(made)
    made.outputs[1].unlink()
    assert not ledger().is_done(made)


def older(path: Path) -> None:
    """As a file is that was put back from elsewhere."""
    os.utime(path, ns=(1, 1))


def larger(path: Path) -> None:
    """Written again within the resolution of the file system's clock."""
    status = path.stat()
    path.write_bytes(b"xy")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


@pytest.mark.parametrize("change", [older, larger])
def test_a_source_that_changed_is_not_done(tmp_path: Path, change: Callable[[Path], None]) -> None:
    """Newer or older, or another size; it may be written again."""
    made = task(tmp_path)
    do(made)
    change(made.source.path)
    assert not ledger().is_done(made)
    do(made)
    assert ledger().is_done(made)


def test_a_source_that_changes_while_it_is_read_is_not_done(tmp_path: Path) -> None:
    """What counts is how it was before."""
    made = task(tmp_path)
    writing = ledger().writing(made)
    larger(made.source.path)
    with writing:
        write_outputs(made)
    assert not ledger().is_done(made)


def test_other_options_are_not_done(tmp_path: Path) -> None:
    """Those of the last run count."""
    made = task(tmp_path)
    do(made, ledger({"psm": 6}))
    assert ledger({"psm": 6}).is_done(made)
    assert not ledger({"psm": 7}).is_done(made)
    do(made, ledger({"psm": 7}))
    assert not ledger({"psm": 6}).is_done(made)


def test_what_was_interrupted_is_not_done(tmp_path: Path) -> None:
    """Though all outputs are there; and it may be written again."""
    made = task(tmp_path)
    ledger().writing(made).__enter__()
    write_outputs(made)
    assert not ledger().is_done(made)
    do(made)
    assert ledger().is_done(made)


def test_an_output_of_another_file_is_left_alone(tmp_path: Path) -> None:
    """It is neither done nor overwritten, but by force, and is the other file's then."""
    first, second = task(tmp_path, folder="in"), task(tmp_path, folder="other")
    do(first)
    assert not ledger().is_done(second)
    with pytest.raises(
        OutputExists, match=r"a\.png\.txt already exists and was not made from this file"
    ):
        ledger().writing(second)
    do(second, ledger(force=True))
    assert ledger().is_done(second)
    with pytest.raises(OutputExists):
        ledger().writing(first)


@pytest.mark.parametrize("is_link", [False, True])
def test_an_output_that_nobody_knows_is_left_alone(tmp_path: Path, is_link: bool) -> None:
    """Somebody's own notes, for one, or a link to what is not there yet."""
    made = task(tmp_path)
    made.outputs[0].parent.mkdir()
    if is_link:
        made.outputs[0].symlink_to(tmp_path / "notes")
    else:
        made.outputs[0].write_text("my notes")
    with pytest.raises(OutputExists):
        ledger().writing(made)


def test_a_place_that_was_cleared_is_free(tmp_path: Path) -> None:
    """Whoever had it."""
    first, second = task(tmp_path, folder="in"), task(tmp_path, folder="other")
    do(first)
    for path in first.outputs:
        path.unlink()
    do(second)
    assert ledger().is_done(second)
    assert not ledger().is_done(first)


def test_what_another_run_did_meanwhile_is_not_taken_for_foreign(tmp_path: Path) -> None:
    """Two runs of one command may go side by side."""
    made = task(tmp_path)
    ours = ledger()
    assert not ours.is_done(made)
    do(made)
    ours.writing(made)


def test_all_may_be_moved_together(tmp_path: Path) -> None:
    """Sources and outputs are known by the way between them, over links too."""
    (tmp_path / "old").mkdir()
    do(task(tmp_path / "old"))
    (tmp_path / "old").rename(tmp_path / "new")
    assert ledger().is_done(task(tmp_path / "new"))
    (tmp_path / "link").symlink_to(tmp_path / "new")
    assert ledger().is_done(task(tmp_path / "link"))


def test_outputs_beside_are_remembered_beside(tmp_path: Path) -> None:
    """In each folder."""
    for name in ("a.png", "sub/a.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    for made in plan(find_sources([tmp_path], not_below=None), (TEXT,), beside):
        do(made)
        assert (made.source.path.parent / manifest.NAME).is_file()
        assert ledger().is_done(made)


def test_standard_input_is_never_done(tmp_path: Path) -> None:
    """And may be written again: it is the same name for other bytes."""
    made = plan(find_sources([Path("-")], not_below=None), (TEXT,), in_folder(tmp_path))[0]
    for _ in range(2):
        do(made)
        assert not ledger().is_done(made)


def test_a_manifest_that_cannot_be_used_is_a_failure_of_its_folder(tmp_path: Path) -> None:
    """It is told when the file's turn comes."""
    made = task(tmp_path)
    write_outputs(made)
    (tmp_path / "out" / manifest.NAME).mkdir()
    assert not ledger().is_done(made)
    with pytest.raises(OutputNotWritable, match="Is a directory"):
        ledger().writing(made)


def test_without_a_ledger_nothing_is_remembered(tmp_path: Path) -> None:
    """It is written each time."""
    made = task(tmp_path)
    do(made, NoLedger())
    assert not NoLedger().is_done(made)
    assert not (tmp_path / "out" / manifest.NAME).exists()
