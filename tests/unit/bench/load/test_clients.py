"""Clients that ask at the same time."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest

from bench.load import given
from bench.load.answer import Reply
from bench.load.clients import NotRead, press, read_alone
from bench.load.target import OneContainer, OverHttp
from bench.speed.given import Given
from tests.lambda_image import LambdaContainer
from tests.server import free_port


class Answering:
    """Reads a page by its name, or refuses where it has none."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.asked: list[str] = []
        self._texts = texts

    async def ask(self, page: Given) -> Reply:
        """As the service answers in its default format."""
        await asyncio.sleep(0.001)
        self.asked.append(page.name)
        body = {"original": self._texts.get(page.name, "")}
        return Reply(200 if body["original"] else 503, {}, json.dumps(body).encode())

    async def close(self) -> None:
        """There is nothing to close."""


class CountingContainer(LambdaContainer):
    """Counts the events that it has at the same time."""

    def __init__(self) -> None:
        super().__init__("none", "http://127.0.0.1:9")
        self.most = self.now = 0

    def invoke(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """An invocation that fails, as the runtime says it."""
        self.now += 1
        self.most = max(self.most, self.now)
        time.sleep(0.005)
        self.now -= 1
        return {"errorMessage": "a page of " + event["body"][:4]}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Given]:
    """Drawn for the bench."""
    return given.draw(tmp_path_factory.mktemp("given"))


def _names(pages: list[Given]) -> dict[str, str]:
    return {page.name: f"the text of {page.name}" for page in pages}


def test_the_clients_send_all_pages_in_turn(pages: list[Given]) -> None:
    """At the same time, and each as often as the others."""
    target = Answering(_names(pages))
    answers = asyncio.run(press(target, pages, _names(pages), clients=8, seconds=0.05))
    counts = Counter(target.asked)
    assert set(counts) == set(_names(pages))
    assert max(counts.values()) - min(counts.values()) <= 1
    assert len(answers) == len(target.asked) > 8
    assert not any(answer.fault for answer in answers)


def test_a_text_of_another_client_is_found_out(pages: list[Given]) -> None:
    """Every page has a text of its own."""
    mixed_up = _names(pages) | {pages[3].name: f"the text of {pages[4].name}"}
    target = Answering(mixed_up)
    answers = asyncio.run(press(target, pages, _names(pages), clients=8, seconds=0.01))
    wrong = [answer for answer in answers if answer.fault]
    assert len(wrong) == target.asked.count(pages[3].name) > 0


def test_a_page_that_is_not_read_alone_ends_the_run(pages: list[Given]) -> None:
    """What it would be held against is not known."""
    texts = _names(pages)
    assert asyncio.run(read_alone(Answering(texts), pages)) == texts
    del texts[pages[5].name]
    with pytest.raises(NotRead, match="page 5: 503"):
        asyncio.run(read_alone(Answering(texts), pages))


def test_no_answer_is_an_answer_too(pages: list[Given]) -> None:
    """A server that is not there is a fault for every client, and none goes on and on."""

    async def run() -> list[str]:
        target = OverHttp(f"http://127.0.0.1:{free_port()}", "a-token")
        answers = await press(target, pages, _names(pages), clients=3, seconds=0.05)
        await target.close()
        return [f"{answer.outcome}: {answer.fault}" for answer in answers]

    assert asyncio.run(run()) == ["ConnectError: no answer"] * 3


def test_a_container_has_one_event_at_a_time(pages: list[Given]) -> None:
    """However many clients there are; an invocation that fails is a fault."""
    container = CountingContainer()
    target = OneContainer(container)
    answers = asyncio.run(press(target, pages, _names(pages), clients=8, seconds=0.05))
    assert container.most == 1
    assert {answer.fault for answer in answers} == {"neither an answer nor a refusal"}
