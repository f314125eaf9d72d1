"""Blocking work off the event loop."""

import asyncio
import os
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest
from starlette.requests import ClientDisconnect

from handler.app.runner import Runner
from handler.errors import ServiceBusy
from ocr_core import Deadline
from ocr_core.errors import DeadlineExceeded, UnreadableImage
from ocr_core.isolation import Work
from ocr_core.isolation.processes import ReadingProcesses
from tests import works
from tests.works import Fail, Give, Wait, reader_without_engine

Run = Callable[..., Coroutine[Any, Any, Any]]
_SOON_S = 60.0


@pytest.fixture
def readers() -> Iterator[ReadingProcesses]:
    """One process."""
    made = ReadingProcesses(reader_without_engine(), size=1)
    yield made
    made.close()


@pytest.fixture
def runner(readers: ReadingProcesses) -> Iterator[Runner]:
    """One at work, one that waits."""
    made = Runner(readers, workers=1, max_queue=2)
    yield made
    made.close()


async def never() -> None:
    """A client that stays."""
    await asyncio.Event().wait()


async def run(
    runner: Runner,
    work: Work[Any],
    *,
    seconds: float = _SOON_S,
    hang_up: Callable[[], Coroutine[Any, Any, None]] = never,
) -> Any:
    """Have it done for a client."""
    return await runner.run(work, b"", deadline=Deadline.after(seconds), hang_up=hang_up())


def test_results_and_errors_come_back(runner: Runner) -> None:
    """What the work gives or raises is what the caller gets."""
    assert asyncio.run(run(runner, Give((42,)))) == 42
    with pytest.raises(UnreadableImage):
        asyncio.run(run(runner, Fail(UnreadableImage("bad"))))


def test_the_queue_has_an_end_and_is_free_again(runner: Runner) -> None:
    """More than may wait are refused, and places are given back."""

    async def scenario() -> None:
        waiting = [asyncio.create_task(run(runner, Wait(0.3))) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(ServiceBusy):
            await run(runner, Give((1,)))
        first, second = await asyncio.gather(*waiting)
        assert first == second != os.getpid()
        assert await run(runner, Give((1,))) == 1

    asyncio.run(scenario())


def test_work_that_does_not_end_is_stopped_at_the_deadline(runner: Runner) -> None:
    """The caller is answered, and the place is free for the next one."""

    async def scenario() -> None:
        for _ in range(3):
            with pytest.raises(DeadlineExceeded):
                await run(runner, works.spin, seconds=0.05)
        assert await run(runner, Give((1,))) == 1

    asyncio.run(scenario())


def test_work_for_a_client_that_hangs_up_is_stopped(runner: Runner) -> None:
    """Under way or still waiting; and its place is free."""

    async def soon() -> None:
        await asyncio.sleep(0.1)

    async def scenario() -> None:
        calls = [run(runner, Wait(3600), hang_up=soon) for _ in range(2)]
        ends = await asyncio.gather(*calls, return_exceptions=True)
        assert [type(end) for end in ends] == [ClientDisconnect] * 2
        assert await run(runner, Give((1,))) == 1

    asyncio.run(scenario())


def test_work_of_a_request_that_is_cancelled_is_stopped(runner: Runner) -> None:
    """As a server does that shuts down."""

    async def scenario() -> None:
        request = asyncio.create_task(run(runner, Wait(3600)))
        await asyncio.sleep(0.1)
        request.cancel()
        with pytest.raises(asyncio.CancelledError):
            await request
        assert await run(runner, Give((1,))) == 1

    asyncio.run(scenario())


def test_work_whose_deadline_passed_in_the_queue_is_not_started(runner: Runner) -> None:
    """Nobody waits for it any more: the process is the one that it was."""

    async def scenario() -> None:
        before = await run(runner, works.process_id)
        first = asyncio.create_task(run(runner, Wait(2)))
        await asyncio.sleep(0)
        with pytest.raises(DeadlineExceeded):
            await run(runner, works.spin, seconds=0.1)
        assert await first == before
        assert await run(runner, works.process_id) == before

    asyncio.run(scenario())
