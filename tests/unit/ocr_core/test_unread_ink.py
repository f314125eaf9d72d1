"""The ink outside of all words."""

import pytest
from PIL import Image

from ocr_core import Block, BoundingBox, Line, Page, Paragraph, Word
from ocr_core.unread_ink import unread_ink


def page(*boxes: tuple[int, int, int, int]) -> Page:
    """A page with a word in each box."""
    words = [
        Word(
            text="x",
            box=BoundingBox(left=left, top=top, right=right, bottom=bottom),
            confidence=90,
        )
        for left, top, right, bottom in boxes
    ]
    around = BoundingBox(left=0, top=0, right=400, bottom=400)
    line = Line(text="x", box=around, confidence=90, words=tuple(words))
    block = Block(box=around, paragraphs=(Paragraph(box=around, lines=(line,)),))
    return Page(number=1, width=400, height=400, blocks=(block,))


def image(*boxes: tuple[int, int, int, int], paper: int = 255) -> Image.Image:
    """Black boxes on paper."""
    made = Image.new("L", (400, 400), paper)
    for box in boxes:
        made.paste(0, box)
    return made


def test_what_is_in_words_is_read() -> None:
    """All of it, half of it, none of it."""
    one, other = (40, 40, 200, 80), (40, 200, 200, 240)
    assert unread_ink(image(one, other), page(one, other)) == 0
    assert unread_ink(image(one, other), page(one)) == pytest.approx(0.5)
    assert unread_ink(image(one, other), Page(number=1, width=400, height=400)) == 1


def test_a_page_without_ink_has_none_unread() -> None:
    """Nor has one of light text on dark, where the ink is the background."""
    assert unread_ink(image(), page()) == 0
    assert unread_ink(image(paper=10), page((40, 40, 200, 80))) == 0
