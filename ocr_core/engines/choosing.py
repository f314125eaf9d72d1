"""Tesseract first, and the second engine for what it did not read for certain, or cannot."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from ocr_core.deadline import Deadline
from ocr_core.engine import OcrEngine, PageImage
from ocr_core.engines.doubt import (
    bands_of_doubt,
    has_unread_text,
    is_better,
    is_doubtful,
    is_mostly_doubtful,
    is_read,
    usual_height,
)
from ocr_core.engines.merging import merged, with_numbers
from ocr_core.engines.missing_letters import lacks_letters
from ocr_core.engines.page_part import PagePart, PartEngine
from ocr_core.errors import DeadlineExceeded, EngineError, InvalidOption
from ocr_core.model import BoundingBox, Page
from ocr_core.options import OcrOptions, ReadBy, Step
from ocr_core.passed_over import passed_over

# A second reading is not begun with less, in seconds: it would not come to its end.
_LEAST_S = 1.0
# Of the time that is left over, what a second reading may take; the rest is for rendering.
_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class ChoosingEngine:
    """Does as ``engine`` of the options says; ``auto`` may read a page with both.

    It goes by the name and the languages of Tesseract, which is asked first. A page says in
    ``Page.engine`` which engine read it.
    """

    tesseract: OcrEngine
    photos: PartEngine | None
    """The engine for photographs; ``None`` where it is not installed."""

    @property
    def name(self) -> str:
        """Tesseract's."""
        return self.tesseract.name

    @property
    def version(self) -> str:
        """Tesseract's."""
        return self.tesseract.version

    @property
    def is_warm(self) -> bool:
        """Whether Tesseract is."""
        return self.tesseract.is_warm

    def languages(self) -> tuple[str, ...]:
        """Tesseract's; the other engine names its own when it refuses one."""
        return self.tesseract.languages()

    def check(self, options: OcrOptions) -> None:
        """Refuse what the engine that is asked for cannot serve.

        Raises:
            InvalidOption: it is not installed.
        """
        self._asked_for(options).check(options)

    def warm_up(self, options: OcrOptions) -> None:
        """Load the engine that the first page is read with, and no second one."""
        self._asked_for(options).warm_up(options)

    def recognize(self, page: PageImage, options: OcrOptions, *, deadline: Deadline) -> Page:
        """Read one page; see ``OcrEngine.recognize``."""
        engine = self._asked_for(options)
        if options.engine is not ReadBy.AUTO:
            return engine.recognize(page, options, deadline=deadline)
        can_read_again = self._can_read_again(options)
        if can_read_again and lacks_letters("tesseract", options.language_codes):
            read = self._read_by_photos(page, options, deadline)
            if read is not None:
                return read
        started_s = time.monotonic()
        first = engine.recognize(
            page, _at_once(options) if can_read_again else options, deadline=deadline
        )
        took_s = time.monotonic() - started_s
        unread = passed_over(page.image, first)
        read, places = first, None
        if can_read_again and (unread or _is_read_twice(page) or is_doubtful(page, first)):
            seconds = _time_for_second(page, took_s, deadline)
            read, places = self._improved(page, options, first, unread, seconds)
        if has_unread_text(read, unread, places):
            return read.model_copy(update={"has_unread_text": True})
        return read

    def close(self) -> None:
        """Close both."""
        self.tesseract.close()
        if self.photos is not None:
            self.photos.close()

    def _asked_for(self, options: OcrOptions) -> OcrEngine:
        """The engine that reads first."""
        if options.engine is not ReadBy.RAPIDOCR:
            return self.tesseract
        if self.photos is None:
            raise InvalidOption(
                "The engine rapidocr is not installed on the server: engine may be auto or "
                "tesseract. Its operator can install the extra `photos`."
            )
        return self.photos

    def _can_read_again(self, options: OcrOptions) -> bool:
        """Whether there is a second engine, and it knows the languages."""
        known = self.photos.languages() if self.photos else ()
        return bool(known) and not set(options.language_codes) - set(known)

    def _read_by_photos(
        self, page: PageImage, options: OcrOptions, deadline: Deadline
    ) -> Page | None:
        """By the second engine alone, in a language for which Tesseract has not all letters.

        ``None`` where it fails or is late: a reading with wrong letters is better than none.
        """
        limit = Deadline.after(_SHARE * deadline.remaining_s / page.pages_left)
        try:
            read = self.photos.recognize(page, options, deadline=limit) if self.photos else None
        except (DeadlineExceeded, EngineError, MemoryError):
            return None
        if read is None or not read.lines:
            return None
        unread = has_unread_text(read, passed_over(page.image, read), None)
        return read.model_copy(update={"has_unread_text": unread})

    def _improved(
        self,
        page: PageImage,
        options: OcrOptions,
        first: Page,
        unread: Sequence[BoundingBox],
        seconds: float,
    ) -> tuple[Page, tuple[BoundingBox, ...] | None]:
        """With what the second engine reads better, and where it sees text.

        As it was if that engine fails or is late, or where its models find no memory: what
        Tesseract has read is not lost for that.
        """
        if self.photos is None or seconds < _LEAST_S:
            return first, None
        deadline = Deadline.after(seconds)
        try:
            if _is_read_twice(page) or is_mostly_doubtful(first):
                again = self.photos.recognize(page, options, deadline=deadline)
                return with_numbers(again, first) if is_better(again, first) else first, None
            part = _part_in_doubt(page, first, unread)
            second = self.photos.recognize_part(page, options, part=part, deadline=deadline)
            read = merged(first, second, looked_at=part.regions)
            return read, second.places
        except (DeadlineExceeded, EngineError, MemoryError):
            return first, None


def _is_read_twice(page: PageImage) -> bool:
    """Whether the surer of two readings is kept, however sure the first one is.

    Letters of a fax that was stretched are blurred: figures are seldom certain. Of a line in a
    picture there is hardly anything else to tell a right reading by, and it takes little time.
    """
    return page.size is not None or page.is_part


def _part_in_doubt(page: PageImage, first: Page, unread: Sequence[BoundingBox]) -> PagePart:
    """What was passed over and, where the page is in doubt, the words that are not certain."""
    words = [word for line in first.lines for word in line.words]
    in_doubt = words if is_doubtful(page, first) else []
    bands = bands_of_doubt(in_doubt, unread, page.image.size)
    return PagePart(bands, lambda line: not is_read(line, words), usual_height(words))


def _at_once(options: OcrOptions) -> OcrOptions:
    """Without the further readings that Tesseract would be given to improve on a first one.

    What it reads badly the second engine reads, in less time. Steps that are asked for are done.
    """
    update: dict[str, object] = {
        name: Step.OFF for name in ("deskew", "enhance") if getattr(options, name) is Step.AUTO
    }
    return options.model_copy(update=update | {"psm": options.page_seg_mode})


def _time_for_second(page: PageImage, took_s: float, deadline: Deadline) -> float:
    """Seconds for a second reading, so that all pages can still be read once.

    Args:
        page: the one that was read.
        took_s: seconds that it took, and that each page behind it is taken to need.
        deadline: of the whole document.
    """
    others = page.pages_left - 1
    spare_s = deadline.remaining_s - others * took_s
    return _SHARE * spare_s / page.pages_left
