"""The files of a run, several at once, read by a fake."""

from pathlib import Path

import pytest

from ocr_core.cli.ledger import ManifestLedger, NoLedger
from ocr_core.cli.outcome import Outcome, Run
from ocr_core.cli.progress import NoProgress, Progress
from ocr_core.cli.run import read_all
from ocr_core.cli.source import find_sources
from ocr_core.cli.summary import lines_of
from ocr_core.cli.task import Task, in_folder, plan
from ocr_core.options import OutputFormat
from tests.unit.ocr_core.cli.fake_recogniser import FakeRecogniser


def tasks(tmp_path: Path, *contents: str) -> tuple[Task, ...]:
    """Files 00, 01, … with these contents, wanted as text and JSON."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number, content in enumerate(contents):
        (folder / f"{number:02}").write_text(content)
    sources = find_sources([folder], not_below=None)
    return plan(sources, (OutputFormat.TEXT, OutputFormat.JSON), in_folder(tmp_path / "out"))


def read(
    tasks: tuple[Task, ...],
    recogniser: FakeRecogniser,
    *,
    files_at_once: int = 1,
    progress: Progress | None = None,
) -> Run:
    """The run of these tasks, of which nothing is remembered."""
    return read_all(
        tasks,
        recogniser,
        files_at_once=files_at_once,
        ledger=NoLedger(),
        progress=progress or NoProgress(),
    )


def test_every_output_is_written(tmp_path: Path) -> None:
    """Both formats, from one reading."""
    recogniser = FakeRecogniser()
    done = read(tasks(tmp_path, "x", "y"), recogniser, files_at_once=2)
    assert (tmp_path / "out/00.txt").read_bytes() == b"text x"
    assert (tmp_path / "out/01.json").read_bytes() == b"json y"
    assert len(recogniser.read_labels) == 2
    assert (done.exit_code, done.left) == (0, 0)


def test_one_bad_file_does_not_stop_the_rest(tmp_path: Path) -> None:
    """Whatever it raises; failures come in the order of the files."""
    made = tasks(tmp_path, "bug", "x", "bad", "y")
    done = read(made, FakeRecogniser(), files_at_once=3)
    assert [(source.name.name, failure.code) for source, failure in done.failures] == [
        ("00", "internal_error"),
        ("02", "unreadable_image"),
    ]
    assert done.exit_code == 70
    assert len(list((tmp_path / "out").iterdir())) == 4


def test_what_would_fail_for_all_ends_the_run(tmp_path: Path) -> None:
    """The rest is counted as not read, for the next run."""
    made = tasks(tmp_path, "x", "missing", "y", "z")
    done = read(made, FakeRecogniser())
    assert (len(done.outcomes), done.left, done.exit_code) == (2, 2, 69)
    text = "\n".join(lines_of(done, done_before=3))
    assert "1 file read (1 page), 3 done before, 1 failed, 2 not read" in text
    assert "There is no engine. [engine_missing]" in text
    assert "Stopped" in text
    assert "unless --force is given" in text


def test_nothing_is_said_of_force_when_nothing_was_done_before(tmp_path: Path) -> None:
    """It would only make people wonder."""
    done = read(tasks(tmp_path, "x"), FakeRecogniser())
    assert "--force" not in "\n".join(lines_of(done, done_before=0))


@pytest.mark.parametrize("files_at_once", [1, 3])
def test_so_many_are_under_way_at_once(tmp_path: Path, files_at_once: int) -> None:
    """No more than asked for, and as many."""
    recogniser = FakeRecogniser(pause_s=0.02)
    made = tasks(tmp_path, *"abcdefghi")
    read(made, recogniser, files_at_once=files_at_once)
    assert recogniser.most_at_once == files_at_once


class CtrlC(NoProgress):
    """Interrupts after the second file."""

    def __init__(self) -> None:
        self.heard = 0
        self.is_over = False

    def record(self, outcome: Outcome) -> None:
        self.heard += 1
        if self.heard == 2:
            raise KeyboardInterrupt

    def end(self) -> None:
        self.is_over = True


def test_ctrl_c_ends_the_run_with_what_is_done(tmp_path: Path) -> None:
    """Nothing is started any more, and the progress is taken away."""
    progress = CtrlC()
    recogniser = FakeRecogniser()
    done = read(tasks(tmp_path, *"abcdef"), recogniser, progress=progress)
    assert (done.interrupted, done.exit_code, progress.is_over) == (True, 130, True)
    assert len(done.outcomes) == len(recogniser.read_labels) == 2
    assert done.left == 4
    assert list(lines_of(done, done_before=0))[-1].startswith("Interrupted.")


def test_an_output_that_cannot_be_written_is_a_failure(tmp_path: Path) -> None:
    """Of that file alone."""
    made = tasks(tmp_path, "x", "y")
    (tmp_path / "out/00.json").mkdir(parents=True)
    (tmp_path / "out/00.json/x").touch()
    done = read(made, FakeRecogniser())
    assert [failure.code for _, failure in done.failures] == ["output_not_writable"]
    assert done.exit_code == 73
    assert (tmp_path / "out/01.json").is_file()


def test_what_is_of_another_file_is_a_failure_before_it_is_read(tmp_path: Path) -> None:
    """And the other file's result stays as it is."""
    made = tasks(tmp_path, "x", "y")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/00.json").write_text("mine")
    recogniser = FakeRecogniser()
    ledger = ManifestLedger({}, force=False)
    done = read_all(made, recogniser, files_at_once=1, ledger=ledger, progress=NoProgress())
    ((source, failure),) = done.failures
    assert (source.name.name, failure.code, done.exit_code) == ("00", "output_exists", 73)
    assert "--force" in failure.reason
    assert (tmp_path / "out/00.json").read_text() == "mine"
    assert not (tmp_path / "out/00.txt").exists()
    assert len(recogniser.read_labels) == 1
    assert [ledger.is_done(task) for task in made] == [False, True]


def test_what_failed_is_not_done(tmp_path: Path) -> None:
    """Neither what could not be read nor what could not be written."""
    made = tasks(tmp_path, "bad", "x", "y")
    (tmp_path / "out/01.json").mkdir(parents=True)
    (tmp_path / "out/01.json/x").touch()
    ledger = ManifestLedger({}, force=True)
    read_all(made, FakeRecogniser(), files_at_once=2, ledger=ledger, progress=NoProgress())
    again = ManifestLedger({}, force=False)
    assert [again.is_done(task) for task in made] == [False, False, True]
