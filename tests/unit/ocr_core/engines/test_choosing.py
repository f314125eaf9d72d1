"""Which engine reads, and which reading is kept."""

import dataclasses
import time

import pytest
from PIL import Image

from ocr_core import (
    Block,
    BoundingBox,
    Deadline,
    Line,
    OcrOptions,
    Page,
    PageImage,
    Paragraph,
    ReadBy,
    Word,
)
from ocr_core.engine import OcrEngine
from ocr_core.engines.choosing import ChoosingEngine
from ocr_core.errors import DeadlineExceeded, EngineFailed, InvalidOption, UnknownLanguage

IMAGE = PageImage(number=1, image=Image.new("L", (100, 100), 255))
BOX = BoundingBox(left=0, top=0, right=100, bottom=20)


class FakeEngine:
    """Reads its own name with a confidence, in some seconds."""

    version = "1"
    is_warm = False

    def __init__(
        self,
        name: str,
        confidence: float | None,
        *,
        reads: str = "eng",
        takes_s: float = 0,
        fault: Exception | None = None,
    ) -> None:
        self.name = name
        self.confidence = confidence
        self.reads = (reads,)
        self.takes_s = takes_s
        self.fault = fault
        self.calls = 0
        self.time_given_s = 0.0

    def languages(self) -> tuple[str, ...]:
        return self.reads

    def check(self, options: OcrOptions) -> None:
        if set(options.language_codes) - set(self.reads):
            raise UnknownLanguage(f"{self.name} reads {self.reads}")

    def warm_up(self, options: OcrOptions) -> None:
        self.is_warm = True

    def recognize(self, page: PageImage, options: OcrOptions, *, deadline: Deadline) -> Page:
        self.calls += 1
        self.time_given_s = deadline.remaining_s
        time.sleep(min(self.takes_s, deadline.remaining_s))
        deadline.check()
        if self.fault:
            raise self.fault
        blocks: tuple[Block, ...] = ()
        if self.confidence is not None:
            word = Word(text=self.name, box=BOX, confidence=self.confidence)
            line = Line(text=word.text, box=BOX, confidence=self.confidence, words=(word,))
            blocks = (Block(box=BOX, paragraphs=(Paragraph(box=BOX, lines=(line,)),)),)
        return Page(number=page.number, engine=self.name, width=100, height=100, blocks=blocks)

    def close(self) -> None:
        self.is_warm = False


def read(
    tesseract: OcrEngine,
    photos: OcrEngine | None,
    engine: ReadBy = ReadBy.AUTO,
    *,
    page: PageImage = IMAGE,
    seconds: float = 20,
) -> str | None:
    """The name of the engine whose reading was kept."""
    options = OcrOptions(engine=engine)
    deadline = Deadline.after(seconds)
    return ChoosingEngine(tesseract, photos).recognize(page, options, deadline=deadline).engine


def test_a_sure_reading_is_not_repeated() -> None:
    """The engine for photographs is not even asked."""
    photos = FakeEngine("rapidocr", 99)
    assert read(FakeEngine("tesseract", 95), photos) == "tesseract"
    assert photos.calls == 0


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        (60, 90, "rapidocr"),
        (None, 90, "rapidocr"),
        (60, None, "tesseract"),
        (None, None, "tesseract"),
    ],
)
def test_a_doubtful_reading_is_held_beside_a_second(
    first: float | None, second: float | None, kept: str
) -> None:
    """And the surer of them is kept; what is empty is not sure."""
    assert read(FakeEngine("tesseract", first), FakeEngine("rapidocr", second)) == kept


def test_a_character_counts_by_how_sure_its_engine_is() -> None:
    """Less text must be surer by as much; the names that are read have nine letters and eight."""
    assert read(FakeEngine("tesseract", 85), FakeEngine("rapidocr", 70)) == "tesseract"
    assert read(FakeEngine("tesseract", 80), FakeEngine("rapidocr", 85)) == "tesseract"
    assert read(FakeEngine("tesseract", 80), FakeEngine("rapidocr", 95)) == "rapidocr"


@pytest.mark.parametrize(
    ("confidence", "ink", "kept"),
    [
        (93, (0, 0, 100, 20), "tesseract"),
        (93, (0, 50, 100, 80), "rapidocr"),
        (96, (0, 50, 100, 80), "tesseract"),
    ],
)
def test_ink_that_was_passed_over_is_a_doubt(
    confidence: float, ink: tuple[int, int, int, int], kept: str
) -> None:
    """If the reading is fairly sure; one that is very sure is believed."""
    image = Image.new("L", (100, 100), 255)
    image.paste(0, ink)
    page = PageImage(number=1, image=image)
    first, second = FakeEngine("tess", confidence), FakeEngine("rapidocr", 99)
    assert (read(first, second, page=page) == "rapidocr") == (kept == "rapidocr")


@pytest.mark.parametrize(
    ("confidence", "text", "kept"),
    [(93, "12.50abcd", "rapidocr"), (93, "12abcdefghijkl", "tess"), (95, "12.50abcd", "tess")],
)
def test_many_figures_are_a_doubt(confidence: float, text: str, kept: str) -> None:
    """If the reading is fairly sure: no dictionary tells a right number from a wrong one."""
    first, second = FakeEngine(text, confidence), FakeEngine("rapidocr of more text", 99)
    assert (read(first, second) == text) == (kept == "tess")


def test_an_engine_can_be_forced() -> None:
    """The other one is not asked then, however doubtful the reading."""
    tesseract, photos = FakeEngine("tesseract", 10), FakeEngine("rapidocr", 90)
    assert read(tesseract, photos, ReadBy.TESSERACT) == "tesseract"
    assert photos.calls == 0
    assert read(tesseract, photos, ReadBy.RAPIDOCR) == "rapidocr"
    assert tesseract.calls == 1


def test_without_the_extra_there_is_tesseract() -> None:
    """Which `auto` means then; asking for the other one is answered with what there is."""
    engine = ChoosingEngine(FakeEngine("tesseract", 10), None)
    assert read(engine.tesseract, None) == "tesseract"
    for use in (engine.check, engine.warm_up):
        with pytest.raises(InvalidOption, match="auto or tesseract"):
            use(OcrOptions(engine=ReadBy.RAPIDOCR))


def test_a_language_that_it_does_not_read_is_left_to_tesseract() -> None:
    """No second reading in letters that the engine for photographs does not know."""
    photos = FakeEngine("rapidocr", 99, reads="deu")
    assert read(FakeEngine("tesseract", 10), photos) == "tesseract"
    assert photos.calls == 0


def test_each_engine_checks_its_own_languages() -> None:
    """By the one that is asked for."""
    engine = ChoosingEngine(FakeEngine("tesseract", 1), FakeEngine("rapidocr", 1, reads="deu"))
    engine.check(OcrOptions(languages="eng"))
    engine.check(OcrOptions(languages="deu", engine=ReadBy.RAPIDOCR))
    with pytest.raises(UnknownLanguage, match="tesseract"):
        engine.check(OcrOptions(languages="deu"))
    with pytest.raises(UnknownLanguage, match="rapidocr"):
        engine.check(OcrOptions(languages="eng", engine=ReadBy.RAPIDOCR))


def test_a_second_reading_that_takes_too_long_is_given_up() -> None:
    """The first one is the answer, and there is time left to send it."""
    deadline = Deadline.after(2)
    engine = ChoosingEngine(FakeEngine("tesseract", 10), FakeEngine("rapidocr", 99, takes_s=9))
    assert engine.recognize(IMAGE, OcrOptions(), deadline=deadline).engine == "tesseract"
    assert deadline.remaining_s > 0.1


def test_the_deadline_of_the_first_reading_counts() -> None:
    """It is the only reading that must come to its end."""
    with pytest.raises(DeadlineExceeded):
        read(FakeEngine("tesseract", 10, takes_s=9), FakeEngine("rapidocr", 99), seconds=0.1)


@pytest.mark.parametrize("fault", [MemoryError(), EngineFailed("stopped")])
def test_a_second_reading_that_fails_loses_nothing(fault: Exception) -> None:
    """Tesseract's is the answer, whether the models fail or find no memory."""
    photos = FakeEngine("rapidocr", 99, fault=fault)
    assert read(FakeEngine("tesseract", 10), photos) == "tesseract"
    assert photos.calls == 1


def test_pages_behind_keep_their_time() -> None:
    """A second reading of one page gets its share of what all pages leave over."""
    photos = FakeEngine("rapidocr", 99)
    page = dataclasses.replace(IMAGE, pages_left=4)
    assert read(FakeEngine("tesseract", 10, takes_s=1), photos, page=page, seconds=13) == "rapidocr"
    assert 1 < photos.time_given_s < 2.3  # (13 - 1 - 3 x 1) / 4
    photos = FakeEngine("rapidocr", 99)
    page = dataclasses.replace(IMAGE, pages_left=40)
    assert read(FakeEngine("tesseract", 10, takes_s=0.5), photos, page=page, seconds=13)
    assert photos.calls == 0


def test_it_goes_by_the_name_of_tesseract() -> None:
    """Which reads first, and whose languages are listed; nothing of the other one is loaded."""
    tesseract, photos = FakeEngine("tesseract", 1), FakeEngine("rapidocr", 1, reads="deu")
    engine = ChoosingEngine(tesseract, photos)
    engine.warm_up(OcrOptions())
    assert (engine.name, engine.version, engine.languages()) == ("tesseract", "1", ("eng",))
    assert engine.is_warm
    assert not photos.is_warm
    engine.close()
    assert not engine.is_warm
