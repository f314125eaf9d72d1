"""Which tasks are done, and which outputs are somebody else's."""

import os
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Protocol

from pydantic import JsonValue

from ocr_core.cli.errors import OutputExists, OutputNotWritable
from ocr_core.cli.manifest import Manifest, Record
from ocr_core.cli.source import Source
from ocr_core.cli.task import Task


class Ledger(Protocol):
    """Remembers tasks from one run to the next; safe to use from several threads at once."""

    def is_done(self, task: Task) -> bool:
        """Whether the task's outputs are what it would write."""
        ...

    def writing(self, task: Task) -> AbstractContextManager[None]:
        """What is to be held while the outputs are written; called before the source is read.

        Raises:
            OutputExists: an output is there, and is not from the task's source.
            OutputNotWritable: nothing can be remembered there.
        """
        ...


class NoLedger:
    """For outputs that are written every time."""

    def is_done(self, task: Task) -> bool:  # noqa: ARG002
        """No."""
        return False

    def writing(self, task: Task) -> AbstractContextManager[None]:  # noqa: ARG002
        """Nothing to remember."""
        return nullcontext()


class ManifestLedger:
    """Remembers in a manifest in each folder of outputs."""

    def __init__(self, options: Mapping[str, JsonValue], *, force: bool) -> None:
        """Of a run with ``options``; with ``force`` nothing is done, and all may be overwritten."""
        self._options = dict(options)
        self._force = force
        self._manifests: dict[Path, Manifest] = {}

    def is_done(self, task: Task) -> bool:
        """Whether all outputs are there, from this source as it is, read with these options."""
        if self._force or not task.source.is_seekable:
            return False
        try:
            origin = self._record(task).origin
            return all(path.is_file() and self._is_from(path, origin) for path in task.outputs)
        except (OSError, OutputNotWritable):
            return False

    def writing(self, task: Task) -> AbstractContextManager[None]:
        """See ``Ledger.writing``."""
        record = self._record(task)
        if not self._force:
            for path in task.outputs:
                self._check(path, record.source)
        return self._manifest(task.outputs[0]).writing(record)

    def _is_from(self, path: Path, origin: tuple[object, ...]) -> bool:
        found = self._manifest(path).find(path.name)
        return found is not None and found.done and found.origin == origin

    def _check(self, path: Path, source: str) -> None:
        if not os.path.lexists(path):
            return
        found = self._manifest(path).find(path.name)
        if found is None or found.source != source:
            raise OutputExists(
                f"{path} already exists and was not made from this file. "
                "Give another --output-dir, or --force to overwrite it."
            )

    def _manifest(self, output: Path) -> Manifest:
        folder = _real(output.parent)
        return self._manifests.setdefault(folder, Manifest(folder))

    def _record(self, task: Task) -> Record:
        """The task as its source is now; all its outputs are in one folder."""
        status = task.source.path.stat() if task.source.is_seekable else None
        return Record(
            outputs=tuple(path.name for path in task.outputs),
            source=_path_from(_real(task.outputs[0].parent), task.source),
            size=status.st_size if status else None,
            mtime_ns=status.st_mtime_ns if status else None,
            options=self._options,
        )


def _path_from(folder: Path, source: Source) -> str:
    """One name for a file, however it was spelled; links to files keep theirs."""
    if source.is_stdin:
        return str(source.path)
    return os.path.relpath(_real(source.path.parent) / source.path.name, folder)


def _real(folder: Path) -> Path:
    """The folder behind all links; unlike ``Path.resolve`` also where links go round in circles."""
    return Path(os.path.realpath(folder))
