"""The engines of the library, as the service calls them."""

import io

from PIL import Image

from bench.letters.sheet import DPI
from ocr_core import Deadline, DocumentReader, Limits, OcrEngine, OcrOptions, create_engine
from ocr_core.engines.rapidocr import RapidOcrEngine

ENGINES = ("tesseract", "rapidocr")
_OTHER_SCRIPTS = frozenset({"rus"})
# Seconds, on a machine that does other things too.
_DEADLINE_S = 300.0


class _AllLanguages(RapidOcrEngine):
    """Reads languages, too, that are refused for what is measured here."""

    def check(self, options: OcrOptions) -> None:
        """Refuse nothing."""


class LetterReader:
    """Reads pages with one engine, one at a time."""

    def __init__(self, name: str) -> None:
        """Read with ``tesseract`` or ``rapidocr``."""
        self._name = name
        self._is_tesseract = name == "tesseract"
        self._engine: OcrEngine = (
            create_engine(concurrency=1) if self._is_tesseract else _AllLanguages(concurrency=1)
        )
        self._reader = DocumentReader(self._engine, limits=Limits(), workers=1)

    @property
    def version(self) -> str:
        """The engine's."""
        return self._engine.version

    def reads(self, language: str) -> bool:
        """Whether there is a point in asking: data for Tesseract, Latin letters for RapidOCR."""
        if self._is_tesseract:
            return language in self._engine.languages()
        return language not in _OTHER_SCRIPTS

    def read(self, page: Image.Image, language: str) -> str:
        """The text of a page."""
        options = OcrOptions.model_validate({"languages": language, "engine": self._name})
        file = io.BytesIO()
        page.save(file, "PNG", dpi=(DPI, DPI))
        deadline = Deadline.after(_DEADLINE_S)
        return self._reader.read(file.getvalue(), options, deadline=deadline).text
