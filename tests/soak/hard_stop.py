"""The end of a test that does not end."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

# Four times what it takes on two cores that have nothing else to do; others share them.
_HARD_STOP_S = int(os.environ.get("SOAK_HARD_STOP_S") or 480)


@contextmanager
def hard_stop() -> Iterator[None]:
    """Fail what is within when it takes too long, whatever it is waiting for."""

    def stop(*_: object) -> None:
        raise AssertionError(f"not done within {_HARD_STOP_S} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, _HARD_STOP_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
