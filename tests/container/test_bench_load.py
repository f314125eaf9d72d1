"""The bench of load against one container of the image."""

import asyncio
from pathlib import Path

import pytest

from bench.load import given
from bench.load.answer import Answer
from bench.load.clients import press, read_alone
from bench.load.place import Place, no_container, one_container

pytestmark = pytest.mark.container


def test_clients_of_one_container_are_all_answered(image: str, tmp_path: Path) -> None:
    """Four at a time, which would end the emulator if it were asked as often."""
    assert no_container() == ""
    with one_container() as place:
        answers = asyncio.run(_answers(place, tmp_path))
        assert len(answers) >= 4
        assert all(answer.is_read and not answer.fault for answer in answers)
        assert place.memory_mb() > 0
        assert place.end() == ""


async def _answers(place: Place, folder: Path) -> list[Answer]:
    pages = given.draw(folder)[:2]
    texts = await read_alone(place.target, pages)
    return await press(place.target, pages, texts, clients=4, seconds=1)
