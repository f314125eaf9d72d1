"""Words on a page, in one font."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

DPI = 200
# Of 11 points.
_FONT_PX = 30
_LINE_PX = 60
_MARGIN_PX = 80
_WIDTH_PX = 1300
_FOLDER = Path("/usr/share/fonts/truetype")
# As `scripts/setup bench` installs them: like Arial, Times and Calibri, and two of their own.
FONTS = {
    "Liberation Sans": _FOLDER / "liberation/LiberationSans-Regular.ttf",
    "Liberation Serif": _FOLDER / "liberation/LiberationSerif-Regular.ttf",
    "Carlito": _FOLDER / "crosextra/Carlito-Regular.ttf",
    "DejaVu Sans": _FOLDER / "dejavu/DejaVuSans.ttf",
    "Gentium Plus": _FOLDER / "gentiumplus/GentiumPlus-Regular.ttf",
}


def drawn(words: Sequence[str], font_path: Path) -> tuple[Image.Image, str]:
    """A page with these words, mode ``L``, and its text."""
    font = ImageFont.truetype(font_path, _FONT_PX)
    lines = list(_lines(words, font))
    height = 2 * _MARGIN_PX + len(lines) * _LINE_PX
    page = Image.new("L", (_WIDTH_PX, height), 255)
    draw = ImageDraw.Draw(page)
    for number, line in enumerate(lines):
        draw.text((_MARGIN_PX, _MARGIN_PX + number * _LINE_PX), line, fill=0, font=font)
    return page, "\n".join(lines)


def _lines(words: Sequence[str], font: ImageFont.FreeTypeFont) -> Iterator[str]:
    line = ""
    for word in words:
        longer = f"{line} {word}".strip()
        if font.getlength(longer) > _WIDTH_PX - 2 * _MARGIN_PX:
            yield line
            longer = word
        line = longer
    yield line
