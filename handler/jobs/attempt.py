"""One try at a task: how much time it has, and how often it was tried."""

from dataclasses import dataclass

from handler.errors import ServiceError
from handler.problem import Problem, problem_of
from ocr_core import Deadline
from ocr_core.errors import OcrError


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One try at a task."""

    number: int
    """Counts from 1: how often the queue gave the message out."""
    is_last: bool
    """Whether the message goes to the dead letters when this one fails too."""
    time_s: float
    """Seconds from the start until the deadline."""
    deadline: Deadline
    """When to stop reading; what follows still has its own time."""
    request_id: str
    """The message's id, which is on every line of the log about it."""

    def problem(self, error: OcrError | ServiceError) -> Problem:
        """What an error is to whoever reads the result."""
        return problem_of(error, request_id=self.request_id)
