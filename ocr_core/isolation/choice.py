"""Where documents are read: in processes of their own, where that can be."""

import sys

from ocr_core.isolation.here import ReadingHere
from ocr_core.isolation.work import Readers
from ocr_core.pipeline import DocumentReader


def create_readers(reader: DocumentReader, *, size: int) -> Readers:
    """Processes that read with ``reader``, up to ``size``; this one where it is not on Linux.

    Args:
        reader: see ``ReadingProcesses``.
        size: processes at the same time.
    """
    if sys.platform != "linux":
        return ReadingHere(reader)
    from ocr_core.isolation.processes import ReadingProcesses  # has modules that others lack

    return ReadingProcesses(reader, size=size)
