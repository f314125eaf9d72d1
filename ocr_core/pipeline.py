"""Bytes in, document out: load, then read the pages side by side, under one deadline."""

import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple

from ocr_core.deadline import Deadline
from ocr_core.engine import OcrEngine, PageImage
from ocr_core.limits import Limits
from ocr_core.load import open_source
from ocr_core.load.source import PageSource
from ocr_core.model import Document, EngineInfo, Page, Timings
from ocr_core.options import OcrOptions


class DocumentReader:
    """Reads documents with one engine; safe to use from several threads at once."""

    def __init__(self, engine: OcrEngine, *, limits: Limits, workers: int) -> None:
        """Read with ``engine``.

        Args:
            engine: reads the pages.
            limits: ceilings on each document.
            workers: pages of one document that are decoded and read at the same time.
        """
        self.engine = engine
        self.limits = limits
        self._workers = workers
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="page")

    def read(
        self,
        data: bytes,
        options: OcrOptions,
        *,
        deadline: Deadline,
        password: str | None = None,
    ) -> Document:
        """Read all the pages asked for.

        Args:
            data: the file.
            options: how to read it.
            deadline: when to be done.
            password: of an encrypted PDF.

        Raises:
            OcrError: any of its kinds; nothing else for bad input.
        """
        deadline.check()
        self.engine.check(options)
        with open_source(data, limits=self.limits, password=password) as source:
            return self._read_source(source, options, deadline)

    def close(self) -> None:
        """Stop the threads and close the engine."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self.engine.close()

    def _read_source(self, source: PageSource, options: OcrOptions, deadline: Deadline) -> Document:
        readings = list(self._read_pages(source, options, deadline))
        return Document(
            media_type=source.media_type,
            languages=options.languages,
            engine=EngineInfo(name=self.engine.name, version=self.engine.version),
            timings=Timings(
                decode_ms=round(sum(reading.decode_ms for reading in readings), 2),
                ocr_ms=round(sum(reading.ocr_ms for reading in readings), 2),
            ),
            pages=tuple(reading.page for reading in readings),
        )

    def _read_pages(
        self, source: PageSource, options: OcrOptions, deadline: Deadline
    ) -> Iterator["_Reading"]:
        """Pages in order; at most ``workers`` are decoded and not yet read at any time."""
        under_way: deque[Future[_Reading]] = deque()
        try:
            for page in source.pages(options):
                deadline.check()
                under_way.append(self._pool.submit(self._read_page, page, options, deadline))
                if len(under_way) >= self._workers:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()
        finally:
            for future in under_way:
                future.cancel()

    def _read_page(
        self, image: PageImage | Page, options: OcrOptions, deadline: Deadline
    ) -> "_Reading":
        if isinstance(image, Page):
            return _Reading(image, 0.0, 0.0)
        started_s = time.perf_counter()
        page = self.engine.recognize(image, options, deadline=deadline)
        return _Reading(page, image.decode_ms, (time.perf_counter() - started_s) * 1000)


class _Reading(NamedTuple):
    page: Page
    decode_ms: float
    ocr_ms: float
