"""Pages of a document side by side: none waits for the next, and few lie decoded."""

import threading
from collections.abc import Iterator

import pytest
from PIL import Image

from ocr_core import Deadline, DocumentReader, Limits, OcrEngine, OcrOptions, Page, PageImage
from ocr_core.load import MediaType
from tests.broken_engines import BrokenEngine

_WAIT_S = 60
# No second look at pages on which nothing is found.
_ONCE = OcrOptions.model_validate({"rotate": "off", "deskew": "off", "enhance": "off"})


class _Source:
    """White pages, which says how many have been decoded."""

    media_type = MediaType.TIFF

    def __init__(self, page_count: int, size: tuple[int, int]) -> None:
        self.page_count = page_count
        self.decoded = threading.Semaphore(0)
        self._size = size

    def pages(self, _: OcrOptions) -> Iterator[PageImage | Page]:
        for number in range(1, self.page_count + 1):
            self.decoded.release()
            yield PageImage(number, Image.new("L", self._size, 255))

    def close(self) -> None:
        """There is nothing to close."""

    def __enter__(self) -> "_Source":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Gate:
    """Holds pages until it is opened, and says how many have come."""

    def __init__(self) -> None:
        self.came = threading.Semaphore(0)
        self.opened = threading.Event()

    def __call__(self) -> None:
        self.came.release()
        assert self.opened.wait(_WAIT_S)


@pytest.mark.parametrize(
    ("size", "workers", "ahead"),
    [
        pytest.param((40, 40), 2, 1, id="several workers"),
        pytest.param((5_000, 4_001), 2, 0, id="large pages"),
        pytest.param((40, 40), 1, 0, id="one worker"),
    ],
)
def test_the_next_page_is_decoded_while_all_workers_read(
    fast_engine: OcrEngine, size: tuple[int, int], workers: int, ahead: int
) -> None:
    """One more, where there are several workers and it is not too large; no further one."""
    source, gate = _Source(4, size), _Gate()
    limits = Limits()
    reader = DocumentReader(BrokenEngine(fast_engine, gate), limits=limits, workers=workers)
    numbers: list[int] = []

    def read() -> None:
        pages = reader.read_pages(source, _ONCE, deadline=Deadline.after(_WAIT_S))
        numbers.extend(reading.page.number for reading in pages)

    thread = threading.Thread(target=read)
    thread.start()
    try:
        for _ in range(workers):
            assert gate.came.acquire(timeout=_WAIT_S)
        for _ in range(workers + ahead):
            assert source.decoded.acquire(timeout=_WAIT_S)
        assert not source.decoded.acquire(timeout=0.3)
    finally:
        gate.opened.set()
        thread.join(_WAIT_S)
        reader.close()
    assert numbers == [1, 2, 3, 4]
