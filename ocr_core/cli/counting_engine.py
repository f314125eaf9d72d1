"""An engine that says how far it is."""

from collections.abc import Callable

from ocr_core.deadline import Deadline
from ocr_core.engine import OcrEngine, PageImage
from ocr_core.model import Page
from ocr_core.options import OcrOptions


class CountingEngine:
    """Passes everything on to another engine, and tells of every page that was read."""

    def __init__(self, engine: OcrEngine, page_read: Callable[[], None]) -> None:
        """Call ``page_read`` after each page, on the thread that read it."""
        self._engine = engine
        self._page_read = page_read
        self.languages = engine.languages
        self.check = engine.check
        self.warm_up = engine.warm_up
        self.close = engine.close

    @property
    def name(self) -> str:
        """The other engine's name."""
        return self._engine.name

    @property
    def version(self) -> str:
        """The other engine's version."""
        return self._engine.version

    @property
    def is_warm(self) -> bool:
        """Whether the other engine is warm."""
        return self._engine.is_warm

    def recognize(self, page: PageImage, options: OcrOptions, *, deadline: Deadline) -> Page:
        """Read one page; see ``OcrEngine.recognize``."""
        read = self._engine.recognize(page, options, deadline=deadline)
        self._page_read()
        return read
