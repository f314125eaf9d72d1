"""A part of a page, for an engine that can read some lines and leave others."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from ocr_core.deadline import Deadline
from ocr_core.engine import OcrEngine, PageImage
from ocr_core.model import BoundingBox, Page
from ocr_core.options import OcrOptions


class PagePart(NamedTuple):
    """Where to look for lines, in pixels of the page, and which of those found there to read."""

    regions: Sequence[BoundingBox]
    wants: Callable[[BoundingBox], bool]
    text_height: float
    """Of its usual line, in pixels; ruling lines are longer."""


class PartialPage(NamedTuple):
    """A page with the lines that were read alone.

    ``places`` are all lines that were found, ``left`` those of them that were not to be read.
    """

    page: Page
    places: tuple[BoundingBox, ...]
    left: tuple[BoundingBox, ...]


class PartEngine(OcrEngine, Protocol):
    """An engine that reads parts of pages, too."""

    def recognize_part(
        self, page: PageImage, options: OcrOptions, *, part: PagePart, deadline: Deadline
    ) -> PartialPage:
        """Read a part of one page; raises as ``recognize`` does."""
        ...
