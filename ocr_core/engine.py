"""What a recognition engine is: pixels of a page in, its text out."""

from dataclasses import dataclass
from typing import Protocol

from PIL.Image import Image

from ocr_core.deadline import Deadline
from ocr_core.model import Page
from ocr_core.options import OcrOptions


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page, decoded and upright.

    ``image`` is 8-bit grey (Pillow mode ``L``), dark text on light; ``dpi`` is what
    the file said, when that is believable; ``decode_ms`` what decoding cost, in milliseconds.
    ``pages_left`` counts the pages of the document that are still to be read, with this one.
    ``size`` is the width and height of the page as sent, in pixels, where ``image`` was stretched
    for its pixels to be square. ``is_part`` says that the rest of the page is known: this is a line
    or two, on which all engines can be tried.
    """

    number: int
    image: Image
    dpi: float | None = None
    decode_ms: float = 0.0
    pages_left: int = 1
    size: tuple[int, int] | None = None
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class PageWithPicture:
    """A page whose text stands in the file, and a part of it that shows more.

    ``page`` has its text, not yet in reading order; ``picture`` is the part, drawn without that
    text, and ``left`` and ``top`` are where it begins, in pixels of the page. In ``drawing``, the
    whole page without its text in 8-bit grey and any size, are its rules.
    """

    page: Page
    picture: PageImage
    left: int
    top: int
    drawing: Image | None


class OcrEngine(Protocol):
    """Reads pages. Safe to call from several threads at once.

    An engine bounds itself: it never runs more than the ``concurrency`` it was
    made with, and callers above that wait for their turn, within their deadline.
    """

    @property
    def name(self) -> str:
        """A short stable name, e.g. ``tesserocr``."""
        ...

    @property
    def version(self) -> str:
        """The version of the recogniser itself, e.g. ``5.5.4``."""
        ...

    @property
    def is_warm(self) -> bool:
        """Whether a model is loaded, so that the next page is read at full speed."""
        ...

    def languages(self) -> tuple[str, ...]:
        """The languages that it can read, sorted.

        Raises:
            EngineMissing: it cannot work on this machine.
        """
        ...

    def check(self, options: OcrOptions) -> None:
        """Refuse options that it cannot serve, before any work is done.

        Raises:
            UnknownLanguage: the message names the languages that are installed.
            DamagedLanguage: the data of one is there and cannot be loaded.
            EngineMissing: it cannot work on this machine.
        """
        ...

    def warm_up(self, options: OcrOptions) -> None:
        """Load what the first page with these options would have to wait for."""
        ...

    def recognize(self, page: PageImage, options: OcrOptions, *, deadline: Deadline) -> Page:
        """Read one page.

        Raises:
            DeadlineExceeded: the time ran out; the work was stopped.
            ImageTooLarge: the page has an edge longer than the engine can take.
            UnknownLanguage: see ``check``.
            EngineFailed: the engine stopped without a result.
        """
        ...

    def close(self) -> None:
        """Give back what it holds; it is not used again."""
        ...
