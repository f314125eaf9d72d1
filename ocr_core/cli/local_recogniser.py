"""Reading on this machine."""

from collections.abc import Sequence

from PIL import Image

from ocr_core.cli.progress import NoProgress, Progress
from ocr_core.cli.recogniser import Reading
from ocr_core.cli.source import Source
from ocr_core.deadline import Deadline
from ocr_core.engine import OcrEngine
from ocr_core.isolation import FindPages, ReadPages, RenderPdf, create_readers
from ocr_core.limits import Limits
from ocr_core.load.page_selection import select_pages
from ocr_core.model import Document
from ocr_core.options import OcrOptions, OutputFormat
from ocr_core.pipeline import DocumentReader
from ocr_core.render import Rendered, render_document

# A caller's own machine: only what could bring it down is refused.
LIMITS = Limits(max_upload_bytes=1_000_000_000, max_pages=10_000)


class LocalRecogniser:
    """Reads with one engine, which it owns, each file in a process of its own.

    The files under way share ``jobs`` pages at a time: each has one, and the first what is left.
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
        """Read with ``engine``; to be called before this process has threads.

        Args:
            engine: reads the pages. It is closed by ``close``.
            options: how to read.
            jobs: pages under way at once, over all files.
            files_at_once: calls of ``read`` at the same time, ``jobs`` at most.
            timeout_s: seconds for one file; without end when ``None``.
            password: opens encrypted PDFs.
            progress: hears of the pages.
        """
        # Pillow's own guard is for one page too, and would warn before our limit is reached.
        Image.MAX_IMAGE_PIXELS = LIMITS.max_pixels
        reader = DocumentReader(engine, limits=LIMITS, workers=jobs - files_at_once + 1)
        self._readers = create_readers(reader, size=files_at_once)
        self._options = options
        self._timeout_s = timeout_s
        self._password = password
        self._progress = progress or NoProgress()

    def read(self, source: Source, formats: Sequence[OutputFormat]) -> Reading:
        """Read a source once; see ``Recogniser.read``."""
        deadline = Deadline.after(self._timeout_s) if self._timeout_s else Deadline.never()
        data = source.read(LIMITS)
        document = self._document(data, deadline)
        bodies = (self._render(document, each, data, deadline).body for each in formats)
        return Reading(tuple(bodies), pages=len(document.pages))

    def close(self) -> None:
        """Stop the processes and close the engine."""
        self._readers.close()

    def _document(self, data: bytes, deadline: Deadline) -> Document:
        find = FindPages(limits=LIMITS, password=self._password)
        [(media_type, page_count)] = self._readers.run(find, data, deadline=deadline)
        wanted = select_pages(page_count, self._options.page_ranges, LIMITS)
        self._progress.pages_found(len(wanted))
        read = ReadPages(options=self._options, limits=LIMITS, password=self._password)
        readings = []
        for reading in self._readers.run(read, data, deadline=deadline):
            self._progress.page_read()
            readings.append(reading)
        return self._readers.reader.assemble(media_type, self._options, readings)

    def _render(
        self, document: Document, output_format: OutputFormat, data: bytes, deadline: Deadline
    ) -> Rendered:
        if output_format is not OutputFormat.PDF:
            return render_document(
                document, output_format, original=data, options=self._options.rendering
            )
        work = RenderPdf(document.model_dump_json().encode(), password=self._password)
        [rendered] = self._readers.run(work, data, deadline=deadline)
        return rendered
