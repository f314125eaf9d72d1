"""Letters counted by the shape of their lines."""

import pytest
from PIL import Image, ImageDraw

from local.sample import draw_text
from ocr_core.load.drawn_text import count_letters, drawn_lines
from ocr_core.model import BoundingBox

_LINES = ("A letter of several lines,", "each of them with some words,", "as people write them.")
_LETTERS = sum(len(line.replace(" ", "")) for line in _LINES)


def _paper() -> Image.Image:
    return Image.new("L", (600, 800), 255)


def _text(*, angle: float = 0) -> Image.Image:
    drawn = draw_text(_LINES, font_px=12).convert("L")
    page = _paper()
    page.paste(drawn, (30, 300))
    return page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)


def _rules() -> Image.Image:
    page = _paper()
    draw = ImageDraw.Draw(page)
    for row in range(100, 700, 18):
        draw.line((50, row, 550, row), fill=0)
    for column in range(50, 560, 50):
        draw.line((column, 100, column, 700), fill=0, width=2)
    return page


def _bars() -> Image.Image:
    page = _paper()
    draw = ImageDraw.Draw(page)
    for bar in range(12):
        draw.rectangle((50 + 40 * bar, 600 - 40 * bar, 75 + 40 * bar, 700), fill=60)
    draw.rectangle((50, 50, 550, 66), fill=0)
    return page


@pytest.mark.parametrize("angle", [0, 1.5, -1.5])
def test_letters_are_about_as_many_as_there_are(angle: float) -> None:
    """Half as many to twice as many, also a little askew."""
    assert 0.5 * _LETTERS <= count_letters(drawn_lines(_text(angle=angle))) <= 2 * _LETTERS


@pytest.mark.parametrize("draw", [_paper, _rules, _bars])
def test_what_is_no_text_has_no_letters(draw: object) -> None:
    """White paper, a table's rules, bars and a black band."""
    assert callable(draw)
    assert count_letters(drawn_lines(draw())) == 0


def test_a_fade_has_no_letters() -> None:
    """Shade that grows across the page is neither stroke nor line."""
    assert count_letters(drawn_lines(Image.linear_gradient("L").resize((600, 800)))) == 0


def test_lines_are_found_where_they_stand() -> None:
    """Below a wide bar, too, whose rows are all the same."""
    page = _text()
    ImageDraw.Draw(page).rectangle((50, 50, 550, 250), fill=0)
    ink = page.crop((0, 260, 600, 800)).point([255 - value for value in range(256)]).getbbox()
    assert ink is not None
    box = BoundingBox.around(line.box for line in drawn_lines(page))
    found = (box.left, box.top - 260, box.right, box.bottom - 260)
    assert all(abs(one - other) <= 3 for one, other in zip(found, ink, strict=True))
