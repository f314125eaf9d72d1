"""The end of a test that does not end."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def hard_stop(seconds: float) -> Iterator[None]:
    """Fail what is within when it takes longer than that, whatever it is waiting for."""

    def stop(*_: object) -> None:
        raise AssertionError(f"not done within {seconds:.0f} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
