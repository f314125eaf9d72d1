"""Contestants take turns."""

from pathlib import Path

from bench.speed.contestant import NotRead
from bench.speed.given import Given
from bench.speed.rounds import take_turns

GIVEN = Given("a label", Path("label.png"), "image/png")


class Counting:
    """Says each time how often it was asked, and writes its name down."""

    def __init__(self, name: str, called: list[str]) -> None:
        self._name = name
        self._called = called
        self._times = 0

    def read(self, given: Given) -> float:
        """Its count, as seconds."""
        self._called.append(self._name)
        self._times += 1
        return float(self._times)


class Failing:
    """Has no answer."""

    def read(self, given: Given) -> float:
        """Raises."""
        raise NotRead("no text")


def test_the_first_turn_is_not_kept() -> None:
    """It loads what is loaded once."""
    timed = take_turns({"a": Counting("a", [])}, GIVEN, rounds=3)
    assert timed["a"].seconds == (2.0, 3.0, 4.0)
    assert timed["a"].median_s == 3.0


def test_each_has_a_turn_in_every_round_and_the_order_changes() -> None:
    """So that what the machine does besides meets all alike."""
    called: list[str] = []
    names = "abcd"
    take_turns({name: Counting(name, called) for name in names}, GIVEN, rounds=7)
    rounds = [tuple(called[start : start + 4]) for start in range(0, len(called), 4)]
    assert [sorted(one) for one in rounds] == [list(names)] * 8
    assert len(set(rounds)) > 4


def test_who_fails_is_named_and_asked_no_more() -> None:
    """The others go on."""
    timed = take_turns({"bad": Failing(), "good": Counting("good", [])}, GIVEN, rounds=2)
    assert timed["bad"].failed == "no text"
    assert timed["bad"].median_s is None
    assert len(timed["good"].seconds) == 2
