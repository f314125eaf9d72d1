"""How many pixels are under recognition at a time."""

import threading

import pytest

from ocr_core import Deadline
from ocr_core.errors import DeadlineExceeded
from ocr_core.pixel_budget import PixelBudget


def test_small_pages_go_together_and_large_ones_wait() -> None:
    """Until there is room."""
    budget = PixelBudget(100)
    never = Deadline.never()
    entered = threading.Event()

    def enter() -> None:
        with budget.room_for(60, deadline=never):
            entered.set()

    with budget.room_for(40, deadline=never):
        with budget.room_for(50, deadline=never):
            thread = threading.Thread(target=enter)
            thread.start()
            with (
                pytest.raises(DeadlineExceeded),
                budget.room_for(60, deadline=Deadline.after(0.01)),
            ):
                pass
            assert not entered.is_set()
        thread.join(30)
    assert entered.is_set()


def test_a_page_that_is_larger_goes_alone() -> None:
    """There is nobody to wait for."""
    with PixelBudget(100).room_for(1_000, deadline=Deadline.after(60)):
        pass
