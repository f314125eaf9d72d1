"""What a file of pages is, whatever its format."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Protocol, Self

from ocr_core.engine import PageImage, PageWithPicture
from ocr_core.load.media_type import MediaType
from ocr_core.model import Page
from ocr_core.options import OcrOptions


class PageSource(AbstractContextManager["PageSource"], Protocol):
    """An opened file. Pages are decoded one at a time, when they are asked for."""

    @property
    def media_type(self) -> MediaType:
        """What the file is."""
        ...

    @property
    def page_count(self) -> int:
        """How many pages it has.

        Raises:
            TooManyPages: more than anybody counts.
            UnreadableImage: it is damaged.
        """
        ...

    def pages(self, options: OcrOptions) -> Iterator[PageImage | Page | PageWithPicture]:
        """The pages asked for, in order, one at a time: decoded, or already as text, or both.

        Raises:
            TooManyPages: more are asked for than the limit.
            InvalidOption: none of the pages asked for exists.
            ImageTooLarge: a page has more pixels than the limit.
            UnreadableImage, UnreadablePdf: a page is damaged.
        """
        ...

    def __enter__(self) -> Self:
        return self
