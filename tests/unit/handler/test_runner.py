"""Blocking work off the event loop."""

import asyncio
import threading
import time

import pytest

from handler.app.runner import Runner
from handler.errors import ServiceBusy
from ocr_core import Deadline
from ocr_core.errors import DeadlineExceeded, UnreadableImage

SOON = 30.0


def test_results_and_errors_come_back() -> None:
    """What the work returns or raises is what the caller gets."""

    def fail() -> None:
        raise UnreadableImage("bad")

    async def scenario() -> None:
        runner = Runner(workers=1, max_queue=2)
        assert await runner.run(lambda: 42, deadline=Deadline.after(SOON)) == 42
        with pytest.raises(UnreadableImage):
            await runner.run(fail, deadline=Deadline.after(SOON))
        runner.close()

    asyncio.run(scenario())


def test_the_queue_has_an_end_and_is_free_again() -> None:
    """More than may wait are refused, and places are given back."""

    async def scenario() -> None:
        runner = Runner(workers=1, max_queue=2)
        go = threading.Event()
        waiting = [
            asyncio.create_task(runner.run(go.wait, deadline=Deadline.after(SOON)))
            for _ in range(2)
        ]
        await asyncio.sleep(0)
        with pytest.raises(ServiceBusy):
            await runner.run(go.wait, deadline=Deadline.after(SOON))
        go.set()
        assert await asyncio.gather(*waiting) == [True, True]
        await asyncio.sleep(0)
        assert await runner.run(lambda: 1, deadline=Deadline.after(SOON)) == 1
        runner.close()

    asyncio.run(scenario())


def test_work_that_does_not_end_is_left_at_the_deadline() -> None:
    """The caller is answered; the work keeps its place until it ends by itself."""

    async def scenario() -> None:
        runner = Runner(workers=1, max_queue=1)
        go = threading.Event()
        with pytest.raises(DeadlineExceeded):
            await runner.run(go.wait, deadline=Deadline.after(0.05))
        with pytest.raises(ServiceBusy):
            await runner.run(go.wait, deadline=Deadline.after(SOON))
        go.set()
        runner.close()

    asyncio.run(scenario())


def test_work_whose_deadline_passed_in_the_queue_is_not_started() -> None:
    """Nobody waits for it any more."""
    started: list[int] = []

    async def scenario() -> None:
        runner = Runner(workers=1, max_queue=5)
        first = asyncio.create_task(
            runner.run(lambda: time.sleep(0.3), deadline=Deadline.after(SOON))
        )
        await asyncio.sleep(0)
        with pytest.raises(DeadlineExceeded):
            await runner.run(lambda: started.append(1), deadline=Deadline.after(0.1))
        await first
        runner.close()

    asyncio.run(scenario())
    assert started == []
