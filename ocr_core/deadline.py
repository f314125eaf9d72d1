"""The moment by which an answer must be there."""

import math
import time
from dataclasses import dataclass
from typing import Self

from ocr_core.errors import DeadlineExceeded


@dataclass(frozen=True, slots=True)
class Deadline:
    """A point on the monotonic clock, shared by all the steps of one request."""

    at_s: float

    @classmethod
    def after(cls, seconds: float) -> Self:
        """The deadline that is ``seconds`` from now."""
        return cls(time.monotonic() + seconds)

    @classmethod
    def never(cls) -> Self:
        """A deadline that does not come."""
        return cls(math.inf)

    @property
    def remaining_s(self) -> float:
        """Seconds left; never below zero, infinite when there is no deadline."""
        return max(0.0, self.at_s - time.monotonic())

    def check(self) -> None:
        """Go on only when there is time left.

        Raises:
            DeadlineExceeded: there is none.
        """
        if self.remaining_s <= 0:
            raise self.exceeded()

    @staticmethod
    def exceeded() -> DeadlineExceeded:
        """The error to raise when the time ran out."""
        return DeadlineExceeded(
            "OCR did not finish within the time limit of one call. Send fewer or smaller pages."
        )
