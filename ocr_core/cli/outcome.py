"""What became of each source, and what the whole run ends with."""

from dataclasses import dataclass
from typing import Self

from ocr_core.cli.errors import CliError
from ocr_core.cli.exit_status import INTERRUPTED, gravest
from ocr_core.cli.source import Source
from ocr_core.cli.task import Task
from ocr_core.errors import EngineMissing, OcrError, UnknownLanguage


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a source gave nothing; ``ends_run`` when it would be the same for all others."""

    reason: str
    code: str
    exit_code: int
    ends_run: bool = False

    @classmethod
    def of(cls, error: Exception) -> Self:
        """The failure that an error is."""
        if isinstance(error, OcrError):
            ends_run = isinstance(error, EngineMissing | UnknownLanguage)
            return cls(str(error), error.code, error.exit_code, ends_run)
        if isinstance(error, CliError):
            return cls(str(error), error.code, error.exit_code, error.ends_run)
        reason = f"Something unexpected happened ({type(error).__name__}: {error})."
        return cls(reason, "internal_error", 70)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A source that was read or failed; ``bodies`` only where they are not in files."""

    task: Task
    failure: Failure | None = None
    pages: int | None = None
    seconds: float = 0.0
    bodies: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """All outcomes in the order of the sources, and the sources that were not started."""

    outcomes: tuple[Outcome, ...]
    left: int
    seconds: float
    interrupted: bool = False

    @property
    def failures(self) -> tuple[tuple[Source, Failure], ...]:
        """The sources that failed, and why."""
        return tuple(
            (outcome.task.source, outcome.failure) for outcome in self.outcomes if outcome.failure
        )

    @property
    def exit_code(self) -> int:
        """What the process ends with: 0, 130 at Ctrl-C, or the gravest failure's."""
        if self.interrupted:
            return INTERRUPTED
        return gravest(failure.exit_code for _, failure in self.failures)
