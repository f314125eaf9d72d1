"""How often each letter was read."""

import json

import pytest

from bench.letters.tally import Tally


@pytest.fixture
def tally() -> Tally:
    """Of a page whose þ is read once in three, with one word too many."""
    tally = Tally()
    tally.add("það þú þrír", "pað  x þú\nprír")
    return tally


def test_a_letter_is_read_if_it_stands_at_its_place(tally: Tally) -> None:
    """What is read between is nobody's."""
    assert tally.share("þ") == pytest.approx(1 / 3)
    assert tally.share("ð") == 1
    assert tally.missing("aðþ") == "þ"


def test_it_says_what_is_read_in_place_of_a_letter(tally: Tally) -> None:
    """As often as it was."""
    assert tally.instead["þ"] == {"p": 2}


def test_it_is_kept_as_json(tally: Tally) -> None:
    """And comes back as it was."""
    assert Tally.of(json.loads(json.dumps(tally.as_json()))) == tally
