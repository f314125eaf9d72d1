"""How often a page is read, and which reading is kept."""

import dataclasses

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
    Step,
    Word,
)
from ocr_core.engines.careful import CarefulEngine
from ocr_core.errors import DeadlineExceeded

SIZE = (400, 200)
BOX = BoundingBox(left=50, top=60, right=300, bottom=100)


class ScriptedEngine:
    """Reads one line wherever it looks, with the confidences of a script, one after the other."""

    name = "scripted"
    version = "1"
    is_warm = True

    def __init__(self, *confidences: float | None) -> None:
        self.script = list(confidences)
        self.images: list[Image.Image] = []
        self.modes: list[int] = []
        self.dpi: list[float | None] = []

    def languages(self) -> tuple[str, ...]:
        return ("eng",)

    def check(self, options: OcrOptions) -> None:
        """Nothing is refused."""

    def warm_up(self, options: OcrOptions) -> None:
        """Nothing is loaded."""

    def recognize(self, page: PageImage, options: OcrOptions, *, deadline: Deadline) -> Page:
        deadline.check()
        self.images.append(page.image)
        self.modes.append(int(options.page_seg_mode))
        self.dpi.append(page.dpi)
        if len(self.images) > len(self.script):
            raise DeadlineExceeded("the script is at its end")
        confidence = self.script[len(self.images) - 1]
        blocks: tuple[Block, ...] = ()
        if confidence is not None:
            word = Word(text="wordofmany", box=BOX, confidence=confidence)
            line = Line(text=word.text, box=BOX, confidence=confidence, words=(word,))
            blocks = (Block(box=BOX, paragraphs=(Paragraph(box=BOX, lines=(line,)),)),)
        width, height = page.image.size
        return Page(number=1, engine=self.name, width=width, height=height, blocks=blocks)

    def close(self) -> None:
        """Nothing is held."""


def read(engine: ScriptedEngine, *, pages_left: int = 1, seconds: float = 60, **asked: str) -> Page:
    """One page of white paper."""
    page = PageImage(number=1, image=Image.new("L", SIZE, 255), dpi=300, pages_left=pages_left)
    options = OcrOptions.model_validate(asked)
    return CarefulEngine(engine).recognize(page, options, deadline=Deadline.after(seconds))


def test_a_page_that_was_read_well_is_read_once() -> None:
    """And nothing was done to it, which the page says."""
    engine = ScriptedEngine(95)
    page = read(engine)
    assert len(engine.images) == 1
    assert page.preparation is not None
    assert page.preparation.model_dump() == {
        "rotation_deg": 0,
        "skew_deg": 0.0,
        "scale": 1.0,
        "margin_px": 0,
        "is_evened": False,
        "psm": 3,
    }


def test_all_off_is_one_reading_however_bad() -> None:
    """Off means off."""
    engine = ScriptedEngine(20)
    assert read(engine, rotate="off", deskew="off", enhance="off", psm="3").confidence == 20
    assert len(engine.images) == 1


def test_what_was_asked_for_is_looked_for_on_a_good_page_too() -> None:
    """``rotate=on`` looks at samples of it, and turns nothing when they say so."""
    engine = ScriptedEngine(95, 95, 40)
    page = read(engine, rotate="on")
    assert len(engine.images) == 3
    assert page.preparation is not None
    assert page.preparation.rotation_deg == 0


def test_a_mode_that_was_asked_for_is_kept() -> None:
    """No other layout is tried."""
    engine = ScriptedEngine(None, 70)
    read(engine, psm="4", rotate="off")
    assert len(engine.images) > 1
    assert set(engine.modes) == {4}


def test_a_bad_page_is_tried_in_other_layouts() -> None:
    """With ``psm=auto``, as one block and as sparse text, and the better reading is kept."""
    engine = ScriptedEngine(70, 90)
    page = read(engine, rotate="off", deskew="off", enhance="off")
    assert engine.modes == [3, 6]
    assert page.confidence == 90
    assert page.preparation is not None
    assert page.preparation.psm == 6


def test_a_reading_that_is_no_better_is_dropped() -> None:
    """The page as it was read first comes back."""
    engine = ScriptedEngine(80, 81, 79)
    page = read(engine, rotate="off", deskew="off", enhance="off")
    assert engine.modes == [3, 6, 11]
    assert page.confidence == 80


def test_what_is_too_late_costs_nothing_but_itself() -> None:
    """A further reading that runs out of time leaves the first one."""
    engine = ScriptedEngine(70)
    page = read(engine, rotate="off")
    assert page.confidence == 70
    assert len(engine.images) == 2


def test_without_time_there_is_no_further_reading() -> None:
    """Nor any first one: that is the caller's deadline."""
    with pytest.raises(DeadlineExceeded):
        read(ScriptedEngine(70), seconds=0)


def test_nothing_at_all_is_read_of_an_empty_page() -> None:
    """It comes back without text, at the size as sent."""
    page = read(ScriptedEngine(None, None, None, None, None, None))
    assert page.text == ""
    assert (page.width, page.height) == SIZE


def test_boxes_are_those_of_the_page_as_sent() -> None:
    """A reading with a margin around the page is given back without it."""
    engine = ScriptedEngine(None, 90)
    page = read(engine, rotate="off", deskew="off", psm="3")
    assert engine.images[1].size == (SIZE[0] + 20, SIZE[1] + 20)
    assert (page.width, page.height, page.dpi) == (*SIZE, 300)
    word = page.lines[0].words[0].box
    assert (word.left, word.top, word.right, word.bottom) == (40, 50, 290, 90)


def test_a_turn_that_is_worth_nothing_is_undone() -> None:
    """Samples that speak for a turn do not count when the page reads worse for it."""
    engine = ScriptedEngine(70, 30, 90, 40)
    page = read(engine, rotate="on", deskew="off", enhance="off", psm="3")
    assert len(engine.images) == 4
    assert page.confidence == 70
    assert page.preparation is not None
    assert page.preparation.rotation_deg == 0


def test_a_page_on_its_head_is_turned() -> None:
    """By what the samples say: two readings of a few lines, and one of the page."""
    engine = ScriptedEngine(40, 30, 90, 92)
    page = read(engine)
    assert engine.images[3].size == SIZE
    assert page.preparation is not None
    assert page.preparation.rotation_deg == 180
    assert page.confidence == 92


def test_it_is_its_engine_to_the_outside() -> None:
    """Name, version, languages and warmth are the engine's."""
    engine = ScriptedEngine()
    careful = CarefulEngine(engine)
    assert (careful.name, careful.version, careful.is_warm) == ("scripted", "1", True)
    assert careful.languages() == ("eng",)
    assert dataclasses.is_dataclass(careful)


@pytest.mark.parametrize("option", ["rotate", "deskew", "enhance"])
def test_the_steps_are_auto_on_or_off(option: str) -> None:
    """And ``auto`` without being told."""
    assert getattr(OcrOptions(), option) is Step.AUTO
    assert [step.value for step in Step] == ["auto", "on", "off"]
