"""Whether a confidence ranks pages, and a review finds the bad ones."""

import pytest

from bench.confidence import honesty, rank_correlation
from tests.unit.bench.samples import result


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ([1, 2, 3, 4], [10, 20, 30, 400], 1.0),
        ([1, 2, 3, 4], [4, 3, 2, 1], -1.0),
        ([1, 2, 2, 3], [1, 2, 2, 3], 1.0),
        # Wikipedia's example of IQ and hours of television.
        (
            [106, 100, 86, 101, 99, 103, 97, 113, 112, 110],
            [7, 27, 2, 50, 28, 29, 20, 12, 6, 17],
            -29 / 165,
        ),
    ],
)
def test_rank_correlation_is_spearmans(
    left: list[float], right: list[float], expected: float
) -> None:
    """Only the order counts, and equal values share a rank."""
    assert rank_correlation(left, right) == pytest.approx(expected)


def test_without_variation_there_is_no_correlation() -> None:
    """Where all confidences are the same, nothing can be said."""
    assert rank_correlation([5, 5, 5], [1, 2, 3]) is None


def test_review_is_judged_by_what_was_right() -> None:
    """Precision is of the flagged, recall of the bad; what was skipped counts nowhere."""
    found = honesty(
        [
            result("s/1", 0.2, confidence=30, needs_review=True),
            result("s/2", 0.95, confidence=70, needs_review=True),
            result("s/3", 0.5, confidence=80),
            result("s/4", 0.99, confidence=95),
            result("s/5", 0.0, needs_review=True, skipped="no data"),
        ]
    )
    assert (found.files, found.bad, found.flagged) == (4, 2, 2)
    assert (found.precision, found.recall) == (0.5, 0.5)
    assert found.rank_correlation == pytest.approx(0.8)


def test_nothing_flagged_has_no_precision() -> None:
    """A figure that rests on nothing is none."""
    found = honesty([result("s/1", 1.0, confidence=90)])
    assert (found.precision, found.recall, found.rank_correlation) == (None, None, None)
