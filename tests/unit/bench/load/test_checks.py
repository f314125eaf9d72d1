"""Every check holds in a run that went well, and fails alone where what it is for goes wrong."""

from collections.abc import Callable

import pytest

from bench.load.checks import MOST_GROWTH, checks
from bench.load.figures import Figures, Latency
from bench.load.memory import Memory
from tests.unit.bench.load.samples import FULL, PLACE, good, step


def _more_memory(figures: Figures) -> None:
    figures.steps[2] = step(64, memory=Memory(100, 900, 120 * MOST_GROWTH + 1))


def _no_memory(figures: Figures) -> None:
    figures.steps[2] = step(64, memory=Memory(0, 0, 0))


def _same_wait(figures: Figures) -> None:
    figures.steps[2] = step(64, read=figures.steps[1].read)


def _more_work(figures: Figures) -> None:
    figures.steps[2] = step(64, cpu_s=31)


def _fault(figures: Figures) -> None:
    figures.steps[0] = step(1, outcomes={"200": 99, "500": 2}, faults={"no problem of ours": 2})


def _nobody_refused(figures: Figures) -> None:
    figures.steps[3] = step(64, place=FULL)


def _another_refusal(figures: Figures) -> None:
    figures.steps[3] = step(64, place=FULL, outcomes={"200": 9, "503 storage_unavailable": 9})


def _nothing_read(figures: Figures) -> None:
    figures.steps[3] = step(64, place=FULL, outcomes={"503 service_busy": 9}, read=None)


def _bad_end(figures: Figures) -> None:
    figures.ends[PLACE] = "exit status 1"


SPOILT: list[tuple[Callable[[Figures], None], str, str]] = [
    (_more_memory, "memory after", "1.26 times at most"),
    (_no_memory, "memory after", "inf times at most"),
    (_same_wait, "more clients wait longer", "1.00 times at least"),
    (_more_work, "with more clients a page", "1.55 times at most"),
    (_fault, "every answer", "1,391 answers, 2 × no problem of ours"),
    (_nobody_refused, "a queue that is full", "0 × 503 service_busy"),
    (_another_refusal, "a queue that is full", "0 × 503 service_busy"),
    (_nothing_read, "pages are read", "0 at least"),
    (_bad_end, "every service ends", f"{PLACE}: exit status 1"),
]


def test_all_hold_where_all_went_well() -> None:
    """Nothing is found that is not there."""
    assert [check.what for check in checks(good()) if not check.holds] == []
    assert len(checks(good())) == 7


@pytest.mark.parametrize(("spoil", "what", "found"), SPOILT, ids=[s.__name__ for s, *_ in SPOILT])
def test_each_fails_alone(spoil: Callable[[Figures], None], what: str, found: str) -> None:
    """It says what was found."""
    figures = good()
    spoil(figures)
    [failed] = [check for check in checks(figures) if not check.holds]
    assert failed.what.startswith(what)
    assert failed.found.endswith(found)


def test_nothing_read_has_no_wait() -> None:
    """A step in which no page was read has no short wait, and no work for each."""
    figures = good()
    figures.steps[1] = step(8, outcomes={"503 service_busy": 9}, read=None)
    failed = [check.what for check in checks(figures) if not check.holds]
    assert [what.split()[0] for what in failed] == ["pages", "more", "with"]


def test_as_many_clients_again_need_not_wait_longer() -> None:
    """A step may be repeated, for the memory's sake."""
    figures = good()
    figures.steps.insert(3, step(64))
    assert all(check.holds for check in checks(figures))


def test_who_need_not_wait_does_not_wait_longer() -> None:
    """With a worker for every client there is no queue, and no such check."""
    figures = good()
    figures.steps = [step(count, workers=64, read=Latency(1, 1, 1)) for count in (1, 8, 64)]
    assert "more clients wait longer" not in [check.what for check in checks(figures)]


def test_a_step_by_itself_is_held_against_nothing() -> None:
    """No wait, work or memory without one before."""
    figures = good()
    figures.steps = figures.steps[2:]
    assert len(checks(figures)) == 4
