"""Work that a test has done in a process of its own; none of it needs an engine."""

import ctypes
import os
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ocr_core import DocumentReader, Limits
from ocr_core.engines.missing import MissingEngine
from ocr_core.isolation.memory import resident_bytes


def reader_without_engine(*, workers: int = 1) -> DocumentReader:
    """A reader for work that reads nothing."""
    return DocumentReader(MissingEngine(reason=""), limits=Limits(), workers=workers)


@dataclass(frozen=True)
class Give:
    """Gives ``values``."""

    values: tuple[Any, ...]

    def __call__(self, _: DocumentReader, *__: object) -> Iterator[Any]:
        """Give them."""
        yield from self.values


@dataclass(frozen=True)
class Fail:
    """Raises ``error`` after one result."""

    error: Exception

    def __call__(self, _: DocumentReader, *__: object) -> Iterator[int]:
        """Raise it."""
        yield 1
        raise self.error


@dataclass(frozen=True)
class Wait:
    """Gives the number of its process after ``seconds``."""

    seconds: float

    def __call__(self, _: DocumentReader, *__: object) -> Iterator[int]:
        """Wait."""
        time.sleep(self.seconds)
        yield os.getpid()


def echo(_: DocumentReader, data: bytes, *__: object) -> Iterator[bytes]:
    """Gives the file back."""
    yield data


def kept_of_an_image(_: DocumentReader, *__: object) -> Iterator[int]:
    """Gives how many bytes stay with the process of an image of 20 MB that it has freed."""
    before = resident_bytes()
    image = bytearray(b"x") * 20_000_000
    del image
    yield resident_bytes() - before


def process_id(_: DocumentReader, *__: object) -> Iterator[int]:
    """Gives the number of the process."""
    yield os.getpid()


def workers(reader: DocumentReader, *__: object) -> Iterator[int]:
    """Gives how many pages may be read side by side, and then waits for a while."""
    yield reader.workers
    time.sleep(60)


def spin(_: DocumentReader, *__: object) -> Iterator[int]:
    """Computes for ever in C, with Python's lock held: no other thread runs."""
    yield sum(range(10**18))


def break_off() -> None:
    """Write to where nothing is, as a decoder with a fault does."""
    ctypes.memset(0, 0, 1)


def crash(_: DocumentReader, *__: object) -> Iterator[None]:
    """Breaks off."""
    break_off()
    yield


def leave(_: DocumentReader, *__: object) -> Iterator[int]:
    """Ends the process, as a library may that calls ``exit``."""
    yield 1
    os._exit(3)


def take_memory_until_it_ends(_: DocumentReader, *__: object) -> Iterator[int]:
    """Ends the process when there is no more, as PDFium does."""
    taken = []
    try:
        while True:
            taken.append(b"x" * 50_000_000)
    except MemoryError:
        os.abort()
    yield len(taken)


def start_a_program(_: DocumentReader, *__: object) -> Iterator[int]:
    """Gives the number of a process that it started, and waits for it."""
    with subprocess.Popen(["sleep", "3600"]) as program:
        yield program.pid
        program.wait()


@dataclass(frozen=True)
class Keep:
    """Takes memory, gives the number of its process, and keeps the memory."""

    size_bytes: int

    def __call__(self, reader: DocumentReader, *__: object) -> Iterator[int]:
        """Keep it with the reader."""
        reader.__dict__["kept"] = b"x" * self.size_bytes
        yield os.getpid()


@dataclass(frozen=True)
class FreeBelow:
    """Takes memory and frees it, but for a little that came last: the heap cannot shrink."""

    size_bytes: int

    def __call__(self, reader: DocumentReader, *__: object) -> Iterator[int]:
        """Free it."""
        blocks = [b"x" * (self.size_bytes // 10) for _ in range(10)]
        reader.__dict__["last"] = b"x" * 1_000_000
        yield len(blocks)
