"""The preparation of a page, with the real Tesseract."""

import pytest
from PIL import Image, ImageChops

from local.sample import draw_text
from ocr_core import BoundingBox, Deadline, OcrEngine, OcrOptions, Page, PageImage
from ocr_core.model import Preparation

LINES = (
    "The quick brown fox jumps over the lazy dog and away.",
    "Invoice 2048 of 14 March: 3 boxes, 129.50 in all.",
    "Payment is due within thirty days of this invoice.",
    "Thank you for reading this line to its very end.",
)
TEXT = "\n".join(LINES)
CLOCKWISE = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}


def read(engine: OcrEngine, image: Image.Image, **asked: str) -> Page:
    """One page, with time enough."""
    options = OcrOptions.model_validate(asked)
    page = PageImage(number=1, image=image)
    return engine.recognize(page, options, deadline=Deadline.after(60))


def text_of(page: Page) -> str:
    """Its lines, whatever paragraphs they are in."""
    return "\n".join(line.text for line in page.lines)


def done(page: Page) -> Preparation:
    """What the page says was done to it."""
    assert page.preparation is not None
    return page.preparation


def ink_in(image: Image.Image, box: BoundingBox) -> int:
    """Dark pixels in a box."""
    part = image.crop((box.left, box.top, box.right, box.bottom))
    return sum(part.histogram()[:128])


def boxes_hold_the_ink(page: Page, image: Image.Image) -> bool:
    """Whether nearly all that is dark on the page as sent is in a word's box."""
    words = [word.box for line in page.lines for word in line.words]
    return sum(ink_in(image, box) for box in words) >= 0.93 * sum(image.histogram()[:128])


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_page_has_the_same_text(tesseract: OcrEngine, degrees: int) -> None:
    """And says how it was turned, with boxes of the page as it was sent."""
    image = draw_text(LINES, mode="L").transpose(CLOCKWISE[degrees])
    page = read(tesseract, image)
    assert text_of(page) == TEXT
    assert done(page).rotation_deg == 360 - degrees
    assert (page.width, page.height) == image.size
    assert boxes_hold_the_ink(page, image)


def test_an_upright_page_is_not_touched(tesseract: OcrEngine) -> None:
    """Not even when it is to be looked at for a turn and for skew."""
    page = read(tesseract, draw_text(LINES, mode="L"), rotate="on", deskew="on")
    assert text_of(page) == TEXT
    assert done(page) == Preparation(psm=3)


def test_off_leaves_a_page_on_its_head(tesseract: OcrEngine) -> None:
    """``rotate=off`` never turns."""
    image = draw_text(LINES, mode="L").transpose(CLOCKWISE[180])
    page = read(tesseract, image, rotate="off")
    assert done(page).rotation_deg == 0
    assert text_of(page) != TEXT


def test_a_page_askew_is_levelled(tesseract: OcrEngine) -> None:
    """Its boxes stay where the words are on the page as it was sent."""
    upright = draw_text(LINES, mode="L")
    image = upright.rotate(-8, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
    page = read(tesseract, image)
    assert text_of(page) == TEXT
    assert -9 <= done(page).skew_deg <= -7
    assert boxes_hold_the_ink(page, image)


def test_a_page_that_is_read_well_is_levelled_for_the_order_of_its_lines(
    tesseract: OcrEngine,
) -> None:
    """Two degrees are enough to take the lines of two columns for each other's."""
    upright = draw_text(LINES, mode="L")
    image = upright.rotate(-2, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
    page = read(tesseract, image)
    assert page.confidence
    assert page.confidence > 90
    assert -2.5 <= done(page).skew_deg <= -1.5


def test_off_leaves_a_page_askew(tesseract: OcrEngine) -> None:
    """``deskew=off`` never levels."""
    upright = draw_text(LINES, mode="L")
    image = upright.rotate(-8, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
    assert done(read(tesseract, image, deskew="off")).skew_deg == 0


def test_small_text_is_made_larger(tesseract: OcrEngine) -> None:
    """Tesseract reads next to nothing of letters that are seven pixels high."""
    large = draw_text(LINES, font_px=36, mode="L")
    small = large.resize((large.width // 4, large.height // 4), Image.Resampling.LANCZOS)
    page = read(tesseract, small)
    assert done(page).scale > 1.5
    assert (page.width, page.height) == small.size
    assert len(set(page.text.split()) & set(TEXT.split())) >= 30
    assert len(set(read(tesseract, small, enhance="off").text.split()) & set(TEXT.split())) < 30


def test_a_shadow_is_taken_out(tesseract: OcrEngine) -> None:
    """Paper that is darker at one end than the ink at the other; ``enhance=off`` leaves it."""
    image = draw_text(LINES, mode="L", ink=90)
    ramp = Image.linear_gradient("L").rotate(90).resize(image.size)
    shaded = ImageChops.multiply(
        image, ramp.point([55 + value * 200 // 255 for value in range(256)])
    )
    page = read(tesseract, shaded)
    assert text_of(page) == TEXT
    assert done(page).is_evened
    assert text_of(read(tesseract, shaded, enhance="off")) != TEXT
