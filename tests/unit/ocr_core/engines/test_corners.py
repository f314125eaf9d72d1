"""Lines that are level, on their side, and on their head."""

import pytest

from ocr_core.engines.corners import Corners, box_of
from ocr_core.model import BoundingBox

SIZE = (200, 100)
LEVEL: Corners = ((10, 20), (110, 20), (110, 40), (10, 40))
ON_ITS_HEAD: Corners = ((110, 40), (10, 40), (10, 20), (110, 20))
CLOCKWISE: Corners = ((60, 0), (60, 80), (40, 80), (40, 0))


@pytest.mark.parametrize(
    ("corners", "box"),
    [
        (LEVEL, (10, 20, 35, 40)),
        (ON_ITS_HEAD, (85, 20, 110, 40)),
        (CLOCKWISE, (40, 0, 60, 20)),
    ],
)
def test_the_first_quarter_of_a_line(corners: Corners, box: tuple[int, int, int, int]) -> None:
    """Is where its reading begins."""
    left, top, right, bottom = box
    expected = BoundingBox(left=left, top=top, right=right, bottom=bottom)
    assert box_of(corners, 0, 0.25, SIZE) == expected


def test_a_box_is_on_the_page_and_not_empty() -> None:
    """Wherever the corners are."""
    outside: Corners = ((-50, -9), (-40, -9), (-40, -1), (-50, -1))
    assert box_of(outside, 0, 1, SIZE) == BoundingBox(left=0, top=0, right=1, bottom=1)
    beyond: Corners = ((300, 90), (400, 90), (400, 300), (300, 300))
    assert box_of(beyond, 0, 1, SIZE) == BoundingBox(left=199, top=90, right=200, bottom=100)
