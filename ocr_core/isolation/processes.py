"""A few processes that read, each one document at a time."""

import math
import os
import signal
import socket
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing.connection import Connection
from typing import TypeVar

from ocr_core.deadline import Deadline
from ocr_core.errors import EngineCrashed, OcrError
from ocr_core.isolation.cancellation import Cancellation, Cancelled
from ocr_core.isolation.nursery import Ended, Nursery
from ocr_core.isolation.resident import End, Order, Result, live, too_much_memory
from ocr_core.isolation.work import Work
from ocr_core.pipeline import DocumentReader

T = TypeVar("T")

# Seconds past the deadline in which work that watches it may end by itself, and stay warm.
_GRACE_S = 0.5
# What crashed with so much of the memory that it may have, crashed for want of more.
_MUCH = 0.5


class ReadingProcesses:
    """Does work in processes that were forked when the engine was warm.

    What does not end in time is killed, and what crashes takes nothing along; either way the next
    work finds a new process, as warm as the first.
    """

    def __init__(self, reader: DocumentReader, *, size: int) -> None:
        """Fork from this process, which should have no threads yet.

        Args:
            reader: what they read with; its engine is loaded. ``close`` closes it.
            size: processes at the same time: one is started now, the others when they are needed.
        """
        self.reader = reader
        self._nursery = Nursery(partial(live, reader))
        self._turns = threading.BoundedSemaphore(size)
        self._lock = threading.Lock()
        self._free = [_Process(self._nursery, self.reader.limits.max_memory_bytes)]
        self._workers_free = reader.workers

    def run(
        self,
        work: Work[T],
        data: bytes,
        *,
        deadline: Deadline,
        cancellation: Cancellation | None = None,
    ) -> Generator[T, None, None]:
        """See ``Readers.run``."""
        with self._turn(deadline), self._workers() as workers, self._process() as process:
            order = Order(work, workers, deadline)
            end = yield from process.run(order, data, cancellation or Cancellation())
        if end.error is not None:
            raise end.error from end.fault
        if end.fault is not None:
            raise end.fault

    def close(self) -> None:
        """Kill the processes, and close the reader."""
        with self._lock:
            idle, self._free = self._free, []
        for process in idle:
            process.end()
        self._nursery.close()
        self.reader.close()

    @contextmanager
    def _turn(self, deadline: Deadline) -> Iterator[None]:
        if not self._turns.acquire(timeout=_seconds(deadline)):
            raise deadline.exceeded()
        try:
            yield
        finally:
            self._turns.release()

    @contextmanager
    def _workers(self) -> Iterator[int]:
        """How many pages may be read side by side: all that nobody else reads, but one at least."""
        with self._lock:
            workers = max(1, self._workers_free)
            self._workers_free -= workers
        try:
            yield workers
        finally:
            with self._lock:
                self._workers_free += workers

    @contextmanager
    def _process(self) -> Iterator["_Process"]:
        process = self._idle() or _Process(self._nursery, self.reader.limits.max_memory_bytes)
        try:
            yield process
        finally:
            if process.is_idle:
                with self._lock:
                    self._free.append(process)
            else:
                process.end()

    def _idle(self) -> "_Process | None":
        """One that waits for work; those that were killed meanwhile are forgotten."""
        while True:
            with self._lock:
                if not self._free:
                    return None
                process = self._free.pop()
            if process.is_alive:
                return process
            process.end()


class _Process:
    """One of the processes, seen from outside."""

    def __init__(self, nursery: Nursery, max_bytes: int) -> None:
        self._nursery = nursery
        self._max_bytes = max_bytes
        self._child = nursery.fork()
        self._connection = Connection(os.dup(self._child.socket.fileno()))
        self._ended: Ended | None = None
        self.is_idle = True

    @property
    def is_alive(self) -> bool:
        """Whether it waits for work: what has nothing to say, and has not hung up."""
        return not self._connection.poll(0)

    def run(self, order: Order, data: bytes, cancellation: Cancellation) -> Generator[T, None, End]:
        """Give out the results of the order; return how it ended."""
        self.is_idle = False
        cancellation.stops_by(self._hang_up)
        try:
            self._connection.send(order)
            self._connection.send_bytes(data)
            while isinstance(answer := self._next(order.deadline), Result):
                yield answer.value
        except (EOFError, OSError) as error:
            if cancellation.is_cancelled:
                raise Cancelled from error
            raise _crashed(self.end(), self._max_bytes) from error
        finally:
            cancellation.is_over()
        self.is_idle = not answer.retires
        return answer

    def end(self) -> Ended:
        """Kill it, if it still runs."""
        if self._ended is None:
            self._connection.close()
            self._ended = self._nursery.end(self._child)
        return self._ended

    def _next(self, deadline: Deadline) -> Result | End:
        left_s = _seconds(deadline)
        if not self._connection.poll(None if left_s is None else left_s + _GRACE_S):
            raise deadline.exceeded()
        answer: Result | End = self._connection.recv()
        return answer

    def _hang_up(self) -> None:
        """Have whoever waits for this process see that it is gone; it may be by itself."""
        with suppress(OSError):
            self._child.socket.shutdown(socket.SHUT_RDWR)


def _seconds(deadline: Deadline) -> float | None:
    return None if math.isinf(deadline.remaining_s) else deadline.remaining_s


def _crashed(ended: Ended, max_bytes: int) -> OcrError:
    code = ended.exit_code
    if ended.peak_bytes > _MUCH * max_bytes and code != -signal.SIGKILL:
        return too_much_memory()
    named = {each.value: each.name for each in signal.Signals}
    how = named.get(-code, f"signal {-code}") if code < 0 else f"exit code {code}"
    return EngineCrashed(
        f"The OCR process crashed ({how}). The document may be damaged, or need more memory than "
        "is available. Save it again, or send fewer or smaller pages."
    )
