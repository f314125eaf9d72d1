"""PP-OCR's models in this process, through RapidOCR: for photographs, at several times the cost."""

import importlib.metadata
import importlib.util
import math
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from ocr_core.deadline import Deadline
from ocr_core.engine import PageImage
from ocr_core.engines.corners import Corners, baseline_of, box_of
from ocr_core.engines.line_words import words_of
from ocr_core.engines.page_part import PagePart, PartialPage
from ocr_core.engines.pp_ocr_languages import PP_OCR_LANGUAGES
from ocr_core.errors import EngineMissing, UnknownLanguage
from ocr_core.model import Page, Word
from ocr_core.options import OcrOptions
from ocr_core.page_layout import PlacedWord, build_blocks

if TYPE_CHECKING:
    from ocr_core.engines.pp_ocr import Found, FoundLine, PpOcr
    from ocr_core.engines.pp_ocr_lines import Region

_PACKAGES = ("rapidocr", "onnxruntime")
# Of a word, for its confidence: what ranked the pages of the corpus by their errors.
_CHARACTERS = 8


class RapidOcrEngine:
    """Reads pages with one set of models for all threads, loaded at the first page.

    It finds lines by itself: ``psm`` and the resolution mean nothing to it. It takes a page in any
    of the four directions, and its models read all of ``languages`` at once.
    """

    name = "rapidocr"

    def __init__(self, *, concurrency: int, line_threads: int = 1) -> None:
        """Look whether its packages are installed, without loading them.

        Args:
            concurrency: how many pages it may read at once.
            line_threads: threads that read the lines of all those pages.

        Raises:
            EngineMissing: they are not.
        """
        if any(importlib.util.find_spec(package) is None for package in _PACKAGES):
            raise EngineMissing(
                "The engine rapidocr is not installed on the server; tesseract is. Leave "
                "engine out, or its operator can install the extra `photos`."
            )
        self._turn = threading.BoundedSemaphore(concurrency)
        self._loading = threading.Lock()
        self._line_threads = line_threads

    @property
    def version(self) -> str:
        """RapidOCR's version, which stands for that of its models, e.g. ``3.10.0``."""
        return importlib.metadata.version("rapidocr")

    @property
    def is_warm(self) -> bool:
        """Whether the models are loaded."""
        return "_models" in self.__dict__

    def languages(self) -> tuple[str, ...]:
        """The languages whose everyday letters its one model gives: docs/letters.md."""
        return tuple(sorted(PP_OCR_LANGUAGES))

    def check(self, options: OcrOptions) -> None:
        """Refuse languages that its model does not read."""
        if set(options.language_codes) - set(self.languages()):
            raise UnknownLanguage(
                "The engine rapidocr does not support a requested language. Supported languages: "
                f"{', '.join(self.languages())}."
            )

    def warm_up(self, options: OcrOptions) -> None:
        """Load the models."""
        self.check(options)
        self._loaded()

    def recognize(self, page: PageImage, options: OcrOptions, *, deadline: Deadline) -> Page:
        """Read one page within the deadline; see ``OcrEngine.recognize``."""
        found = self._find(page, options, deadline)
        return self._page(page, options, found)

    def recognize_part(
        self, page: PageImage, options: OcrOptions, *, part: PagePart, deadline: Deadline
    ) -> PartialPage:
        """Read those lines of a page that are asked for; see ``recognize``."""
        size = page.image.size
        found = self._find(
            page,
            options,
            deadline,
            regions=[(box.left, box.top, box.right, box.bottom) for box in part.regions],
            text_height=part.text_height,
            wants=lambda corners: part.wants(box_of(corners, 0.0, 1.0, size)),
        )
        places, left = (
            tuple(box_of(corners, 0.0, 1.0, size) for corners in lines)
            for lines in (found.places, found.left)
        )
        return PartialPage(self._page(page, options, found), places, left)

    def _find(
        self,
        page: PageImage,
        options: OcrOptions,
        deadline: Deadline,
        *,
        regions: "Sequence[Region]" = (),
        text_height: float | None = None,
        wants: Callable[[Corners], bool] = lambda _: True,
    ) -> "Found":
        self.check(options)
        with self._turns(deadline):
            deadline.check()
            return self._loaded().read(
                page.image,
                languages=options.language_codes,
                check=deadline.check,
                regions=regions,
                text_height=text_height,
                wants=wants,
            )

    def _page(self, page: PageImage, options: OcrOptions, found: "Found") -> Page:
        width, height = page.image.size
        return Page(
            number=page.number,
            engine=self.name,
            width=width,
            height=height,
            dpi=options.dpi or page.dpi,
            blocks=build_blocks(_placed_words(found.lines, page.image.size)),
        )

    def close(self) -> None:
        """Let go of the models."""
        with self._loading:
            models = self.__dict__.pop("_models", None)
            if models is not None:
                models.close()

    @contextmanager
    def _turns(self, deadline: Deadline) -> Iterator[None]:
        timeout = None if math.isinf(deadline.remaining_s) else deadline.remaining_s
        if not self._turn.acquire(timeout=timeout):
            raise deadline.exceeded()
        try:
            yield
        finally:
            self._turn.release()

    def _loaded(self) -> "PpOcr":
        with self._loading:
            return self._models

    @cached_property
    def _models(self) -> "PpOcr":
        # ONNX Runtime sends reports of its use to its makers, unless it is told before it loads.
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"
        try:
            from ocr_core.engines.pp_ocr import PpOcr
        except ImportError as error:
            raise EngineMissing("RapidOCR cannot be loaded on the server.") from error
        return PpOcr(threads=self._line_threads)


def _placed_words(lines: Sequence["FoundLine"], size: tuple[int, int]) -> Iterator[PlacedWord]:
    """All words, a line each time, as they were found; ``size`` is the page's, in pixels."""
    for number, line in enumerate(lines, start=1):
        baseline = baseline_of(line.corners, line.corners)
        for word in _words(line, size):
            yield PlacedWord(1, 1, number, word, baseline)


def _honest(confidence: float) -> float:
    """On Tesseract's scale: what is left of the certainty of a character over a word of some.

    The model is sure of 98 of 100 where 85 of 100 words are right; ADR 0016 has the figures.
    """
    return round(100 * (confidence / 100) ** _CHARACTERS, 2)


def _words(line: "FoundLine", size: tuple[int, int]) -> Iterator[Word]:
    for word in words_of(line.characters):
        yield Word(
            text=word.text,
            box=box_of(line.corners, word.start, word.end, size),
            confidence=_honest(word.confidence),
        )
