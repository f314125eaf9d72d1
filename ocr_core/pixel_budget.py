"""How many pixels may be under recognition at a time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from ocr_core.deadline import Deadline


class PixelBudget:
    """Lets pages in while their pixels are within a sum; a page that is larger goes alone.

    Recognition takes some eight bytes a pixel beside the page itself.
    """

    def __init__(self, pixels: int) -> None:
        """Allow so many pixels."""
        self._pixels = pixels
        self._taken = 0
        self._changed = threading.Condition()

    @contextmanager
    def room_for(self, pixels: int, *, deadline: Deadline) -> Iterator[None]:
        """Wait until there is room, and hold it.

        Raises:
            DeadlineExceeded: the time ran out first.
        """
        with self._changed:
            while self._taken and self._taken + pixels > self._pixels:
                deadline.check()
                self._changed.wait(min(deadline.remaining_s, 1.0))
            self._taken += pixels
        try:
            yield
        finally:
            with self._changed:
                self._taken -= pixels
                self._changed.notify_all()
