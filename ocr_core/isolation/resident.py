"""The life of a process that reads."""

import resource
from collections.abc import Iterator
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

from ocr_core.deadline import Deadline
from ocr_core.errors import ImageTooLarge, OcrError
from ocr_core.isolation.fault import RemoteFault
from ocr_core.isolation.memory import TakenMemory, data_bytes, keep_freed_memory
from ocr_core.isolation.work import Work
from ocr_core.pipeline import DocumentReader


class Order(NamedTuple):
    """Work to do. The bytes of the file follow it."""

    work: Work[Any]
    workers: int
    """Pages to read at the same time."""
    deadline: Deadline


class Result(NamedTuple):
    """One result of it."""

    value: Any


class End(NamedTuple):
    """There are no more: it is done, or has failed."""

    error: OcrError | None
    fault: RemoteFault | None
    """Where the error came from."""
    retires: bool
    """Whether the process ends here."""


def live(reader: DocumentReader, orders: Connection) -> None:
    """Do what is ordered, until nobody orders any more, or too much memory was taken.

    Args:
        reader: has the engine and the limits.
        orders: an ``Order`` and the bytes of the file come in, ``Result`` and ``End`` go out.
    """
    # Beside what it was forked with, touched or not: setrlimit(2).
    limit = data_bytes() + reader.limits.max_memory_bytes
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    keep_freed_memory()
    taken = TakenMemory()
    while True:
        try:
            order: Order = orders.recv()
            data = orders.recv_bytes()
        except EOFError:
            return
        answers = _answers(reader, order, data, taken)
        del data
        for answer in answers:
            orders.send(answer)
            if isinstance(answer, End) and answer.retires:
                return


def too_much_memory() -> ImageTooLarge:
    """The error of a document for which ``Limits.max_memory_bytes`` are not enough."""
    return ImageTooLarge(
        "The document needs more memory than the limit. Send fewer or smaller pages."
    )


def _answers(
    reader: DocumentReader, order: Order, data: bytes, taken: TakenMemory
) -> Iterator[Result | End]:
    reader.workers = order.workers
    error: OcrError | None = None
    fault: RemoteFault | None = None
    try:
        for value in order.work(reader, data, order.deadline):
            yield Result(value)
    except MemoryError as full:
        error, fault = too_much_memory(), RemoteFault.of(full)
    except OcrError as known:
        error, fault = known, RemoteFault.of(known)
    except Exception as unknown:  # noqa: BLE001  # told to who gave the order
        fault = RemoteFault.of(unknown)
    del data  # which is not in use any more
    taken.tidy()
    yield End(error, fault, retires=taken.is_too_much)
