"""Finds which way up a page lies, from a few of its lines."""

from collections.abc import Callable, Sequence

from ocr_core.model import BoundingBox, Line, Page
from ocr_core.prepare.cropping import cropped
from ocr_core.prepare.margin import with_margin
from ocr_core.prepare.prepared_image import PreparedImage
from ocr_core.prepare.scaling import READABLE_HEIGHT_PX, scaled
from ocr_core.prepare.turning import lines_stand, turned

ReadSample = Callable[[PreparedImage], Page]
"""Reads a part of a page that has a few lines, all one block."""

# Of 58 pages, text that lay on its head had a confidence of 19 to 65, upright text 47 and more.
_UPRIGHT_FOR_CERTAIN = 75.0
# What a sample on its head must gain when it is turned: no upright sample came near it.
_LEAST_GAIN = 15.0
# In line thicknesses to each side of the middle of the longest line: five lines or so.
_REACH = 2.5
# A sample with fewer characters says nothing.
_LEAST_CHARACTERS = 8


def turn_needed(
    prepared: PreparedImage, page: Page, read_sample: ReadSample, *, look_at_all: bool = False
) -> int:
    """By how many degrees, clockwise, the page must be turned to be upright.

    0 where it is upright, and where that is not certain. Tesseract itself reads lines that run
    from top to bottom, and takes those that run upwards and those on their head for bad print.

    Args:
        prepared: the image that was read.
        page: what was read of it, in its pixels.
        read_sample: called at most twice.
        look_at_all: also at lines that lie and were read well.
    """
    stands = lines_stand(page)
    is_sure = (page.confidence or 0.0) >= _UPRIGHT_FOR_CERTAIN
    if is_sure and not stands and not look_at_all:
        return 0
    line = _longest_line(page)
    if line is None:
        return 0
    sample = _sample(prepared, line, stands=stands)
    turns: Sequence[int] = (270, 90) if stands else (0, 180)
    first, second = (_confidence(read_sample(turned(sample, degrees))) for degrees in turns)
    if stands:
        best = turns[0] if first >= second else turns[1]
        return best if abs(first - second) >= _LEAST_GAIN else 0
    return 180 if second >= first + _LEAST_GAIN else 0


def _longest_line(page: Page) -> Line | None:
    lines = [line for line in page.lines if len(line.text) >= _LEAST_CHARACTERS]
    return max(lines, key=lambda line: len(line.text), default=None)


def _sample(prepared: PreparedImage, line: Line, *, stands: bool) -> PreparedImage:
    """The line and its neighbours, large enough to be read."""
    box = line.box
    thickness = box.right - box.left if stands else box.bottom - box.top
    reach = round(_REACH * thickness)
    part = BoundingBox(
        left=box.left - (reach if stands else thickness),
        top=box.top - (thickness if stands else reach),
        right=box.right + (reach if stands else thickness),
        bottom=box.bottom + (thickness if stands else reach),
    )
    sample = with_margin(cropped(prepared, part))
    return scaled(sample, READABLE_HEIGHT_PX / max(1, thickness))


def _confidence(page: Page) -> float:
    return page.confidence or 0.0
