"""The size of a page, by the height of its text."""

from statistics import median

from PIL import Image

from ocr_core.model import Page
from ocr_core.prepare.placement import Placement
from ocr_core.prepare.prepared_image import PreparedImage

# The height of text, capitals and all, that Tesseract reads best: see ADR 0017.
READABLE_HEIGHT_PX = 28.0
# Lower text gains from being made larger.
SMALL_HEIGHT_PX = 20.0
# No page is made larger than this, in pixels: what Tesseract needs grows with it.
_MAX_PIXELS = 40_000_000
# Beyond that, there is nothing in the pixels that could be read.
_MAX_FACTOR = 4.0


def text_height(page: Page) -> float | None:
    """Median height in pixels of the boxes of words of two letters and more."""
    heights = [
        word.box.bottom - word.box.top
        for line in page.lines
        for word in line.words
        if len(word.text) > 1
    ]
    return median(heights) if heights else None


def scaled(prepared: PreparedImage, factor: float) -> PreparedImage:
    """Make it larger by ``factor``, as far as that has sense."""
    width, height = prepared.image.size
    factor = min(factor, _MAX_FACTOR, (_MAX_PIXELS / (width * height)) ** 0.5)
    if factor <= 1:
        return prepared
    size = round(width * factor), round(height * factor)
    return prepared.changed(
        prepared.image.resize(size, Image.Resampling.LANCZOS),
        Placement(a=width / size[0], e=height / size[1]),
        scale=round(prepared.preparation.scale * factor, 2),
    )
