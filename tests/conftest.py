"""What tests share: the engines, a reader, the application, and where things are."""

import io
import logging
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from handler.app.factory import create_app
from handler.bootstrap import Services, create_services
from handler.logs import logger
from handler.settings import Settings
from ocr_core import DocumentReader, EngineChoice, Limits, OcrEngine, create_engine
from ocr_core.engines.rapidocr import RapidOcrEngine
from ocr_core.errors import EngineMissing
from ocr_core.isolation import Readers
from ocr_core.isolation.processes import ReadingProcesses
from tests.aws import aws_server, door  # noqa: F401  # fixtures, by being here
from tests.client import AppClient
from tests.lent_engine import LentEngine

ROOT = Path(__file__).parent.parent
TOKEN = "a-token-of-the-tests"


def _working(made: OcrEngine) -> OcrEngine:
    """The engine, or a skip with the reason why it cannot read anything."""
    try:
        made.languages()
    except EngineMissing as error:
        pytest.skip(f"{made.name}: {error}")
    return made


def pytest_configure() -> None:
    """Let Ctrl-C reach what the tests start: a shell ignores it for what it runs beside itself."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def photos() -> Iterator[OcrEngine]:
    """The engine for photographs, two pages at once; skipped where it is not installed."""
    try:
        made = RapidOcrEngine(concurrency=2)
    except EngineMissing as error:
        pytest.skip(str(error))
    yield made
    made.close()


@pytest.fixture(scope="session", params=[EngineChoice.TESSEROCR, EngineChoice.PYTESSERACT])
def tesseract(request: pytest.FixtureRequest) -> Iterator[OcrEngine]:
    """Tesseract, called in each way, two pages at once; skipped where it is missing."""
    made = _working(create_engine(request.param, concurrency=2).tesseract)
    yield made
    made.close()


@pytest.fixture(scope="session", params=["tesserocr", "pytesseract", "rapidocr"])
def engine(request: pytest.FixtureRequest) -> Iterator[OcrEngine]:
    """Each real engine by itself, two pages at once; skipped where it is missing."""
    if request.param == "rapidocr":
        yield request.getfixturevalue("photos")
        return
    made = _working(create_engine(EngineChoice(request.param), concurrency=2).tesseract)
    yield made
    made.close()


@pytest.fixture(scope="session")
def fast_engine() -> Iterator[OcrEngine]:
    """All engines behind one, as the service has them."""
    made = _working(create_engine(concurrency=2))
    yield made
    made.close()


@pytest.fixture(scope="session")
def reader(fast_engine: OcrEngine) -> DocumentReader:
    """Reads documents as the service does."""
    return DocumentReader(fast_engine, limits=Limits(), workers=2)


@pytest.fixture(scope="session")
def readers(fast_engine: OcrEngine) -> Iterator[Readers]:
    """Read documents in processes of their own, as the service has it."""
    lent = DocumentReader(LentEngine(fast_engine), limits=Limits(), workers=2)
    made = ReadingProcesses(lent, size=2)
    yield made
    made.close()


@pytest.fixture(scope="session")
def services() -> Iterator[Services]:
    """The real services, with one token and small limits that tests can reach."""
    if shutil.which("tesseract") is None and "TESSDATA_PREFIX" not in os.environ:
        pytest.skip("no language data: the package tesseract-ocr is not installed")
    made = create_services(
        Settings(ocr_api_tokens={"django": TOKEN}, max_pages=5, max_upload_bytes=1_000_000)
    )
    yield made
    made.close()


@pytest.fixture(scope="session")
def image() -> str:
    """The Lambda image of the working tree; skipped with its reason where none can be built."""
    from tests import lambda_image

    lambda_image.emulator()
    return lambda_image.build()


@pytest.fixture
def client(services: Services) -> AppClient:
    """Calls the application with a good token."""
    return AppClient(create_app(services), token=TOKEN)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the service logs while the test runs, as it is written."""
    written = io.StringIO()
    streams = [
        (handler, handler.setStream(written))
        for handler in logger.handlers
        if isinstance(handler, logging.StreamHandler)
    ]
    yield written
    for handler, stream in streams:
        handler.setStream(stream)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real scans (``OCR_CORPUS``), which is not part of the project."""
    folder = Path(os.environ.get("OCR_CORPUS") or ROOT.parent / "shared" / "corpus")
    if not folder.is_dir():
        pytest.skip("no corpus of real scans: set OCR_CORPUS")
    return folder
