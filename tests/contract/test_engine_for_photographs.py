"""What RapidOCR does beyond the contract of all engines, and what it must not do."""

import importlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, cast

import pytest
from PIL import Image

from ocr_core import BoundingBox, Deadline, OcrEngine, OcrOptions, Page, PageImage
from ocr_core.engines.pp_ocr_languages import MODEL_LANGUAGES
from ocr_core.engines.rapidocr import RapidOcrEngine
from ocr_core.errors import EngineFailed, UnknownLanguage
from ocr_core.layout import arranged
from tests.conftest import ROOT
from tests.images import LINES, TEXT, hello

pytestmark = pytest.mark.usefixtures("photos")

HEAVY = ("numpy", "cv2", "onnxruntime", "rapidocr")
READ = """
import sys
from ocr_core import *
from tests.images import hello
engine = create_engine(concurrency=1)
engine.warm_up(OcrOptions())
page = PageImage(number=1, image=hello(mode="L"))
options = OcrOptions(engine=sys.argv[1])
text = engine.recognize(page, options, deadline=Deadline.after(60)).text
"""


def read(engine: OcrEngine, image: Image.Image) -> Page:
    """One page, with time enough, its lines in reading order."""
    page = PageImage(number=1, image=image.convert("L"))
    return arranged(engine.recognize(page, OcrOptions(), deadline=Deadline.after(60)))


def run(code: str, *arguments: str, home: Path) -> tuple[str, str]:
    """What a new process prints, to both ends."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env=environment | {"HOME": str(home)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout, done.stderr


def test_nothing_of_it_is_loaded_before_a_page_needs_it(tmp_path: Path) -> None:
    """Neither by the service, nor by a page that Tesseract is sure of."""
    code = f"{READ}import handler.bootstrap; print(*sys.modules.keys() & set({HEAVY}))"
    assert run(code, "auto", home=tmp_path) == ("\n", "")


def test_it_writes_nothing_sends_nothing_and_says_nothing(tmp_path: Path) -> None:
    """No model is fetched, and ONNX Runtime reports to nobody."""
    code = f"""
import socket
def refuse(*arguments): raise AssertionError("a socket")
socket.socket.connect = socket.getaddrinfo = refuse
{READ}
print(text)
"""
    out, err = run(code, "rapidocr", home=tmp_path)
    assert (out, err) == (f"{TEXT}\n", "")
    assert list(tmp_path.rglob("*")) == []


def test_its_languages_are_those_of_its_model() -> None:
    """As RapidOCR has them, but for two that its model or Tesseract's list does not have."""
    from rapidocr import RapidOCR

    supported = cast("Callable[..., list[str]]", RapidOCR.list_supported_langs)
    known = set(supported("rec", "PP-OCRv6", "small"))
    assert set(MODEL_LANGUAGES) == known - {"french", "german", "rm", "vi"}


def test_its_model_has_the_letters_of_its_languages() -> None:
    """Of those with the most marks; of Vietnamese it has not."""
    from ocr_core.engines.pp_ocr import PpOcr

    alphabet = set(PpOcr().alphabet)
    for letters in ("äöüßÄÖÜ", "àâçéèêëîïôùûüÿœ", "ąćęłńóśźż", "čďěňřšťůž", "ğışçöüİ", "ăâîșț"):
        assert alphabet >= set(letters)
    assert not alphabet >= set("ạảấầẩẫậ")


def test_what_it_does_not_read_is_refused(photos: OcrEngine) -> None:
    """With the languages that it reads."""
    with pytest.raises(UnknownLanguage, match=r"afr, .*eng, "):
        photos.check(OcrOptions(languages="eng+ara"))


@pytest.mark.parametrize("threads", [2, 3])
def test_threads_change_nothing_of_what_it_says(photos: OcrEngine, threads: int) -> None:
    """Nor does their number: text, boxes and confidences are the same to the last digit."""
    several = RapidOcrEngine(concurrency=1, line_threads=threads)
    for image in (hello(mode="L"), hello(mode="L").rotate(3, fillcolor=255)):
        assert read(several, image) == read(photos, image)
    several.close()


@pytest.mark.parametrize(
    ("size", "most"), [((180, 20), (576, 96)), ((100, 100), (320, 320)), ((1000, 800), (1024, 832))]
)
def test_lines_of_a_small_image_are_looked_for_at_three_times_its_size(
    size: tuple[int, int], most: tuple[int, int]
) -> None:
    """A strip is no more work than a page is."""
    import numpy as np

    from ocr_core.engines.pp_ocr_lines import LineFinder

    looked_at: list[tuple[int, ...]] = []

    class Detector:
        boxes = None

        def __call__(self, image: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> "Detector":
            looked_at.append(image.shape)
            return self

    page = np.full((size[1], size[0]), 255, np.uint8)
    assert LineFinder(cast("Any", Detector())).find(page, (0, 0, *size)) == []
    [(height, width, _)] = looked_at
    assert width <= most[0]
    assert height <= most[1]


@pytest.mark.parametrize("library", ["cv2", "rapidocr.inference_engine.onnxruntime"])
def test_what_its_libraries_raise_is_an_error_of_the_engine(
    photos: OcrEngine, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    """So that a page that Tesseract has read is not lost with it."""
    from ocr_core.engines.pp_ocr import PpOcr

    module = importlib.import_module(library)
    error = module.error if library == "cv2" else module.ONNXRuntimeError

    def stop(*_: object) -> NoReturn:
        raise error("it stopped")

    monkeypatch.setattr(PpOcr, "_read_line", stop)
    with pytest.raises(EngineFailed):
        read(photos, hello())


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_may_be_turned(photos: OcrEngine, degrees: int) -> None:
    """The text is the same, and the boxes are where the words are on the page as it was sent."""
    image = hello(mode="L").rotate(degrees, expand=True)
    page = read(photos, image)
    assert page.text == TEXT
    assert (page.width, page.height) == image.size
    upright = read(photos, hello())
    for word, expected in zip(page.lines[0].words, upright.lines[0].words, strict=True):
        edges = (word.box.left, word.box.top, word.box.right, word.box.bottom)
        turned = _turned(expected.box, upright, degrees)
        assert max(abs(edge - other) for edge, other in zip(edges, turned, strict=True)) <= 12


def _turned(box: BoundingBox, page: Page, degrees: int) -> list[int]:
    """The edges of a box after the page has been turned counterclockwise."""
    left, top, right, bottom = box.left, box.top, box.right, box.bottom
    return {
        90: [top, page.width - right, bottom, page.width - left],
        180: [page.width - right, page.height - bottom, page.width - left, page.height - top],
        270: [page.height - bottom, left, page.height - top, right],
    }[degrees]


def test_boxes_hold_their_words(photos: OcrEngine) -> None:
    """Nearly all of the ink of a line is in the boxes of its words, and between them is little."""
    image = hello(mode="L")
    ink = image.point([255 if value < 128 else 0 for value in range(256)])
    for line, expected in zip(read(photos, image).lines, LINES, strict=True):
        assert [word.text for word in line.words] == expected.split()
        whole = _ink(ink, line.box)
        assert sum(_ink(ink, word.box) for word in line.words) >= 0.95 * whole


def _ink(image: Image.Image, box: BoundingBox) -> int:
    """Dark pixels in a box."""
    return image.crop((box.left, box.top, box.right, box.bottom)).histogram()[255]


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_line_says_how_it_stands(photos: OcrEngine, degrees: int) -> None:
    """Its baseline runs as the reading does, whichever way the page lies."""
    page = read(photos, hello(mode="L").rotate(degrees, expand=True))
    ways = {0: (1, 0), 90: (0, -1), 180: (-1, 0), 270: (0, 1)}
    for line in page.lines:
        assert line.baseline
        dx, dy = line.baseline.x2 - line.baseline.x1, line.baseline.y2 - line.baseline.y1
        along, across = (
            (dx * ways[degrees][0] + dy * ways[degrees][1]),
            (dx if dx * dx < dy * dy else dy),
        )
        assert along > 100
        assert abs(across) < 0.1 * along
