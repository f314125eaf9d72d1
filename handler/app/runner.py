"""Blocking work, kept off the event loop: a few threads, and a queue with an end."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from handler.errors import ServiceBusy
from ocr_core import Deadline

T = TypeVar("T")

# Seconds past the deadline in which work that watches it may still end by itself.
_GRACE_S = 0.5


class Runner:
    """Runs functions in threads, as many at once as there are workers."""

    def __init__(self, *, workers: int, max_queue: int) -> None:
        """Make room.

        Args:
            workers: functions that run at the same time.
            max_queue: functions that run or wait; more are refused.
        """
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="request")
        self._max_queue = max_queue
        self._pending = 0

    async def run(self, work: Callable[[], T], *, deadline: Deadline) -> T:
        """What ``work`` returns or raises; called on the event loop's thread only.

        Raises:
            ServiceBusy: too many are waiting.
            DeadlineExceeded: the time ran out. What cannot be stopped ends by itself,
                and keeps its place until then.
        """
        if self._pending >= self._max_queue:
            raise ServiceBusy("Too many requests are waiting. Try again in a few seconds.")

        def start() -> T:
            deadline.check()
            return work()

        self._pending += 1
        future = asyncio.get_running_loop().run_in_executor(self._pool, start)
        future.add_done_callback(self._done)
        try:
            return await asyncio.wait_for(
                asyncio.shield(future), timeout=deadline.remaining_s + _GRACE_S
            )
        except TimeoutError:
            raise deadline.exceeded() from None

    def close(self) -> None:
        """Stop the threads; what waits is not started."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _done(self, future: "asyncio.Future[T]") -> None:
        self._pending -= 1
        if not future.cancelled():
            future.exception()  # seen, even when nobody waits for it any more
