"""What every engine has to do: the real ones, and one that knows lines only."""

import threading
from concurrent.futures import ThreadPoolExecutor
from difflib import SequenceMatcher
from typing import Any

import pytest
from PIL import Image

from local.sample import draw_text
from ocr_core import (
    Block,
    BoundingBox,
    Deadline,
    Document,
    DocumentReader,
    Limits,
    Line,
    OcrEngine,
    OcrOptions,
    Page,
    PageImage,
    PageSegMode,
    Paragraph,
)
from ocr_core.errors import DeadlineExceeded, ImageTooLarge, UnknownLanguage
from ocr_core.tessdata import Tessdata
from tests.images import LINES, TEXT, dense_page, encode, hello

OPTIONS = OcrOptions()
SOON_S = 60


def read(engine: OcrEngine, image: Image.Image, options: OcrOptions = OPTIONS) -> Page:
    """One page, with time enough."""
    page = PageImage(number=1, image=image.convert("L"))
    return engine.recognize(page, options, deadline=Deadline.after(SOON_S))


def test_it_reads_lines_words_boxes_and_confidences(engine: OcrEngine) -> None:
    """Text, line and word structure, boxes inside the page and confidences come out."""
    page = read(engine, hello())
    assert page.text == TEXT
    assert (page.width, page.height) == hello().size
    assert page.engine == engine.name
    assert [line.text for line in page.lines] == list(LINES)
    assert [word.text for word in page.lines[0].words] == LINES[0].split()
    for line in page.lines:
        for word in line.words:
            assert 0 <= word.box.left < word.box.right <= page.width
            assert 0 <= word.box.top < word.box.bottom <= page.height
            assert line.box.left <= word.box.left
            assert line.box.bottom >= word.box.bottom
            assert 50 < (word.confidence or 0) <= 100
    lefts = [word.box.left for word in page.lines[0].words]
    assert lefts == sorted(lefts)
    assert page.lines[0].box.bottom < page.lines[1].box.bottom


def test_boxes_surround_their_words(tesseract: OcrEngine) -> None:
    """A word's box holds ink at its edges and is where the word was drawn."""
    image = Image.new("L", (900, 300), 255)
    image.paste(hello(mode="L"), (200, 100))
    page = read(tesseract, image)
    first = page.lines[0].words[0].box
    ink = image.point(lambda value: 255 if value < 128 else 0).crop(
        (first.left - 8, first.top - 8, first.right + 8, first.bottom + 8)
    )
    found = ink.getbbox()
    assert found is not None
    left, top, _, bottom = found
    assert max(abs(left - 8), abs(top - 8)) <= 3
    assert abs(bottom - (first.bottom - first.top + 8)) <= 3
    assert first.left >= 230  # 200 of the paste, 40 of the margin


def test_an_empty_page_is_an_empty_page(engine: OcrEngine) -> None:
    """White paper has no blocks and is no error, however small."""
    for size in ((600, 400), (1, 1), (2, 500), (3, 3)):
        page = read(engine, Image.new("L", size, 255))
        assert page.blocks == ()
        assert (page.width, page.height) == size


def test_one_page_does_not_colour_the_next(engine: OcrEngine) -> None:
    """The same page gives the same answer, whatever was read before it."""
    before = read(engine, hello())
    read(engine, Image.effect_noise((400, 300), 80))
    read(engine, hello(font_px=60), OcrOptions(psm=PageSegMode.SPARSE_TEXT))
    assert read(engine, hello()) == before


def test_the_page_segmentation_mode_counts(engine: OcrEngine) -> None:
    """One line read as one line is one line; a resolution given is reported."""
    image = hello().crop((0, 0, hello().width, 100))
    page = read(engine, image, OcrOptions(psm=PageSegMode.SINGLE_LINE, dpi=200))
    assert page.text == LINES[0]
    assert page.dpi == 200


def test_a_missing_language_is_named_with_those_that_exist(engine: OcrEngine) -> None:
    """A language without data is refused before any work, with the installed ones named."""
    options = OcrOptions(languages="eng+xyz")
    for refuse in (lambda: engine.check(options), lambda: read(engine, hello(), options)):
        with pytest.raises(UnknownLanguage, match="eng"):
            refuse()
    assert "osd" not in engine.languages()


def test_the_deadline_stops_the_work(engine: OcrEngine) -> None:
    """A page that takes longer than its deadline raises, and the engine goes on to work."""
    page = PageImage(number=1, image=dense_page())
    with pytest.raises(DeadlineExceeded):
        engine.recognize(page, OPTIONS, deadline=Deadline.after(0.3))
    assert read(engine, hello()).text == TEXT


def test_a_deadline_that_is_past_costs_nothing(engine: OcrEngine) -> None:
    """Without time left nothing is started."""
    with pytest.raises(DeadlineExceeded):
        engine.recognize(PageImage(1, hello(mode="L")), OPTIONS, deadline=Deadline.after(0))


def test_edges_that_tesseract_cannot_hold_are_refused(tesseract: OcrEngine) -> None:
    """An edge beyond 32,767 pixels raises instead of giving an empty text."""
    with pytest.raises(ImageTooLarge, match="32,767"):
        read(tesseract, Image.new("L", (32_768, 10), 255))


def test_pages_are_read_side_by_side(engine: OcrEngine) -> None:
    """Many threads at once get each their own page's text."""
    texts = [f"Number {number} of the many pages" for number in range(100, 112)]
    images = [hello(), *(draw(text) for text in texts)]
    with ThreadPoolExecutor(6) as pool:
        pages = list(pool.map(lambda image: read(engine, image), images))
    assert pages[0].text == TEXT
    for text, page in zip(texts, pages[1:], strict=True):
        assert SequenceMatcher(None, text, page.text).ratio() > 0.95
        assert text.split()[1] in page.text


def test_never_more_instances_than_pages_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many threads ask, in however many languages, two instances are the most."""
    module = pytest.importorskip("ocr_core.engines.tesserocr")
    real = module.tesserocr.PyTessBaseAPI

    class Counted:
        """Tesseract's API, counting how many of it are alive."""

        alive = most = 0

        def __init__(self, **arguments: Any) -> None:
            Counted.alive += 1
            Counted.most = max(Counted.most, Counted.alive)
            self._api = real(**arguments)

        def __getattr__(self, name: str) -> Any:
            return getattr(self._api, name)

        def End(self) -> None:  # noqa: N802  # tesserocr's name
            Counted.alive -= 1
            self._api.End()

    monkeypatch.setattr(module.tesserocr, "PyTessBaseAPI", Counted)
    tessdata = Tessdata.find()
    engine = module.TesserocrEngine(tessdata, concurrency=2)
    languages = ["eng", "+".join(["eng", *tessdata.languages()][:2])]
    with ThreadPoolExecutor(8) as pool:
        list(
            pool.map(
                lambda number: read(engine, hello(), OcrOptions(languages=languages[number % 2])),
                range(20),
            )
        )
    assert 1 <= Counted.most <= 2
    engine.close()
    assert Counted.alive == 0


def draw(text: str) -> Image.Image:
    """One line."""
    return draw_text([text], mode="L")


class LinesOnlyEngine:
    """An engine as a detector with a line recogniser would be: no Tesseract, no words."""

    name = "lines"
    version = "1"
    is_warm = True

    def __init__(self) -> None:
        self.threads: set[int] = set()

    def languages(self) -> tuple[str, ...]:
        """What it reads."""
        return ("eng",)

    def check(self, options: OcrOptions) -> None:
        """Takes anything."""

    def warm_up(self, options: OcrOptions) -> None:
        """Nothing to load."""

    def recognize(self, page: PageImage, options: OcrOptions, *, deadline: Deadline) -> Page:
        """One line that tells the page's size."""
        self.threads.add(threading.get_ident())
        box = BoundingBox(left=0, top=0, right=page.image.width, bottom=page.image.height)
        line = Line(text=f"{page.image.width} wide", box=box, confidence=77)
        block = Block(box=box, paragraphs=(Paragraph(box=box, lines=(line,)),))
        return Page(number=page.number, width=box.right, height=box.bottom, blocks=(block,))

    def close(self) -> None:
        """Nothing to give back."""


def test_an_engine_that_knows_lines_only_fits_in() -> None:
    """The reader, the model and the renderers work with an engine that is not Tesseract."""
    engine: OcrEngine = LinesOnlyEngine()
    reader = DocumentReader(engine, limits=Limits(), workers=2)
    frames = [Image.new("L", (width, 10), 255) for width in (10, 20, 30, 40)]
    data = encode(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    document: Document = reader.read(data, OPTIONS, deadline=Deadline.after(SOON_S))
    assert document.text == "10 wide\f20 wide\f30 wide\f40 wide"
    assert document.confidence == 77
    reader.close()
