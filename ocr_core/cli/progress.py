"""How far a run is, on standard error: a bar on a terminal, a line a file elsewhere."""

import threading
from collections.abc import Iterator
from typing import Protocol

import click
from rich import progress as rich_progress
from rich.console import Console
from rich.text import Text

from ocr_core.cli.outcome import Outcome
from ocr_core.cli.summary import counted, progress_line


class Progress(Protocol):
    """Hears of a run while it goes on."""

    def begin(self) -> None:
        """The run starts."""
        ...

    def page_read(self) -> None:
        """An engine has read a page; called on any thread."""
        ...

    def record(self, outcome: Outcome) -> None:
        """A file is done, or failed."""
        ...

    def end(self) -> None:
        """The run is over, or given up."""
        ...


class NoProgress:
    """Shows nothing."""

    def begin(self) -> None:
        """Nothing to show."""

    def page_read(self) -> None:
        """Nothing to show."""

    def record(self, outcome: Outcome) -> None:
        """Nothing to show."""

    def end(self) -> None:
        """Nothing to show."""


class Lines(NoProgress):
    """A line a file, once it is done."""

    def record(self, outcome: Outcome) -> None:
        """Print the file's line."""
        click.echo(progress_line(outcome), err=True)


class Bar:
    """Files done and pages read; for one file alone, its pages, from the second on."""

    def __init__(self, files: int) -> None:
        """Draw nothing yet."""
        self._has_many = files > 1
        self._bar = rich_progress.Progress(
            *(_file_columns() if self._has_many else _page_columns()),
            console=Console(stderr=True),
            transient=True,
            # Standard output is left alone: it is for results.
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._task = self._bar.add_task("", total=files)
        self._lock = threading.Lock()
        self._pages = 0
        self._is_over = False

    def begin(self) -> None:
        """Show the bar when there is more than one file."""
        if self._has_many:
            self._bar.start()

    def page_read(self) -> None:
        """Count the page."""
        with self._lock:
            self._pages += 1
            self._bar.update(self._task, description=counted(self._pages, "page"))
            if self._pages > 1 and not self._is_over:
                self._bar.start()

    def record(self, outcome: Outcome) -> None:
        """Move on; a failure is printed above the bar."""
        if outcome.failure and self._has_many:
            self._bar.console.print(Text(progress_line(outcome)), soft_wrap=True)
        self._bar.advance(self._task)

    def end(self) -> None:
        """Take the bar away."""
        with self._lock:
            self._is_over = True
            self._bar.stop()


def _file_columns() -> Iterator[rich_progress.ProgressColumn]:
    yield rich_progress.BarColumn()
    yield rich_progress.MofNCompleteColumn()
    yield rich_progress.TextColumn("files")
    yield rich_progress.TextColumn("{task.description}")
    yield rich_progress.TimeElapsedColumn()
    yield rich_progress.TimeRemainingColumn()


def _page_columns() -> Iterator[rich_progress.ProgressColumn]:
    yield rich_progress.SpinnerColumn()
    yield rich_progress.TextColumn("{task.description}")
    yield rich_progress.TimeElapsedColumn()
