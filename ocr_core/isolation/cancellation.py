"""A way to stop work whose result nobody waits for any more."""

import threading
from collections.abc import Callable


class Cancelled(Exception):  # not an error: it was asked for
    """The work was stopped, as was asked for."""


class Cancellation:
    """Stops one piece of work, from any thread; also before it has begun."""

    def __init__(self) -> None:
        """Stop nothing yet."""
        self._lock = threading.Lock()
        self._is_cancelled = False
        self._stop: Callable[[], None] | None = None

    @property
    def is_cancelled(self) -> bool:
        """Whether ``cancel`` was called."""
        return self._is_cancelled

    def cancel(self) -> None:
        """Stop the work."""
        with self._lock:
            self._is_cancelled = True
            if self._stop is not None:
                self._stop()

    def stops_by(self, stop: Callable[[], None]) -> None:
        """Have ``cancel`` call ``stop``, which returns at once; call it now if it is too late.

        Args:
            stop: may be called until ``is_over``.
        """
        with self._lock:
            self._stop = stop
            if self._is_cancelled:
                stop()

    def is_over(self) -> None:
        """Have ``cancel`` stop nothing: the work has ended."""
        with self._lock:
            self._stop = None
