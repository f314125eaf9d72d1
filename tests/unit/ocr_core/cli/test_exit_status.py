"""What the process ends with."""

from typing import TypeAlias

import pytest

from ocr_core.cli.errors import CliError, ServiceProblem
from ocr_core.cli.exit_status import SEVERITY, gravest
from ocr_core.cli.outcome import Failure
from ocr_core.errors import OcrError, UnknownLanguage, UnreadableImage

Kind: TypeAlias = type[OcrError] | type[CliError]


def concrete(root: Kind) -> list[Kind]:
    """The classes at the ends of a tree; one without a code of its own is as the one above."""
    children = [kind for kind in root.__subclasses__() if "code" in vars(kind)]
    return [leaf for child in children for leaf in concrete(child)] or [root]


ALL = [*concrete(OcrError), *concrete(CliError)]


@pytest.mark.parametrize("kind", ALL)
def test_every_error_has_its_place(kind: Kind) -> None:
    """The exit code of each is one whose severity is known; 141 is of standard output alone."""
    assert kind.exit_code in (*SEVERITY, 141)


def test_codes_are_unique() -> None:
    """A code names one error."""
    codes = [kind.code for kind in ALL]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("codes", "expected"),
    [([], 0), ([65], 65), ([65, 75, 65], 75), ([65, 70, 75], 70), ([66, 64], 64), ([73, 69], 69)],
)
def test_the_gravest_counts(codes: list[int], expected: int) -> None:
    """Whatever their order."""
    assert gravest(codes) == gravest(reversed(codes)) == expected


def test_failures_are_what_the_errors_say() -> None:
    """The reason, the code, the exit code, and whether all others would fail too."""
    assert Failure.of(UnreadableImage("No.")) == Failure("No.", "unreadable_image", 65, False)
    assert Failure.of(UnknownLanguage("No.")) == Failure("No.", "unknown_language", 64, True)
    assert Failure.of(ServiceProblem("No.", code="x")) == Failure("No.", "x", 70, False)
    assert Failure.of(ZeroDivisionError("0")).code == "internal_error"
