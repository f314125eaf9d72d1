"""Paper to draw on: text of Pillow's own font, and rules."""

from PIL import Image, ImageDraw, ImageFont

DPI = 200
# Letters of 11 points.
_FONT_PX = 30
_LINE_PX = 44


class Sheet:
    """A white page of 1300 by 1000 pixels, mode ``L``; places are pixels from its top left."""

    line_px = _LINE_PX

    def __init__(self) -> None:
        self.image = Image.new("L", (1300, 1000), 255)
        self._draw = ImageDraw.Draw(self.image)
        self._font = ImageFont.load_default(_FONT_PX)

    def text(self, x: float, y: float, text: str, *, is_right_aligned: bool = False) -> None:
        """One line with its top at ``y``, which begins at ``x`` or ends there."""
        anchor = "ra" if is_right_aligned else "la"
        self._draw.text((x, y), text, fill=0, font=self._font, anchor=anchor)

    def rule(self, left: float, top: float, right: float, bottom: float) -> None:
        """A straight line."""
        self._draw.line((left, top, right, bottom), fill=0, width=3)

    def skewed(self, degrees: float) -> Image.Image:
        """The page as a scanner has it into which it was put askew, counter-clockwise."""
        return self.image.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
