"""Ruling lines: level and upright strokes that part cells."""

from collections.abc import Iterable
from typing import Any, NamedTuple, cast

from PIL import Image

from ocr_core.layout.frame import Box, Frame
from ocr_core.layout.strokes import Rule, strokes_in

# Heights of a line of text: the least length of rules, and what may be missing of one, where a
# level one may be hidden by words that stand on it.
_LEAST_LEVEL = 3.0
_LEAST_UPRIGHT = 0.8
_MISSING_LEVEL = 1.0
_MISSING_UPRIGHT = 0.25
# By how much letters may reach out of the boxes of their words, in heights of a line.
_OUTSIDE = 0.12
# Rules are seen as well where the image is so small that a line is so many pixels high.
_COARSE = 11
_PAPER = 255


class Rules(NamedTuple):
    """The level and the upright rules of a page."""

    level: tuple[Rule, ...] = ()
    upright: tuple[Rule, ...] = ()

    def scaled(self, factor: float) -> "Rules":
        """Those of the page when it is larger by ``factor``."""
        if factor == 1:
            return self
        return Rules(
            tuple(rule.scaled(factor) for rule in self.level),
            tuple(rule.scaled(factor) for rule in self.upright),
        )


def rules_in(image: Image.Image, frame: Frame, words: Iterable[Box], height: float) -> Rules:
    """The rules among the pixels of a page.

    Args:
        image: 8-bit grey (Pillow mode ``L``), as sent.
        frame: how the page lies.
        words: where words are on the levelled page: their strokes are no rules.
        height: of a line of text, in pixels.
    """
    factor = max(1, int(height / _COARSE))
    small = image.reduce(factor) if factor > 1 else image
    upright = _upright(small, frame)
    height /= factor
    level, origin = _levelled(upright, frame.slope)
    boxes = [
        Box(*((edge / factor - shift) for edge, shift in zip(box, origin * 2, strict=True)))
        for box in (frame.unmirrored(box) for box in words)
    ]
    wider = max(1.0, _OUTSIDE * height)
    papers = _papers(level, boxes)
    step = max(2, round(height / 5))
    found = (
        strokes_in(
            level.reduce((step, 1)),
            boxes,
            papers,
            height,
            step,
            least=_LEAST_LEVEL * height,
            missing=_MISSING_LEVEL * height,
        ),
        strokes_in(
            level.reduce((1, step)).transpose(Image.Transpose.TRANSPOSE),
            [Box(box.top, box.left - wider, box.bottom, box.right + wider) for box in boxes],
            papers,
            height,
            step,
            least=_LEAST_UPRIGHT * height,
            missing=_MISSING_UPRIGHT * height,
        ),
    )
    x, y = origin
    across = [
        Rule((at + y) * factor, (start + x) * factor, (end + x) * factor)
        for at, start, end in found[0]
    ]
    down = [
        Rule((at + x) * factor, (start + y) * factor, (end + y) * factor)
        for at, start, end in found[1]
    ]
    return mirrored(Rules(tuple(across), tuple(down)), frame)


def mirrored(rules: Rules, frame: Frame) -> Rules:
    """The rules as they stand on a page that is read from right to left, if it is."""
    if not frame.is_mirrored:
        return rules
    width = frame.upright_size[0]
    return Rules(
        tuple(Rule(rule.at, width - rule.end, width - rule.start) for rule in rules.level),
        tuple(Rule(width - rule.at, rule.start, rule.end) for rule in rules.upright),
    )


def _upright(image: Image.Image, frame: Frame) -> Image.Image:
    """Turned so that lines run to the right."""
    turn = {
        1: Image.Transpose.ROTATE_90,
        2: Image.Transpose.ROTATE_180,
        3: Image.Transpose.ROTATE_270,
    }.get(frame.quarters)
    return image if turn is None else image.transpose(turn)


def _levelled(image: Image.Image, slope: float) -> tuple[Image.Image, tuple[float, float]]:
    """The image with level lines, and where its corner is on the levelled page."""
    if not slope:
        return image, (0.0, 0.0)
    width, height = image.size
    corners = [(x + slope * y, y - slope * x) for x in (0, width) for y in (0, height)]
    left, top = min(x for x, _ in corners), min(y for _, y in corners)
    size = (
        round(max(x for x, _ in corners) - left),
        round(max(y for _, y in corners) - top),
    )
    scale = 1 + slope**2
    # Pillow asks where each new pixel comes from: the inverse of what ``Frame.box`` does.
    matrix = (
        1 / scale,
        -slope / scale,
        (left - slope * top) / scale,
        slope / scale,
        1 / scale,
        (top + slope * left) / scale,
    )
    level = image.transform(size, Image.Transform.AFFINE, matrix, fillcolor=_PAPER)
    return level, (left, top)


def _papers(image: Image.Image, words: Iterable[Box]) -> list[int]:
    """What is around each word: the lightest of its corners."""
    pixels = cast("Any", image.load())
    most_x, most_y = image.width - 1, image.height - 1
    found = []
    for box in words:
        left, right = max(0, int(box.left)), min(most_x, int(box.right))
        top, bottom = max(0, int(box.top)), min(most_y, int(box.bottom))
        if left > right or top > bottom:
            found.append(_PAPER)
        else:
            corners = ((left, top), (right, top), (left, bottom), (right, bottom))
            found.append(max(pixels[corner] for corner in corners))
    return found
