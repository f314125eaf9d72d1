"""What one document may cost."""

import pytest

from ocr_core import Deadline, DocumentReader, Limits
from ocr_core.engines.missing import MissingEngine
from ocr_core.errors import ImageTooLarge
from ocr_core.isolation.processes import ReadingProcesses
from ocr_core.limits import MAX_EDGE_PIXELS
from tests.works import Keep


@pytest.mark.parametrize(
    ("max_pixels", "max_memory_bytes"),
    [(1_000_000, 2_000_000_000), (100_000_000, 2_000_000_000), (200_000_000, 4_000_000_000)],
)
def test_memory_grows_with_the_pixels_that_are_allowed(
    max_pixels: int, max_memory_bytes: int
) -> None:
    """Who allows larger pages allows the memory that they take."""
    assert Limits(max_pixels=max_pixels).max_memory_bytes == max_memory_bytes
    assert max_pixels < MAX_EDGE_PIXELS**2


def test_a_process_may_take_that_memory_and_no_more() -> None:
    """The limit of the reader is that of its processes."""
    reader = DocumentReader(
        MissingEngine(reason=""), limits=Limits(max_pixels=130_000_000), workers=1
    )
    processes = ReadingProcesses(reader, size=1)
    try:
        run = processes.run(Keep(2_200_000_000), b"", deadline=Deadline.after(60))
        assert list(run)
        with pytest.raises(ImageTooLarge, match="memory"):
            list(processes.run(Keep(2_800_000_000), b"", deadline=Deadline.after(60)))
    finally:
        processes.close()
