"""What is measured of a page, and what each step makes of it."""

import math

import pytest
from PIL import Image, ImageChops

from local.sample import draw_text
from ocr_core import BoundingBox, Page, Word
from ocr_core.page_layout import PlacedWord, build_blocks
from ocr_core.prepare.light import evened, is_even
from ocr_core.prepare.prepared_image import PreparedImage
from ocr_core.prepare.scaling import scaled
from ocr_core.prepare.skew import levelled, skew_of_ink, skew_of_lines

ROWS = [f"Line {number} has a few words that fill the whole of it." for number in range(12)]


def page() -> Image.Image:
    """Twelve lines of text."""
    return draw_text(ROWS, mode="L")


def shaded(image: Image.Image) -> Image.Image:
    """The same, ever darker towards the right: 255 at one edge and 102 at the other."""
    ramp = Image.linear_gradient("L").rotate(270).resize(image.size)
    return ImageChops.multiply(image, ramp.point([255 - value * 6 // 10 for value in range(256)]))


@pytest.mark.parametrize("degrees", [-9.0, -3.0, 0.0, 1.5, 12.0])
def test_the_ink_shows_how_askew_a_page_is(degrees: float) -> None:
    """To half a degree; above zero where lines fall to the right."""
    image = page().rotate(-degrees, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
    assert math.isclose(skew_of_ink(image), degrees, abs_tol=0.5)


def read_page(step_x: int, step_y: int) -> Page:
    """Five lines of five words each, which go on by so many pixels a word."""
    words = [
        PlacedWord(1, 1, row, _word(400 + column * step_x, 400 + row * 40 + column * step_y))
        for row in range(5)
        for column in range(5)
    ]
    return Page(number=1, width=1000, height=1000, blocks=build_blocks(words))


def _word(x: int, y: int) -> Word:
    box = BoundingBox(left=x, top=y, right=x + 50, bottom=y + 20)
    return Word(text="word", box=box, confidence=90)


def test_lines_show_their_skew() -> None:
    """One pixel in ten is 5.7 degrees; downwards is above zero."""
    degrees = skew_of_lines(read_page(100, 10))
    assert degrees is not None
    assert math.isclose(degrees, 5.71, abs_tol=0.01)


def test_lines_that_stand_on_their_side_are_not_askew() -> None:
    """To turn a page is another step, and one that may be off."""
    assert skew_of_lines(read_page(1, 60)) is None


def test_levelling_takes_the_skew_out() -> None:
    """The lines of the new image run level."""
    image = page().rotate(-6, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
    assert abs(skew_of_ink(levelled(PreparedImage(image), 6.0).image)) <= 0.5


def test_uneven_light_is_seen_and_taken_out() -> None:
    """The paper is nearly white at both ends, and the ink is still dark."""
    uneven = shaded(page())
    assert is_even(page())
    assert not is_even(uneven)
    prepared = evened(PreparedImage(uneven))
    assert is_even(prepared.image)
    assert prepared.preparation.is_evened
    grey = prepared.image.tobytes()
    assert min(grey[3], grey[uneven.width - 4]) >= 230
    assert min(grey) < 60


def test_black_paper_stays_as_it_is() -> None:
    """There is no light in it that could be evened."""
    black = PreparedImage(Image.new("L", (200, 100), 0))
    assert evened(black).image.getextrema() == (0, 0)


def test_an_image_is_made_larger_and_never_smaller() -> None:
    """By no more than four times."""
    prepared = PreparedImage(Image.new("L", (30, 20), 255))
    assert scaled(prepared, 0.5) is prepared
    assert scaled(prepared, 2).image.size == (60, 40)
    assert scaled(prepared, 9).image.size == (120, 80)
    assert scaled(scaled(prepared, 2), 2).preparation.scale == 4


def test_a_large_image_is_made_no_larger_than_the_memory_allows() -> None:
    """40 megapixels is where it ends."""
    prepared = scaled(PreparedImage(Image.new("L", (5000, 5000), 255)), 3)
    width, height = prepared.image.size
    assert 39_000_000 < width * height <= 40_100_000
