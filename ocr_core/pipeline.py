"""Bytes in, document out: load, then read the pages side by side, under one deadline."""

import time
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace

from ocr_core.deadline import Deadline
from ocr_core.engine import OcrEngine, PageImage, PageWithPicture
from ocr_core.errors import DeadlineExceeded, EngineError
from ocr_core.layout import arranged, with_running_lines
from ocr_core.limits import Limits
from ocr_core.load import open_source
from ocr_core.load.source import PageSource
from ocr_core.machine_readable_zone import with_right_zones
from ocr_core.model import Document, EngineInfo, Page, PageReading
from ocr_core.options import ONE_COLUMN, OcrOptions
from ocr_core.picture_text import with_picture, without_picture
from ocr_core.pixel_budget import PixelBudget
from ocr_core.prepare.placement import Placement
from ocr_core.prepare.prepared_image import placed_blocks

# A3 at 300 dpi has 17 million: a larger page takes too much memory to lie and wait.
_MAX_WAITING_PIXELS = 20_000_000
# Of the time that is left for each page, for a picture on a page whose text is known; and the
# seconds below which that is not worth the try.
_PICTURES_SHARE, _LEAST_PICTURE_S = 0.5, 1.0


class DocumentReader:
    """Reads documents with one engine; safe to use from several threads at once."""

    def __init__(self, engine: OcrEngine, *, limits: Limits, workers: int) -> None:
        """Read with ``engine``.

        Args:
            engine: reads the pages.
            limits: ceilings on each document.
            workers: pages of one document that are decoded and read at the same time; the
                attribute can be lowered.
        """
        self.engine = engine
        self.limits = limits
        self.workers = workers
        self._budget = PixelBudget(limits.max_pixels)
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
            readings = list(self.read_pages(source, options, deadline=deadline))
            return self.assemble(source.media_type, options, readings)

    def assemble(
        self, media_type: str, options: OcrOptions, readings: Sequence[PageReading]
    ) -> Document:
        """The document of pages that this reader, or another with the same engine, has read."""
        engine = EngineInfo(name=self.engine.name, version=self.engine.version)
        pages = with_running_lines([reading.page for reading in readings])
        return Document.of_readings(
            [
                reading.model_copy(update={"page": page})
                for reading, page in zip(readings, pages, strict=True)
            ],
            media_type=media_type,
            languages=options.languages,
            engine=engine,
        )

    def read_pages(
        self, source: PageSource, options: OcrOptions, *, deadline: Deadline
    ) -> Iterator[PageReading]:
        """The pages asked for, in order, each as soon as it and those before it are read.

        At most ``workers`` are decoded and not yet read at any time, and where there are several
        workers one more, if it is not too large, so that none waits for the next page.

        Raises:
            OcrError: as ``read`` does. What was given out before holds.
        """
        since_s = time.perf_counter()
        with closing(self._side_by_side(source, options, deadline)) as readings:
            for reading in readings:
                now_s = time.perf_counter()
                billed_ms = (now_s - since_s) * 1000
                since_s = now_s
                yield reading.model_copy(update={"billed_ms": billed_ms})

    def _side_by_side(
        self, source: PageSource, options: OcrOptions, deadline: Deadline
    ) -> Generator[PageReading]:
        under_way: deque[Future[PageReading]] = deque()
        try:
            left = sum(1 for _ in options.page_ranges.select(source.page_count))
            for page in source.pages(options):
                deadline.check()
                if isinstance(page, PageImage):
                    page = replace(page, pages_left=left)
                elif isinstance(page, PageWithPicture):
                    page = replace(page, picture=replace(page.picture, pages_left=left))
                left -= 1
                under_way.append(self._pool.submit(self._read_page, page, options, deadline))
                most = self.workers + self._may_wait(page)
                while under_way and (len(under_way) >= most or under_way[0].done()):
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()
        finally:
            for future in under_way:
                future.cancel()

    def _may_wait(self, page: PageImage | Page | PageWithPicture) -> bool:
        """Whether a page may lie decoded until a worker is free."""
        image = page.picture if isinstance(page, PageWithPicture) else page
        pixels = image.image.width * image.image.height if isinstance(image, PageImage) else 0
        return self.workers > 1 and pixels <= _MAX_WAITING_PIXELS

    def close(self) -> None:
        """Stop the threads and close the engine."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self.engine.close()

    def _read_page(
        self,
        image: PageImage | Page | PageWithPicture,
        options: OcrOptions,
        deadline: Deadline,
    ) -> PageReading:
        if isinstance(image, Page):
            return PageReading(page=image)
        if isinstance(image, PageWithPicture):
            return self._read_picture(image, options, deadline)
        pixels = image.image.width * image.image.height
        with self._budget.room_for(pixels, deadline=deadline):
            started_s = time.perf_counter()
            page = self.engine.recognize(image, options, deadline=deadline)
            page = arranged(page, image.image, has_columns=options.psm not in ONE_COLUMN)
            page = with_right_zones(_as_sent(page, image))
        ocr_ms = (time.perf_counter() - started_s) * 1000
        return PageReading(page=page, decode_ms=image.decode_ms, ocr_ms=ocr_ms)

    def _read_picture(
        self, found: PageWithPicture, options: OcrOptions, deadline: Deadline
    ) -> PageReading:
        """A page of the file's text with that of a picture on it.

        Where that fails or is late, the text of the file is not lost for it, nor are the pages
        that follow.
        """
        picture = found.picture
        pixels = picture.image.width * picture.image.height
        started_s = time.perf_counter()
        seconds = _PICTURES_SHARE * deadline.remaining_s / picture.pages_left
        if seconds < _LEAST_PICTURE_S:
            return PageReading(page=without_picture(found), decode_ms=picture.decode_ms)
        limit = Deadline.after(seconds)
        try:
            with self._budget.room_for(pixels, deadline=limit):
                page = with_picture(found, self.engine.recognize(picture, options, deadline=limit))
        except (DeadlineExceeded, EngineError, MemoryError):
            page = without_picture(found)
        ocr_ms = (time.perf_counter() - started_s) * 1000
        return PageReading(page=page, decode_ms=picture.decode_ms, ocr_ms=ocr_ms)


def _as_sent(page: Page, image: PageImage) -> Page:
    """With the size and the boxes of the page as it was sent, before it was stretched."""
    if image.size is None:
        return page
    width, height = image.size
    placement = Placement(a=width / image.image.width, e=height / image.image.height)
    blocks = placed_blocks(page.blocks, placement, image.size)
    return page.model_copy(update={"width": width, "height": height, "blocks": blocks})
