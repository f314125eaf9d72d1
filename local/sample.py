"""An image to try the service with, drawn here."""

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

SAMPLE_LINES = (
    "The quick brown fox jumps over the lazy dog.",
    "Invoice 2048 of 14 March: 3 boxes, 129.50 in all.",
    "Thank you for reading this line.",
)


def draw_text(
    lines: Sequence[str] = SAMPLE_LINES,
    *,
    font_px: int = 36,
    margin_px: int = 40,
    ink: str | int = "black",
    paper: str | int = "white",
    mode: str = "RGB",
) -> Image.Image:
    """Lines of text on plain paper, in the font that Pillow carries.

    Args:
        lines: what to write.
        font_px: height of the letters, in pixels.
        margin_px: paper around the text, in pixels.
        ink: colour of the letters.
        paper: colour behind them.
        mode: Pillow mode of the image.
    """
    font = ImageFont.load_default(size=font_px)
    row_px = round(font_px * 1.6)
    width = max(round(font.getlength(line)) for line in lines) + 2 * margin_px
    image = Image.new(mode, (width, row_px * len(lines) + 2 * margin_px), paper)
    draw = ImageDraw.Draw(image)
    for row, line in enumerate(lines):
        draw.text((margin_px, margin_px + row * row_px), line, fill=ink, font=font)
    return image


def sample_png() -> bytes:
    """The sample as a PNG file."""
    buffer = io.BytesIO()
    draw_text(mode="L").save(buffer, "PNG", dpi=(150, 150))
    return buffer.getvalue()
