"""Clients that send one page after another, all at the same time."""

import asyncio
import itertools
import time
from collections.abc import Mapping, Sequence

from bench.load.answer import Answer
from bench.load.target import UNANSWERED, Target
from bench.speed.given import Given

# What a client waits that was told nothing.
_PAUSE_S = 1


class NotRead(Exception):
    """A page was not read although nobody else asked."""


async def read_alone(target: Target, pages: Sequence[Given]) -> dict[str, str]:
    """The text of every page by its name, read one after the other, when nobody else asks.

    Raises:
        NotRead: a page has none.
    """
    texts = {}
    for page in pages:
        reply = await target.ask(page)
        if not reply.text:
            raise NotRead(f"{page.name}: {reply.status} {reply.body[:300]!r}")
        texts[page.name] = reply.text
    return texts


async def press(
    target: Target,
    pages: Sequence[Given],
    texts: Mapping[str, str],
    *,
    clients: int,
    seconds: float,
) -> list[Answer]:
    """What so many clients were answered.

    Each sends its next page as soon as the last is answered, and waits as long as it is told to
    where it is refused. What is under way in the end is waited for.

    Args:
        target: what they ask.
        pages: of which the next is for whoever is next, so that steps differ in clients alone.
        texts: of the pages, by name.
        clients: at the same time.
        seconds: in which they start requests.
    """
    ends_s = time.monotonic() + seconds
    answers: list[Answer] = []
    in_turn = itertools.cycle(pages)

    async def client() -> None:
        while (left_s := ends_s - time.monotonic()) > 0:
            page = next(in_turn)
            answers.append(answer := await _answer(target, page, texts[page.name]))
            if not answer.is_read:
                await asyncio.sleep(min(answer.retry_after_s or _PAUSE_S, left_s))

    async with asyncio.TaskGroup() as group:
        for _ in range(clients):
            group.create_task(client())
    return answers


async def _answer(target: Target, page: Given, text: str) -> Answer:
    started = time.perf_counter()
    try:
        reply = await target.ask(page)
    except UNANSWERED as error:
        return Answer.none(error, seconds=time.perf_counter() - started)
    return Answer.of(reply, expected=text, seconds=time.perf_counter() - started)
