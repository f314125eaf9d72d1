"""From the files and the places that were given to tasks."""

import os
from pathlib import Path

import click

from ocr_core.cli.errors import OutputNotWritable
from ocr_core.cli.request import Request
from ocr_core.cli.source import STDIN, find_sources, is_folder, printable
from ocr_core.cli.standard_streams import is_terminal
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


def tasks_of(request: Request) -> tuple[Task, ...]:
    """What there is to do, done before or not.

    Raises:
        click.UsageError: the files do not fit the places.
        OutputNotWritable: the folder of outputs is not one to write to.
    """
    places = [request.output is not None, request.output_dir is not None, request.beside]
    if sum(places) > 1:
        raise click.UsageError("Give one of --output, --output-dir and --beside.")
    try:
        tasks = _many(request) if request.is_for_many else (_single(request),)
        check_places(tasks)
    except SameOutput as error:
        raise click.UsageError(f"Two of the files would be written to {error}.") from None
    except OverwritesSource as error:
        raise click.UsageError(f"The output would overwrite {error}.") from None
    return tasks


def _many(request: Request) -> tuple[Task, ...]:
    if request.output_dir:
        _make_folder(request.output_dir)
    sources = find_sources(request.files, not_below=request.output_dir)
    if not sources:
        folders = ", ".join(printable(str(path)) for path in request.files)
        raise click.UsageError(f"There is no file in {folders}.")
    formats = request.formats or (OutputFormat.TEXT,)
    return plan(sources, formats, in_folder(request.output_dir) if request.output_dir else beside)


def _single(request: Request) -> Task:
    if len(request.files) > 1 or (request.files[0] != STDIN and is_folder(request.files[0])):
        raise click.UsageError(
            "Several files, or a folder, need --output-dir DIR; --beside writes next to each file."
        )
    formats = request.formats or (_format_of(request.output),)
    if len(formats) > 1:
        raise click.UsageError("Several formats need --output-dir DIR, or --beside.")
    (source,) = find_sources(request.files, not_below=None)
    if request.output and request.output != STDIN:
        return Task(source, formats, (request.output,))
    if formats[0] is OutputFormat.PDF and is_terminal():
        raise click.UsageError("A PDF is not for a terminal: give --output FILE.")
    return Task(source, formats)


def _format_of(output: Path | None) -> OutputFormat:
    """The format that a file's ending stands for; text when it stands for none."""
    name = output.name.lower() if output else ""
    return next(
        (form for form in OutputFormat if name.endswith((f".{form.extension}", f".{form.value}"))),
        OutputFormat.TEXT,
    )


def _make_folder(folder: Path) -> None:
    name = printable(str(folder))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputNotWritable(f"The folder {name} cannot be made: {error.strerror}.") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise OutputNotWritable(f"The folder {name} is not writable.")
