"""Which way up a page lies, in quarter turns."""

from PIL.Image import Transpose

from ocr_core.model import Line, Page
from ocr_core.prepare.placement import Placement
from ocr_core.prepare.prepared_image import PreparedImage

# Pillow's transpositions go counter-clockwise.
_CLOCKWISE = {90: Transpose.ROTATE_270, 180: Transpose.ROTATE_180, 270: Transpose.ROTATE_90}
# A line of fewer characters may well be higher than wide.
_LEAST_CHARACTERS = 3


def turned(prepared: PreparedImage, degrees: int) -> PreparedImage:
    """Turn clockwise by 0, 90, 180 or 270 degrees; no pixel changes."""
    if degrees == 0:
        return prepared
    image = prepared.image
    return prepared.changed(
        image.transpose(_CLOCKWISE[degrees]),
        Placement.of_quarter_turn(degrees, image.size),
        rotation_deg=(prepared.preparation.rotation_deg + degrees) % 360,
    )


def lines_stand(page: Page) -> bool:
    """Whether most of the text is in lines that are higher than wide."""
    lines = [line for line in page.lines if len(line.text) >= _LEAST_CHARACTERS]
    standing = sum(len(line.text) for line in lines if _stands(line))
    return 2 * standing > sum(len(line.text) for line in lines)


def _stands(line: Line) -> bool:
    box = line.box
    return box.bottom - box.top > box.right - box.left
