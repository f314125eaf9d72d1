"""The composition root: from settings to everything that serves a request."""

import os
import warnings
from dataclasses import dataclass

from PIL import Image

from handler.app.runner import Runner
from handler.bearer import TokenSource
from handler.logs import logger
from handler.settings import Settings
from handler.token_source import create_token_source
from ocr_core import DocumentReader, Limits, OcrOptions, create_engine
from ocr_core.errors import EngineError


@dataclass(frozen=True, slots=True)
class Services:
    """What the application works with."""

    settings: Settings
    tokens: TokenSource
    reader: DocumentReader
    runner: Runner

    def close(self) -> None:
        """Stop the threads and give back the engine."""
        self.runner.close()
        self.reader.close()


def create_services(settings: Settings) -> Services:
    """Build everything once, with the default languages loaded.

    A machine without an engine gets services that say so at each request.

    Raises:
        UnknownLanguage: the default languages are not installed: no request could be served.
    """
    logger.setLevel(settings.log_level)
    # Pillow warns of damage in plain text; what matters of it is an error with a code.
    warnings.filterwarnings("ignore", module=r"PIL\.")
    # Pillow's own guard works on the header too, but warns at its limit and raises at
    # twice that. Ours is checked on every page; Pillow's is set to agree.
    Image.MAX_IMAGE_PIXELS = settings.max_pixels
    workers = settings.ocr_workers or _cores()
    limits = Limits(
        max_upload_bytes=settings.max_upload_bytes,
        max_pixels=settings.max_pixels,
        max_pages=settings.max_pages,
    )
    engine = create_engine(
        settings.ocr_engine, concurrency=workers, tessdata_directory=settings.tessdata_prefix
    )
    try:
        engine.warm_up(OcrOptions(languages=settings.default_languages))
    except EngineError as error:
        logger.error("engine not ready", extra={"code": error.code})
    return Services(
        settings=settings,
        tokens=create_token_source(settings),
        reader=DocumentReader(engine, limits=limits, workers=workers),
        runner=Runner(workers=workers, max_queue=settings.max_queue),
    )


def services_from_environment() -> Services:
    """What ``create_services`` gives for this process's environment."""
    return create_services(Settings.from_environment(os.environ))


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
