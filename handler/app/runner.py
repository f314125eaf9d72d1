"""Blocking work, kept off the event loop: a few threads, and a queue with an end."""

import asyncio
import contextlib
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from starlette.requests import ClientDisconnect

from handler.errors import ServiceBusy
from ocr_core import Deadline
from ocr_core.isolation import Cancellation, Readers, Work

T = TypeVar("T")

# Seconds past the deadline in which the work itself may say that it came.
_GRACE_S = 1.0


class Runner:
    """Has work done, as much at once as there are workers."""

    def __init__(self, readers: Readers, *, workers: int, max_queue: int) -> None:
        """Make room.

        Args:
            readers: do the work.
            workers: pieces of work that are under way at the same time.
            max_queue: pieces that are under way or wait; more are refused.
        """
        self._readers = readers
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="request")
        self._max_queue = max_queue
        self._lock = threading.Lock()
        self._pending = 0

    async def run(
        self, work: Work[T], data: bytes, *, deadline: Deadline, hang_up: Awaitable[None]
    ) -> T:
        """The one result of ``work``.

        Args:
            work: what to do.
            data: the file that it is done with.
            deadline: by when.
            hang_up: comes when the client is gone; the work is stopped then.

        Raises:
            ServiceBusy: too many are waiting.
            DeadlineExceeded: the time ran out.
            ClientDisconnect: nobody waits for the result.
            OcrError, RemoteFault: as ``Readers.run`` does.
        """
        cancellation = Cancellation()

        def start() -> T:
            [result] = self._readers.run(work, data, deadline=deadline, cancellation=cancellation)
            return result

        gone = asyncio.ensure_future(hang_up)
        try:
            started = self._start(start)
            result = asyncio.wrap_future(started)
            result.add_done_callback(_seen)
            try:
                ends: set[asyncio.Future[Any]] = {result, gone}
                await asyncio.wait(
                    ends,
                    timeout=deadline.remaining_s + _GRACE_S,
                    return_when=asyncio.FIRST_COMPLETED,
                )
                if result.done():
                    return result.result()
                if gone.done():
                    raise ClientDisconnect
                raise deadline.exceeded()
            finally:
                started.cancel()
                cancellation.cancel()
        finally:
            gone.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await gone

    def close(self) -> None:
        """Stop the threads; what waits is not started."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _start(self, function: Callable[[], T]) -> Future[T]:
        with self._lock:
            if self._pending >= self._max_queue:
                raise ServiceBusy("Too many requests are waiting. Try again in a few seconds.")
            self._pending += 1
        future = self._pool.submit(function)
        future.add_done_callback(self._done)
        return future

    def _done(self, _: Future[Any]) -> None:
        with self._lock:
            self._pending -= 1


def _seen(future: "asyncio.Future[Any]") -> None:
    """Nobody may wait for it any more; then its error is not worth a complaint."""
    if not future.cancelled():
        future.exception()
