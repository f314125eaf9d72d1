"""Work done in this process: where there is no other way, and to see what happens."""

from collections.abc import Iterator
from typing import TypeVar

from ocr_core.deadline import Deadline
from ocr_core.isolation.cancellation import Cancellation, Cancelled
from ocr_core.isolation.work import Work
from ocr_core.pipeline import DocumentReader

T = TypeVar("T")


class ReadingHere:
    """Does work in the thread that asks for it; what does not watch its deadline goes on."""

    def __init__(self, reader: DocumentReader) -> None:
        """Work with ``reader``, which ``close`` closes."""
        self.reader = reader

    def run(
        self,
        work: Work[T],
        data: bytes,
        *,
        deadline: Deadline,
        cancellation: Cancellation | None = None,
    ) -> Iterator[T]:
        """See ``Readers.run``; a cancellation is seen between two results."""
        deadline.check()
        for result in work(self.reader, data, deadline):
            if cancellation is not None and cancellation.is_cancelled:
                raise Cancelled
            yield result

    def close(self) -> None:
        """Close the reader."""
        self.reader.close()
