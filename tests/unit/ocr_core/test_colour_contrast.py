"""Text that differs from its ground by colour alone."""

from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageStat

from ocr_core import Limits, OcrOptions, PageImage, open_source
from ocr_core.load.colour_contrast import find_colour_text
from tests.images import encode, hello

# Grounds and letters with nearly the same grey, and another hue.
PAIRS = [
    ((220, 40, 40), (30, 130, 40)),
    ((90, 160, 220), (220, 130, 60)),
    ((200, 60, 200), (40, 140, 60)),
]


def coloured(ground: tuple[int, int, int], ink: tuple[int, int, int]) -> Image.Image:
    """Two lines of text in these colours."""
    mask = hello(mode="L").point(lambda level: 255 - level)
    image = Image.new("RGB", mask.size, ground)
    image.paste(ink, mask=mask)
    return image


def page_of(data: bytes) -> Image.Image:
    """The grey page of a file."""
    with open_source(data, limits=Limits()) as source:
        [page] = source.pages(OcrOptions())
    assert isinstance(page, PageImage)
    return page.image


@pytest.mark.parametrize(("ground", "ink"), PAIRS)
@pytest.mark.parametrize(
    ("file_format", "arguments"),
    [("PNG", {}), ("JPEG", {"quality": 92, "subsampling": 0}), ("GIF", {}), ("BMP", {})],
)
def test_text_is_seen_in_the_grey(
    ground: Any, ink: Any, file_format: str, arguments: dict[str, object]
) -> None:
    """Letters stand out from their ground, where the mean of the channels hides them."""
    image = coloured(ground, ink)
    page = page_of(encode(image, file_format, **arguments))
    contrast = [float(ImageStat.Stat(each).stddev[0]) for each in (page, image.convert("L"))]

    assert page.mode == "L"
    assert contrast[0] > 3 * contrast[1]


@pytest.mark.parametrize(
    "image",
    [
        hello(mode="L").convert("RGB"),
        coloured((255, 255, 255), (180, 0, 0)),
        coloured((20, 20, 120), (250, 250, 250)),
        Image.linear_gradient("L").convert("RGB"),
        Image.new("RGB", (8, 8), "red"),
    ],
)
def test_other_images_are_left_alone(image: Image.Image) -> None:
    """Text that the grey shows, gradients and specks are no such text."""
    assert find_colour_text(image) is None


def test_the_rest_of_the_page_is_as_it_was() -> None:
    """Dark print above a coloured line keeps its grey."""
    image = Image.new("RGB", (700, 400), "white")
    image.paste(hello(mode="L").convert("RGB"), (0, 0))
    image.paste(coloured(*PAIRS[0]), (0, 200))
    ImageDraw.Draw(image).rectangle((0, 196, 700, 204), fill="white")
    page = page_of(encode(image, "PNG"))

    assert page.crop((0, 0, 700, 150)).tobytes() == (
        image.convert("L").crop((0, 0, 700, 150)).tobytes()
    )
