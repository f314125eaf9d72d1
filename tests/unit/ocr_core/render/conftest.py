"""The same drawing, read by our engines and by Tesseract itself."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from local.sample import draw_text
from ocr_core import (
    Deadline,
    Document,
    DocumentReader,
    EngineChoice,
    Limits,
    OcrOptions,
    create_engine,
)
from ocr_core.errors import EngineMissing
from tests.images import LINES, encode

DPI = 150


@pytest.fixture(scope="session")
def drawing() -> Image.Image:
    """Two blocks of text on a page that is a little askew."""
    page = Image.new("L", (1000, 620), 255)
    page.paste(draw_text(LINES, mode="L"), (30, 10))
    page.paste(draw_text(("Some more words", "stand far below."), mode="L"), (330, 380))
    return page.rotate(-1, resample=Image.Resampling.BICUBIC, fillcolor=255)


def _read(drawing: Image.Image, choice: EngineChoice) -> Document:
    try:
        engine = create_engine(choice, concurrency=1)
    except EngineMissing as error:
        pytest.skip(str(error))
    reader = DocumentReader(engine, limits=Limits(), workers=1)
    png = encode(drawing, "PNG", dpi=(DPI, DPI))
    try:
        return reader.read(png, OcrOptions(dpi=DPI), deadline=Deadline.after(60))
    finally:
        reader.close()
        engine.close()


@pytest.fixture(scope="session")
def read_by_binary(drawing: Image.Image) -> Document:
    """What our engine around the ``tesseract`` binary makes of the drawing."""
    return _read(drawing, EngineChoice.PYTESSERACT)


@pytest.fixture(scope="session")
def read_by_library(drawing: Image.Image) -> Document:
    """What our engine in this process makes of the drawing."""
    return _read(drawing, EngineChoice.TESSEROCR)


@pytest.fixture(scope="session")
def tesseract_files(drawing: Image.Image, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``drawing.hocr`` and ``drawing.tsv``, written by the binary itself."""
    binary = shutil.which("tesseract")
    if binary is None:
        pytest.skip("the package tesseract-ocr is not installed")
    folder = tmp_path_factory.mktemp("tesseract")
    (folder / "drawing.png").write_bytes(encode(drawing, "PNG", dpi=(DPI, DPI)))
    outputs = ("-c", "tessedit_create_hocr=1", "-c", "tessedit_create_tsv=1")
    subprocess.run(
        [binary, "drawing.png", "drawing", "--oem", "1", "--dpi", str(DPI), *outputs],
        cwd=folder,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        check=True,
        capture_output=True,
    )
    return folder


@pytest.fixture(scope="session")
def library_hocr(drawing: Image.Image) -> str:
    """The hOCR of the library in this process itself."""
    tesserocr: Any = pytest.importorskip("tesserocr")
    from ocr_core.tessdata import Tessdata

    with tesserocr.PyTessBaseAPI(
        path=f"{Tessdata.find().directory}/", oem=tesserocr.OEM.LSTM_ONLY, psm=3
    ) as api:
        api.SetImageBytes(drawing.tobytes(), *drawing.size, 1, drawing.width)
        api.SetSourceResolution(DPI)
        api.Recognize()
        return str(api.GetHOCRText(0))
