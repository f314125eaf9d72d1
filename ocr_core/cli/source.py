"""Where bytes come from: files, the files of folders, and standard input."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import BinaryIO

from ocr_core.cli.errors import SourceUnreadable
from ocr_core.cli.standard_streams import standard_input
from ocr_core.limits import Limits

STDIN = Path("-")
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read, or standard input.

    ``path`` is as the caller gave it; ``name`` is what its outputs are named after,
    relative to the folder that all the sources of a run have in common. ``error`` is why
    a folder could not be listed, which then stands for its files.
    """

    path: Path
    name: PurePath
    error: OSError | None = None

    @property
    def is_stdin(self) -> bool:
        """Whether it is standard input."""
        return self.path == STDIN

    @property
    def label(self) -> str:
        """Its path, safe to print: what does not show in a terminal is written out."""
        return "standard input" if self.is_stdin else printable(str(self.path))

    @property
    def is_seekable(self) -> bool:
        """Whether it can be read from its beginning more than once."""
        return not self.is_stdin and os.path.isfile(self.path)  # noqa: PTH113  # never raises

    def read(self, limits: Limits) -> bytes:
        """All of its bytes.

        Raises:
            UploadTooLarge: more than the limit; a file is refused before it is read.
            SourceUnreadable: it cannot be opened or read.
        """
        with self.open() as file:
            if self.is_seekable:
                limits.check_upload(os.fstat(file.fileno()).st_size)
            data = bytearray()
            while chunk := file.read(_CHUNK_BYTES):
                data += chunk
                limits.check_upload(len(data))
            return bytes(data)

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """It as a stream of bytes, from its beginning.

        Raises:
            SourceUnreadable: it cannot be opened or, inside of the ``with``, read.
        """
        try:
            if self.error:
                raise self.error
            with standard_input() if self.is_stdin else self.path.open("rb") as file:
                yield file
        except OSError as error:
            raise SourceUnreadable(f"It cannot be read: {error.strerror or error}.") from error


def find_sources(arguments: Sequence[Path], *, not_below: Path | None) -> tuple[Source, ...]:
    """The files that ``arguments`` name, each once, and all those in the folders among them.

    Args:
        arguments: files, folders, and ``-`` for standard input.
        not_below: a folder that is not searched when it is met on the way: the outputs'.
    """
    base = _common_folder(arguments)
    found: dict[str, Source] = {}
    for argument in arguments:
        for path, error in _paths(argument, not_below):
            identity = _identity(path)
            name = "stdin" if path == STDIN else os.path.relpath(identity, base)
            found.setdefault(identity, Source(path, PurePath(name), error))
    return tuple(found.values())


def is_folder(path: Path) -> bool:
    """Whether it is known to be one: reading tells what is wrong with a path that is nothing."""
    return os.path.isdir(path)  # noqa: PTH112  # never raises


def printable(text: str) -> str:
    """Text in characters that show; a name may hold line feeds and escape sequences."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in text
    )


def _paths(argument: Path, not_below: Path | None) -> Iterator[tuple[Path, OSError | None]]:
    """The file itself, or those below a folder in order, without hidden ones.

    Links to folders are not followed. A folder that cannot be listed comes with its error.
    """
    if argument == STDIN or not is_folder(argument):
        yield argument, None
        return
    errors: list[OSError] = []
    for parent, folders, names in os.walk(argument, onerror=errors.append):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and not _is_same(Path(parent, name), not_below)
        )
        for name in sorted(names):
            path = Path(parent, name)
            if not name.startswith(".") and path.is_file():
                yield path, None
    for error in errors:
        yield Path(error.filename), error


def _is_same(folder: Path, other: Path | None) -> bool:
    return other is not None and other.exists() and folder.samefile(other)


def _identity(path: Path) -> str:
    """One name a file, however it was spelled; links keep theirs."""
    return str(path) if path == STDIN else os.path.abspath(path)  # noqa: PTH100  # not resolve()


def _common_folder(arguments: Sequence[Path]) -> str:
    folders = [
        _identity(argument if is_folder(argument) else argument.parent)
        for argument in arguments
        if argument != STDIN
    ]
    return os.path.commonpath(folders) if folders else ""
