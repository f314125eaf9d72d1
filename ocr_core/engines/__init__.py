"""The engines, and the choice of one."""

from pathlib import Path

from ocr_core.choices import EngineChoice
from ocr_core.engine import OcrEngine
from ocr_core.engines.careful import CarefulEngine
from ocr_core.engines.choosing import ChoosingEngine
from ocr_core.engines.missing import MissingEngine
from ocr_core.engines.page_part import PartEngine
from ocr_core.engines.rapidocr import RapidOcrEngine
from ocr_core.errors import EngineMissing
from ocr_core.tessdata import DEFAULT_DIRECTORIES, Tessdata


def create_engine(
    choice: EngineChoice = EngineChoice.AUTO,
    *,
    concurrency: int,
    line_threads: int = 1,
    tessdata_directory: Path | None = None,
) -> ChoosingEngine:
    """Make the engine: Tesseract, called as asked for, and RapidOCR where it is installed.

    Never fails: on a machine without Tesseract, the engine that comes back raises
    ``EngineMissing`` with the reason at every use of it, so that a service can start
    and say what it lacks. RapidOCR is not loaded before a page needs it.

    Args:
        choice: how Tesseract is called.
        concurrency: how many pages it may read at once.
        line_threads: threads that read the lines of one page, in RapidOCR and in the image's
            Tesseract.
        tessdata_directory: where the language data is; searched for when ``None``.
    """
    directories = (tessdata_directory,) if tessdata_directory else DEFAULT_DIRECTORIES
    tesseract: OcrEngine
    try:
        tesseract = _tesseract(
            choice,
            Tessdata.find(directories),
            concurrency=concurrency,
            line_threads=line_threads,
        )
    except EngineMissing as error:
        tesseract = MissingEngine(reason=str(error))
    return ChoosingEngine(
        CarefulEngine(tesseract), _photos(concurrency=concurrency, line_threads=line_threads)
    )


def _photos(*, concurrency: int, line_threads: int) -> PartEngine | None:
    try:
        return RapidOcrEngine(concurrency=concurrency, line_threads=line_threads)
    except EngineMissing:
        return None


def _tesseract(
    choice: EngineChoice, tessdata: Tessdata, *, concurrency: int, line_threads: int
) -> OcrEngine:
    if choice is EngineChoice.PYTESSERACT:
        return _binary(tessdata, concurrency=concurrency)
    try:
        return _library(tessdata, concurrency=concurrency, line_threads=line_threads)
    except EngineMissing as missing:
        if choice is EngineChoice.TESSEROCR:
            raise
        try:
            return _binary(tessdata, concurrency=concurrency)
        except EngineMissing as error:
            raise EngineMissing(f"{missing} {error}") from error


def _library(tessdata: Tessdata, *, concurrency: int, line_threads: int) -> OcrEngine:
    try:
        from ocr_core.engines.tesserocr import TesserocrEngine
    except ImportError as error:
        raise EngineMissing("The package tesserocr cannot be imported on the server.") from error
    return TesserocrEngine(tessdata, concurrency=concurrency, line_threads=line_threads)


def _binary(tessdata: Tessdata, *, concurrency: int) -> OcrEngine:
    from ocr_core.engines.pytesseract import PytesseractEngine

    return PytesseractEngine(tessdata, concurrency=concurrency)
