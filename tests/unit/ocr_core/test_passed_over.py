"""Signs of text that no word covers."""

import pytest
from PIL import Image

from ocr_core import Block, BoundingBox, Line, Page, Paragraph, Word
from ocr_core.passed_over import passed_over
from tests.images import hello

TEXT_BOX = BoundingBox(left=0, top=0, right=2000, bottom=130)


def page(*boxes: BoundingBox) -> Page:
    """A page with a word in each box."""
    words = tuple(Word(text="word", box=box, confidence=96) for box in boxes)
    lines = (Line(text="word", box=box, confidence=96, words=words) for box in boxes[:1])
    paragraphs = [Paragraph(box=line.box, lines=(line,)) for line in lines]
    blocks = tuple(Block(box=part.box, paragraphs=(part,)) for part in paragraphs)
    return Page(number=1, width=800, height=600, blocks=blocks)


def drawn(ink: int, ground: int) -> Image.Image:
    """Two lines of text in one grey on a band of another, on white paper."""
    image = Image.new("L", (800, 600), 255)
    text = hello(mode="L").point([ink] * 128 + [ground] * 128)
    image.paste(text, (100, 200))
    return image


@pytest.mark.parametrize(
    ("ink", "ground"), [(0, 255), (205, 255), (255, 80), (0, 30), (110, 170), (255, 200)]
)
def test_text_of_any_colour_is_found(ink: int, ground: int) -> None:
    """Pale print, white on dark, and black on a dark band alike, and where it stands."""
    image = drawn(ink, ground)
    found = BoundingBox.around(passed_over(image, page()))
    width, height = hello().size
    assert 100 <= found.left < found.right <= 100 + width
    assert 200 <= found.top < found.bottom <= 200 + height
    assert found.right - found.left > 200


def test_what_words_cover_is_not() -> None:
    """Nor is anything found on blank paper."""
    width, height = hello().size
    box = BoundingBox(left=100, top=200, right=100 + width, bottom=200 + height)
    assert passed_over(drawn(0, 255), page(box)) == []
    assert passed_over(Image.new("L", (800, 600), 255), page()) == []


@pytest.mark.parametrize("thickness", [1, 2, 3])
def test_rules_and_bands_are_not_text(thickness: int) -> None:
    """Nor the places where they cross."""
    image = Image.new("L", (800, 600), 255)
    image.paste(90, (0, 300, 800, 360))
    for at in range(50, 560, 60):
        image.paste(0, (40, at, 760, at + thickness))
        image.paste(0, (at, 40, at + thickness, 560))
    assert passed_over(image, page(BoundingBox(left=60, top=60, right=100, bottom=90))) == []


def test_a_digit_alone_is_found_between_words() -> None:
    """As in a column of quantities; the same at the very edge of the page is a speck."""
    digit = hello(mode="L").crop(hello(mode="L").point(lambda value: 255 - value).getbbox())
    digit = digit.crop((0, 0, 22, 30))
    words = page(
        BoundingBox(left=100, top=100, right=300, bottom=130),
        BoundingBox(left=500, top=300, right=700, bottom=330),
    )
    for place, count in (((400, 200), 1), ((740, 560), 0)):
        image = Image.new("L", (800, 600), 255)
        image.paste(digit, place)
        assert len(passed_over(image, words)) == count


def test_a_large_page_is_looked_at_in_less_detail() -> None:
    """And boxes are in its own pixels."""
    image = drawn(0, 255).resize((3200, 2400))
    found = BoundingBox.around(passed_over(image, page()))
    assert 400 <= found.left < found.right <= 4 * (100 + hello().width)
    assert 800 <= found.top < found.bottom <= 4 * (200 + hello().height)


@pytest.mark.parametrize(("marks", "count"), [(1, 0), (2, 0), (4, 4)])
def test_a_mark_or_two_on_a_page_of_prose_are_dirt(marks: int, count: int) -> None:
    """More of them may be a column of digits."""
    digit = hello(mode="L").crop((40, 40, 62, 80))
    image = Image.new("L", (800, 1000), 255)
    for number in range(marks):
        image.paste(digit, (600, 100 + 200 * number))
    boxes = [
        BoundingBox(left=left, top=top, right=left + 40, bottom=top + 30)
        for left in range(20, 780, 50)
        for top in range(40, 960, 70)
        if not 540 < left < 640
    ]
    assert len(boxes) > 150
    assert len(passed_over(image, page(*boxes))) == count
