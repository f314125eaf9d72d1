"""What Lambda tells the worker of an invocation."""

import time

from aws_lambda_powertools.utilities.typing import LambdaContext


class Invocation(LambdaContext):
    """An invocation that begins now."""

    def __init__(self, timeout_s: float) -> None:
        """Give it ``timeout_s`` seconds. Nobody stops it when they are over."""
        self._ends_s = time.monotonic() + timeout_s

    def get_remaining_time_in_millis(self) -> int:  # type: ignore[override]  # static in Powertools
        """Milliseconds that are left."""
        return max(0, round((self._ends_s - time.monotonic()) * 1000))
