"""What is to be written for each source."""

import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ocr_core.cli.source import Source
from ocr_core.options import OutputFormat

# Where a source's output of a format goes.
Place = Callable[[Source, OutputFormat], Path]


@dataclass(frozen=True, slots=True)
class Task:
    """One source, read once, and all that it is written as.

    ``outputs`` is empty when the one format wanted goes to standard output.
    """

    source: Source
    formats: tuple[OutputFormat, ...]
    outputs: tuple[Path, ...] = ()


class OverwritesSource(Exception):
    """An output would take the place of a source."""


class SameOutput(Exception):
    """Two sources would be written to the same place."""


def in_folder(folder: Path) -> Place:
    """The place below ``folder`` that the source's whole name and the format's ending give."""
    return lambda source, form: folder / f"{source.name}.{form.extension}"


def beside(source: Source, form: OutputFormat) -> Path:
    """The place next to the source."""
    if source.is_stdin:
        return Path(f"{source.name}.{form.extension}")
    return source.path.with_name(f"{source.path.name}.{form.extension}")


def plan(
    sources: Sequence[Source], formats: tuple[OutputFormat, ...], place: Place
) -> tuple[Task, ...]:
    """One task a source; what is named as an output of another source is not one itself.

    So that a second run over a folder which holds the outputs of the first leaves them
    alone, whatever formats the two were for.
    """
    outputs = {_absolute(place(source, form)) for source in sources for form in OutputFormat}
    return tuple(
        Task(source, formats, tuple(place(source, form) for form in formats))
        for source in sources
        if source.is_stdin or _absolute(source.path) not in outputs
    )


def check_places(tasks: Sequence[Task]) -> None:
    """See that every output has a place of its own, where no source is.

    Raises:
        SameOutput: two sources have the same place.
        OverwritesSource: an output has the place of a source.
    """
    places = Counter(_absolute(path) for task in tasks for path in task.outputs)
    twice = [path for path, count in places.items() if count > 1]
    if twice:
        raise SameOutput(twice[0])
    for task in tasks:
        if not task.source.is_stdin and _absolute(task.source.path) in places:
            raise OverwritesSource(str(task.source.path))


def _absolute(path: Path) -> str:
    return os.path.abspath(path)  # noqa: PTH100  # links stay as they are
