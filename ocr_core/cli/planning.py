"""From the files and the places that were given to tasks."""

import os
from collections.abc import Sequence
from pathlib import Path

import click

from ocr_core.cli.errors import OutputNotWritable
from ocr_core.cli.request import Request
from ocr_core.cli.source import STDIN, Source, find_sources, is_folder, printable
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

# What people read, file after file; two of the others in a row would be neither.
_ONE_AFTER_THE_OTHER = (OutputFormat.TEXT, OutputFormat.MARKDOWN)


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
        tasks = _many(request) if request.is_for_many else _one_format(request)
        check_places(tasks)
    except SameOutput as error:
        raise click.UsageError(f"Two of the files would be written to {error}.") from None
    except OverwritesSource as error:
        raise click.UsageError(f"The output would overwrite {error}.") from None
    return tasks


def _many(request: Request) -> tuple[Task, ...]:
    if request.output_dir:
        _make_folder(request.output_dir)
    sources = _found(request, not_below=request.output_dir)
    formats = request.formats or (OutputFormat.TEXT,)
    return plan(sources, formats, in_folder(request.output_dir) if request.output_dir else beside)


def _one_format(request: Request) -> tuple[Task, ...]:
    """To one file, or to standard output."""
    formats = request.formats or (_format_of(request.output),)
    if len(formats) > 1:
        raise click.UsageError("Several formats need --output-dir DIR, or --beside.")
    is_file = request.output is not None and request.output != STDIN
    if _names_several(request.files) and (is_file or formats[0] not in _ONE_AFTER_THE_OTHER):
        raise click.UsageError(
            "Several files, or a folder, need --output-dir DIR; --beside writes next to each "
            "file. Their text and markdown can go to standard output."
        )
    if not is_file and formats[0] is OutputFormat.PDF and is_terminal():
        raise click.UsageError("A PDF cannot be written to a terminal. Give --output FILE.")
    outputs = (request.output,) if request.output and is_file else ()
    sources = _found(request, not_below=None)
    return tuple(Task(source, formats, outputs) for source in sources)


def _names_several(files: Sequence[Path]) -> bool:
    return len(files) > 1 or (files[0] != STDIN and is_folder(files[0]))


def _found(request: Request, *, not_below: Path | None) -> tuple[Source, ...]:
    sources = find_sources(request.files, not_below=not_below)
    if not sources:
        folders = ", ".join(printable(str(path)) for path in request.files)
        raise click.UsageError(f"There is no file in {folders}.")
    return sources


def _format_of(output: Path | None) -> OutputFormat:
    """The format that a file's ending stands for; text when it has none."""
    name = output.name.lower() if output else ""
    for form in OutputFormat:
        if name.endswith((f".{form.extension}", f".{form.value}")):
            return form
    if output and output.suffix:
        endings = ", ".join(f".{form.extension}" for form in OutputFormat)
        raise click.UsageError(
            f"Unknown output format {printable(output.suffix)}. Use one of {endings}, "
            "or give --format."
        )
    return OutputFormat.TEXT


def _make_folder(folder: Path) -> None:
    name = printable(str(folder))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputNotWritable(f"The folder {name} cannot be made: {error.strerror}.") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise OutputNotWritable(f"The folder {name} is not writable.")
