"""What a folder's outputs were made from, in a file among them, for later runs."""

import errno
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from pydantic import JsonValue

from ocr_core.cli.errors import OutputNotWritable

NAME = ".ocr-manifest.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """That outputs are made of a source, as it is and as it is read: one line of the file.

    It comes twice: before the outputs are written, and when they are (``done``).
    ``source`` is a path from the folder of the outputs, so that both can be moved
    together; ``size`` and ``mtime_ns`` are ``None`` for what is no file.
    """

    outputs: tuple[str, ...]
    source: str
    size: int | None
    mtime_ns: int | None
    options: dict[str, JsonValue]
    done: bool = False

    @property
    def origin(self) -> tuple[object, ...]:
        """All that the outputs depend on."""
        return self.source, self.size, self.mtime_ns, self.options


class Manifest:
    """The records of one folder; safe for several threads, and for several processes.

    The file only grows, by whole lines, in the order in which things happened: whatever is
    killed whenever, what stands in it is true. A line that is cut off is passed over.
    """

    def __init__(self, folder: Path) -> None:
        """Of the outputs in ``folder``, which need not be there yet."""
        self._path = folder / NAME
        self._lock = threading.Lock()
        self._known_bytes = 0
        self._newest: dict[str, Record] = {}

    def find(self, output: str) -> Record | None:
        """The newest record of an output, another process's included.

        Raises:
            OutputNotWritable: the file is there and cannot be read.
        """
        with self._lock:
            for line in self._new_lines():
                record = _parsed(line)
                if record:
                    self._learn(record)
            return self._newest.get(output)

    @contextmanager
    def writing(self, record: Record) -> Iterator[None]:
        """Write the record before its outputs are, inside of the ``with``, and again when done.

        Raises:
            OutputNotWritable: the file cannot be.
        """
        self._append(record)
        yield
        self._append(replace(record, done=True))

    def _learn(self, record: Record) -> None:
        for output in record.outputs:
            before = self._newest.get(output)
            # Two processes wrote to the same place: whose result stands there is not known.
            is_contested = record.done and (not before or before.origin != record.origin)
            self._newest[output] = replace(record, done=False) if is_contested else record

    def _new_lines(self) -> list[bytes]:
        try:
            with self._path.open("rb") as file:
                file.seek(self._known_bytes)
                text, end, _ = file.read().rpartition(b"\n")
        except FileNotFoundError:
            return []
        except OSError as error:
            raise _not_usable(error) from error
        self._known_bytes += len(text) + len(end)
        return text.splitlines()

    def _append(self, record: Record) -> None:
        """In one write, which other processes' do not mix with, and through to the disk.

        It begins with a line feed too, so that a line that was cut off stays alone.
        """
        line = f"\n{json.dumps(asdict(record))}\n".encode()
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("ab", buffering=0) as file:
                if file.write(line) != len(line):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                os.fsync(file.fileno())
        except OSError as error:
            raise _not_usable(error) from error


def _parsed(line: bytes) -> Record | None:
    try:
        fields = json.loads(line)
        return Record(**{**fields, "outputs": tuple(fields["outputs"])})
    except (ValueError, TypeError, KeyError):
        return None


def _not_usable(error: OSError) -> OutputNotWritable:
    return OutputNotWritable(f"The manifest {NAME} cannot be used: {error.strerror or error}.")
