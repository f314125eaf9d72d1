"""By how much the lines of a page run askew, and levelling them.

Angles are in degrees, and above zero where lines fall to the right.
"""

import itertools
import math
from statistics import median

from PIL import Image, ImageChops

from ocr_core.model import Line, Page
from ocr_core.prepare.light import paper_of
from ocr_core.prepare.placement import Placement
from ocr_core.prepare.prepared_image import PreparedImage

# Lines of fewer words have no slope that could be trusted.
_LEAST_WORDS = 3
# Fewer lines do not show how a page lies.
_LEAST_LINES = 2
# Beyond that, a page was not put askew by accident.
_MOST_SKEW = 20.0
_COARSE_STEP = 2.0
_FINE_STEP = 0.5
# The longest edge, in pixels, of the image in which the ink is looked at.
_EDGE = 800
_PAPER = 255


def skew_of_lines(page: Page) -> float | None:
    """That of the lines that were read; ``None`` where there are too few to tell.

    Lines that stand on their side are not askew: to turn a page is another step.
    """
    slopes = [_slope(line) for line in page.lines if len(line.words) >= _LEAST_WORDS]
    slopes = [slope for slope in slopes if abs(slope) <= math.tan(math.radians(_MOST_SKEW))]
    if len(slopes) < _LEAST_LINES:
        return None
    return math.degrees(math.atan(median(slopes)))


def skew_of_ink(image: Image.Image) -> float:
    """That at which the ink falls into rows with the sharpest edges, to half a degree."""
    small = image.copy()
    small.thumbnail((_EDGE, _EDGE), Image.Resampling.BOX)
    ink = ImageChops.subtract(paper_of(small), small)

    def sharpest(middle: float, reach: float, step: float) -> float:
        count = round(reach / step)
        angles = [middle + step * number for number in range(-count, count + 1)]
        return max(angles, key=lambda angle: (_sharpness(ink, angle), -abs(angle)))

    return sharpest(sharpest(0.0, _MOST_SKEW, _COARSE_STEP), _COARSE_STEP, _FINE_STEP)


def levelled(prepared: PreparedImage, degrees: float) -> PreparedImage:
    """Turn counter-clockwise by ``degrees``, on paper large enough for the corners."""
    width, height = prepared.image.size
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    size = (
        math.ceil(width * cosine + height * abs(sine)),
        math.ceil(height * cosine + width * abs(sine)),
    )
    inner = Placement(
        cosine,
        -sine,
        width / 2 - (cosine * size[0] - sine * size[1]) / 2,
        sine,
        cosine,
        height / 2 - (sine * size[0] + cosine * size[1]) / 2,
    )
    image = prepared.image.transform(
        size,
        Image.Transform.AFFINE,
        inner.matrix,
        resample=Image.Resampling.BICUBIC,
        fillcolor=_PAPER,
    )
    return prepared.changed(image, inner, skew_deg=round(-degrees, 2))


def _slope(line: Line) -> float:
    """Fall over run of the middles of its first and last word."""
    first, last = line.words[0].box, line.words[-1].box
    run = (last.left + last.right - first.left - first.right) / 2
    fall = (last.top + last.bottom - first.top - first.bottom) / 2
    return fall / abs(run) * (1 if run > 0 else -1) if run else 0.0


def _sharpness(ink: Image.Image, degrees: float) -> float:
    """Sum of the squared steps from row to row, of the ink turned back by ``degrees``."""
    turned = ink.rotate(degrees, expand=True)
    rows = turned.resize((1, turned.height), Image.Resampling.BOX)
    levels = rows.tobytes()
    weight = turned.width / ink.width
    return weight**2 * sum((one - other) ** 2 for one, other in itertools.pairwise(levels))
