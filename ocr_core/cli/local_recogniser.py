"""Reading in this process."""

import math
import queue
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PIL import Image

from ocr_core.cli.lent_engine import LentEngine
from ocr_core.cli.progress import NoProgress, Progress
from ocr_core.cli.recogniser import Reading
from ocr_core.cli.source import Source
from ocr_core.deadline import Deadline
from ocr_core.engine import OcrEngine
from ocr_core.limits import Limits
from ocr_core.load import open_source
from ocr_core.load.page_selection import select_pages
from ocr_core.load.source import PageSource
from ocr_core.model import Document, PageReading
from ocr_core.options import OcrOptions, OutputFormat
from ocr_core.pipeline import DocumentReader
from ocr_core.render import render

# A caller's own machine: only what could bring it down is refused.
LIMITS = Limits(max_upload_bytes=1_000_000_000, max_pages=10_000)


class LocalRecogniser:
    """Reads with one engine, which it owns; the files under way share ``jobs`` pages at a time.

    Each of them decodes at most its part of ``jobs`` pages ahead, and at least two, so
    that memory does not grow with the number of files or pages.
    """

    def __init__(
        self,
        engine: OcrEngine,
        options: OcrOptions,
        *,
        jobs: int,
        files_at_once: int,
        timeout_s: float | None = None,
        password: str | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Read with ``engine``.

        Args:
            engine: reads the pages; made for ``jobs`` of them at once. It is closed by ``close``.
            options: how to read.
            jobs: pages under way at once, over all files.
            files_at_once: calls of ``read`` at the same time.
            timeout_s: seconds for one file; without end when ``None``.
            password: opens encrypted PDFs.
            progress: hears of the pages.
        """
        # Pillow's own guard is for one page too, and would warn before our limit is reached.
        Image.MAX_IMAGE_PIXELS = LIMITS.max_pixels
        self._engine = engine
        self._options = options
        self._timeout_s = timeout_s
        self._password = password
        self._progress = progress or NoProgress()
        self._readers: queue.SimpleQueue[DocumentReader] = queue.SimpleQueue()
        workers = min(jobs, max(2, math.ceil(jobs / files_at_once)))
        for _ in range(files_at_once):
            self._readers.put(DocumentReader(LentEngine(engine), limits=LIMITS, workers=workers))

    def read(self, source: Source, formats: Sequence[OutputFormat]) -> Reading:
        """Read a source once; see ``Recogniser.read``."""
        deadline = Deadline.after(self._timeout_s) if self._timeout_s else Deadline.never()
        data = source.read(LIMITS)
        document = self._document(data, deadline)
        bodies = (
            render(document, form, original=data, password=self._password).body for form in formats
        )
        return Reading(tuple(bodies), pages=len(document.pages))

    def close(self) -> None:
        """Stop the threads and close the engine."""
        while not self._readers.empty():
            self._readers.get().close()
        self._engine.close()

    def _document(self, data: bytes, deadline: Deadline) -> Document:
        deadline.check()
        with (
            open_source(data, limits=LIMITS, password=self._password) as opened,
            self._reader() as reader,
        ):
            pages = reader.read_pages(opened, self._options, deadline=deadline)
            readings = list(self._counted(opened, pages))
            return reader.assemble(opened.media_type, self._options, readings)

    def _counted(self, opened: PageSource, pages: Iterator[PageReading]) -> Iterator[PageReading]:
        """The same pages, told of as they come."""
        wanted = select_pages(opened.page_count, self._options.page_ranges, LIMITS)
        self._progress.pages_found(len(wanted))
        for page in pages:
            self._progress.page_read()
            yield page

    @contextmanager
    def _reader(self) -> Iterator[DocumentReader]:
        reader = self._readers.get()
        try:
            yield reader
        finally:
            self._readers.put(reader)
