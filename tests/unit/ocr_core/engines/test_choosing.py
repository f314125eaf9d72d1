"""Which engine reads, and which reading is kept."""

import dataclasses
import time
from typing import Any

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
    Step,
    Word,
)
from ocr_core.engine import OcrEngine
from ocr_core.engines.choosing import ChoosingEngine
from ocr_core.engines.page_part import PagePart, PartEngine, PartialPage
from ocr_core.errors import DeadlineExceeded, EngineFailed, InvalidOption, UnknownLanguage
from tests.images import hello

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
        box: BoundingBox = BOX,
    ) -> None:
        self.name = name
        self.confidence = confidence
        self.reads = (reads,)
        self.takes_s = takes_s
        self.fault = fault
        self.box = box
        self.calls = 0
        self.asked = OcrOptions()
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
        self.asked = options
        self.time_given_s = deadline.remaining_s
        time.sleep(min(self.takes_s, deadline.remaining_s))
        deadline.check()
        if self.fault:
            raise self.fault
        blocks: tuple[Block, ...] = ()
        if self.confidence is not None:
            box = self.box
            word = Word(text=self.name, box=box, confidence=self.confidence)
            line = Line(text=word.text, box=box, confidence=self.confidence, words=(word,))
            blocks = (Block(box=box, paragraphs=(Paragraph(box=box, lines=(line,)),)),)
        return Page(number=page.number, engine=self.name, width=100, height=100, blocks=blocks)

    def recognize_part(
        self, page: PageImage, options: OcrOptions, *, part: PagePart, deadline: Deadline
    ) -> PartialPage:
        read = self.recognize(page, options, deadline=deadline)
        if part.wants(self.box):
            return PartialPage(read, (self.box,), ())
        return PartialPage(read.model_copy(update={"blocks": ()}), (self.box,), (self.box,))

    def close(self) -> None:
        self.is_warm = False


def read(
    tesseract: OcrEngine,
    photos: PartEngine | None,
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
    ("languages", "installed", "fault", "kept"),
    [
        ("cat", True, None, "rapidocr"),
        ("cat", True, EngineFailed("It stopped."), "tesseract"),
        ("cat", True, DeadlineExceeded("Too late."), "tesseract"),
        ("cat", True, MemoryError(), "tesseract"),
        ("cat", False, None, "tesseract"),
        ("eng", True, None, "tesseract"),
    ],
)
def test_a_language_whose_letters_tesseract_lacks_is_read_by_the_other(
    languages: str, installed: bool, fault: Exception | None, kept: str
) -> None:
    """However sure Tesseract is; and by Tesseract where the other engine has no reading."""
    tesseract = FakeEngine("tesseract", 99, reads=languages)
    photos = FakeEngine("rapidocr", 90, reads=languages, fault=fault) if installed else None
    options = OcrOptions(languages=languages)
    engine = ChoosingEngine(tesseract, photos)
    assert engine.recognize(IMAGE, options, deadline=Deadline.after(20)).engine == kept
    assert tesseract.calls == (kept == "tesseract")


@pytest.mark.parametrize("confidence", [93, 99])
def test_what_was_passed_over_is_read_however_sure_the_rest(confidence: float) -> None:
    """Pale print below a line that was read is added to it, and the line stays as it was."""
    image = Image.new("L", (400, 200), 255)
    pale = hello(mode="L").point([200] * 128 + [255] * 128)
    image.paste(pale.crop((0, 0, 400, 70)), (0, 120))
    below = BoundingBox(left=10, top=125, right=390, bottom=175)
    photos = FakeEngine("below", 99, box=below)
    engine = ChoosingEngine(FakeEngine("above", confidence), photos)
    page = engine.recognize(PageImage(1, image), OcrOptions(), deadline=Deadline.after(20))
    assert [line.text for line in page.lines] == ["above", "below"]


@pytest.mark.parametrize("photos", [None, FakeEngine("rapidocr", None)])
def test_a_page_with_ink_and_no_text_is_to_be_looked_at(photos: PartEngine | None) -> None:
    """Whether one engine has tried or two; a page without ink is not."""
    engine = ChoosingEngine(FakeEngine("tesseract", None), photos)
    inked = PageImage(number=1, image=hello(mode="L"))
    for page, is_unread in ((inked, True), (IMAGE, False)):
        read = engine.recognize(page, OcrOptions(), deadline=Deadline.after(20))
        assert (read.has_unread_text, read.needs_review) == (is_unread, is_unread)


@pytest.mark.parametrize(("fault", "is_unread"), [(EngineFailed("x"), True), (None, False)])
def test_ink_that_is_left_is_told_of(fault: Exception | None, is_unread: bool) -> None:
    """Where the second engine could not look; where it has read it, nothing is left."""
    image = Image.new("L", (600, 400), 255)
    image.paste(hello(mode="L"), (0, 150))
    below = BoundingBox(left=30, top=180, right=590, bottom=290)
    photos = FakeEngine("below", 99, box=below, fault=fault)
    engine = ChoosingEngine(FakeEngine("above", 96), photos)
    read = engine.recognize(PageImage(1, image), OcrOptions(), deadline=Deadline.after(20))
    assert read.needs_review is is_unread


def test_dark_places_without_letters_are_no_reason_for_a_second_reading() -> None:
    """Nor are the lines of a frame: a sure page costs one reading."""
    image = Image.new("L", (400, 400), 255)
    image.paste(0, (100, 100, 300, 150))
    image.paste(0, (50, 200, 350, 203))
    image.paste(0, (200, 180, 203, 380))
    photos = FakeEngine("rapidocr", 99)
    page = PageImage(number=1, image=image)
    assert read(FakeEngine("tesseract", 96), photos, page=page) == "tesseract"
    assert photos.calls == 0


def test_tesseract_is_not_asked_for_readings_that_another_engine_replaces() -> None:
    """Without the second engine it is prepared for; with it, only as far as is asked for."""
    tesseract = FakeEngine("tesseract", 60)
    read(tesseract, FakeEngine("rapidocr", 90))
    assert tesseract.asked.deskew is tesseract.asked.enhance is Step.OFF
    assert tesseract.asked.psm == 3
    read(tesseract, FakeEngine("rapidocr", 90, reads="deu"))
    assert tesseract.asked == OcrOptions()


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


@pytest.mark.parametrize("what", [{"size": (100, 50)}, {"is_part": True}])
def test_a_page_that_was_stretched_and_a_part_are_read_by_both(what: dict[str, Any]) -> None:
    """What is surer as a whole is kept, however sure the first one was."""
    tesseract, photos = FakeEngine("one", 97), FakeEngine("two", 99)
    engine = ChoosingEngine(tesseract, photos)
    page = dataclasses.replace(IMAGE, **what)
    read = engine.recognize(page, OcrOptions(), deadline=Deadline.after(60))
    assert (read.engine, photos.calls) == ("two", 1)
