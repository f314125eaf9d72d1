"""How far a run is, on standard error: a bar on a terminal, a line a file elsewhere."""

import threading
from typing import Protocol

import click
from rich import progress as rich_progress
from rich.console import Console
from rich.text import Text

from ocr_core.cli.outcome import Outcome
from ocr_core.cli.summary import counted, progress_line
from ocr_core.cli.task import Task


class Progress(Protocol):
    """Hears of a run while it goes on."""

    def begin(self) -> None:
        """The run starts."""
        ...

    def file_begun(self, task: Task) -> None:
        """It is a file's turn; called on any thread."""
        ...

    def pages_found(self, count: int) -> None:
        """A file was opened of which so many pages are to be read; called on any thread."""
        ...

    def page_read(self) -> None:
        """A page of a file is there; called on any thread."""
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

    def file_begun(self, task: Task) -> None:
        """Nothing to show."""

    def pages_found(self, count: int) -> None:
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


class FileBar(NoProgress):
    """The files of a run: how many are done of all, the pages read in them, the newest's name."""

    def __init__(self, files: int) -> None:
        """Draw nothing yet."""
        self._bar = _bar("files")
        self._task = self._bar.add_task("", total=files)
        self._lock = threading.Lock()
        self._pages = 0
        self._name = ""

    def begin(self) -> None:
        """Show the bar."""
        self._bar.start()

    def file_begun(self, task: Task) -> None:
        """Name the file."""
        with self._lock:
            self._name = task.source.label
            self._describe()

    def page_read(self) -> None:
        """Count the page."""
        with self._lock:
            self._pages += 1
            self._describe()

    def _describe(self) -> None:
        pages = f"{counted(self._pages, 'page')}, " if self._pages else ""
        self._bar.update(self._task, description=f"{pages}{self._name}")

    def record(self, outcome: Outcome) -> None:
        """Move on; a failure is printed above the bar."""
        if outcome.failure:
            self._bar.console.print(Text(progress_line(outcome)), soft_wrap=True)
        self._bar.advance(self._task)

    def end(self) -> None:
        """Take the bar away."""
        self._bar.stop()


class PageBar(NoProgress):
    """The pages of one file: how many are read of all that are to be; nothing for one alone."""

    def __init__(self) -> None:
        """Draw nothing yet."""
        self._bar = _bar("pages")
        self._task = self._bar.add_task("", total=None)
        self._lock = threading.Lock()
        self._is_over = False

    def file_begun(self, task: Task) -> None:
        """Name the file."""
        self._bar.update(self._task, description=task.source.label)

    def pages_found(self, count: int) -> None:
        """Show the bar; a single page is done before anybody looks."""
        with self._lock:
            self._bar.update(self._task, total=count)
            if count > 1 and not self._is_over:
                self._bar.start()

    def page_read(self) -> None:
        """Move on."""
        self._bar.advance(self._task)

    def end(self) -> None:
        """Take the bar away."""
        with self._lock:
            self._is_over = True
            self._bar.stop()


def _bar(noun: str) -> rich_progress.Progress:
    return rich_progress.Progress(
        rich_progress.BarColumn(),
        rich_progress.MofNCompleteColumn(),
        rich_progress.TextColumn(noun),
        # Names may hold brackets, which are no markup.
        rich_progress.TextColumn("{task.description}", markup=False),
        rich_progress.TimeElapsedColumn(),
        rich_progress.TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        # Standard output is left alone: it is for results.
        redirect_stdout=False,
        redirect_stderr=False,
    )
