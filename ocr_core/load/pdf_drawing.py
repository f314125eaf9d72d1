"""A PDF page drawn small: what its text puts on it, and what is there besides."""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops

from ocr_core.load.drawn_text import DrawnLine, drawn_lines
from ocr_core.model import BoundingBox

# A4 has half of this at 72 dpi, which is a pixel a point; larger than A3 is drawn coarser.
_MAX_PIXELS = 1_000_000
# Of 255 levels of grey: less than this nobody sees, and no engine reads.
_MIN_CONTRAST = 16
_INK = [255 if level >= _MIN_CONTRAST else 0 for level in range(256)]


class PageDrawing:
    """A page drawn with its text and without."""

    def __init__(
        self, page: pypdfium2.PdfPage, texts: Sequence[Any], size: tuple[int, int]
    ) -> None:
        """Draw the page twice.

        Args:
            page: the page.
            texts: the handles of its text objects.
            size: width and height in pixels that boxes refer to.
        """
        whole = _draw(page)
        with left_out(texts):
            self.without_text = _draw(page)
        ink = ImageChops.difference(whole, self.without_text).point(_INK)
        self._text_ink = ink.tobytes()
        self._width, self._height = ink.size
        self._across, self._down = ink.width / size[0], ink.height / size[1]

    def shows(self, box: BoundingBox) -> bool:
        """Whether text can be seen in a box, or on its rim: without it the page looks different."""
        left = max(int(box.left * self._across) - 1, 0)
        right = min(int(box.right * self._across) + 2, self._width)
        top = max(int(box.top * self._down) - 1, 0)
        bottom = min(int(box.bottom * self._down) + 2, self._height)
        rows = range(top * self._width, bottom * self._width, self._width)
        return any(self._text_ink.find(b"\xff", row + left, row + right) >= 0 for row in rows)

    def other_lines(self) -> list[DrawnLine]:
        """The lines that are there to be read and are not of the text, in pixels of the page."""
        return [
            DrawnLine(self._on_page(line.box), line.letters)
            for line in drawn_lines(self.without_text)
        ]

    def _on_page(self, box: BoundingBox) -> BoundingBox:
        return BoundingBox(
            left=math.floor(box.left / self._across),
            top=math.floor(box.top / self._down),
            right=math.ceil(box.right / self._across),
            bottom=math.ceil(box.bottom / self._down),
        )


def _draw(page: pypdfium2.PdfPage) -> Image.Image:
    width, height = page.get_size()
    scale = min(1.0, math.sqrt(_MAX_PIXELS / (width * height)))
    bitmap = page.render(scale=scale, grayscale=True, draw_annots=False, may_draw_forms=False)
    try:
        # PDFium's memory is behind `to_pil` until it is copied.
        drawn: Image.Image = bitmap.to_pil().copy()
        return drawn
    finally:
        bitmap.close()


@contextmanager
def left_out(texts: Sequence[Any]) -> Iterator[None]:
    """The page without these objects, for as long as this lasts."""
    for text in texts:
        pdfium.FPDFPageObj_SetIsActive(text, False)
    try:
        yield
    finally:
        for text in texts:
            pdfium.FPDFPageObj_SetIsActive(text, True)
