"""Tesseract first, and the engine for photographs where that pays."""

import time
from dataclasses import dataclass

from ocr_core.deadline import Deadline
from ocr_core.engine import OcrEngine, PageImage
from ocr_core.errors import DeadlineExceeded, EngineError, InvalidOption
from ocr_core.model import Page
from ocr_core.options import OcrOptions, ReadBy
from ocr_core.unread_ink import unread_ink

# When a page is read again: below this confidence of Tesseract's (0 to 100), and below the higher
# one if more than that share of the ink is in none of its words, or of its characters are digits,
# which no dictionary tells right from wrong. ADR 0016 has what that costs and wins.
_DOUBTFUL = 90.0
_DOUBTFUL_WITH_REASON = 94.0
_UNREAD_INK = 0.3
_DIGITS = 0.15
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
    photos: OcrEngine | None
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
        started_s = time.monotonic()
        read = self._asked_for(options).recognize(page, options, deadline=deadline)
        took_s = time.monotonic() - started_s
        if options.engine is not ReadBy.AUTO or not _is_doubtful(page, read):
            return read
        again = self._read_again(page, options, _time_for_second(page, took_s, deadline))
        return again if again is not None and _is_better(again, read) else read

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

    def _read_again(self, page: PageImage, options: OcrOptions, seconds: float) -> Page | None:
        """What the engine for photographs reads; nothing if it fails, or is not there in time.

        Nor where its models find no memory: what Tesseract has read is not lost for that.
        """
        photos = self.photos
        if photos is None or seconds < _LEAST_S:
            return None
        if set(options.language_codes) - set(photos.languages()):
            return None
        try:
            return photos.recognize(page, options, deadline=Deadline.after(seconds))
        except (DeadlineExceeded, EngineError, MemoryError):
            return None


def _is_doubtful(image: PageImage, page: Page) -> bool:
    """Whether Tesseract is not sure, has passed something over, or has read many figures."""
    if page.confidence is None or page.confidence < _DOUBTFUL:
        return True
    if page.confidence >= _DOUBTFUL_WITH_REASON:
        return False
    return _share_of_digits(page) > _DIGITS or unread_ink(image.image, page) > _UNREAD_INK


def _share_of_digits(page: Page) -> float:
    """Of all characters but white space; the page is not empty."""
    characters = "".join(word.text for line in page.lines for word in line.words)
    return sum(map(str.isdigit, characters)) / len(characters)


def _is_better(again: Page, first: Page) -> bool:
    """Whether the second reading is the one to keep: it has more that is likely to be right."""
    return _likely_characters(again) > _likely_characters(first)


def _likely_characters(page: Page) -> float:
    """How many of its characters are right, as far as confidence goes."""
    words = (word for line in page.lines for word in line.words)
    return sum(len(word.text) * (word.confidence or 0.0) / 100 for word in words)


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
