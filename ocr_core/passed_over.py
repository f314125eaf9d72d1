"""Where there are signs of text on a page that no word covers.

Text has steps of brightness across and along in the same small place, whatever its colour and
that of its ground. A ruling line, the edge of a band or of a photograph has them in one direction.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from statistics import median

from PIL import Image, ImageChops, ImageFilter

from ocr_core.model import BoundingBox, Page

# The longer edge of what is looked at, in pixels: 10 points are 9 pixels high on A4 then. Large
# print is looked for in so many times less.
_EDGE = 900
_COARSER = 2
# Steps of brightness, 0 to 255, that are not noise: the mean around print is 10 to 60, around pale
# print 6; and where most of the page, which is paper, has some, more than twice as much.
_LEAST_STEP = 5
_NOISE_STEP, _NOISE_FACTOR = 4, 2
# Brightness as it is seen: in the dark, a small step is a large one. Below the middle it is the
# square root.
_SEEN = [round((128 * value) ** 0.5) if value < 128 else value for value in range(256)]
# In pixels of what is looked at: around a pixel, the side of a cell, and half the white between
# letters.
_RADIUS = 2
_CELL = 4
# The share of a cell that is text.
_LEAST_FILL = 0.5
# Heights of a line: around words, what is near is theirs; what is lower is a speck, and what is
# not larger at the edge of a page is one, too.
_REACH = 0.35
_LOWEST, _SPECK = 0.55, 1.8
# On a page of so many words, so few marks of a sign's size are dirt, and no column of digits.
_MANY_WORDS, _FEW = 150, 2
# Of a page without words: cells that are a line at least.
_USUAL_HEIGHT_CELLS = 3


def passed_over(image: Image.Image, page: Page) -> list[BoundingBox]:
    """Boxes, in pixels of the page, around what looks like text and is outside of all words.

    Takes milliseconds: what is found is a reason to look, not yet text.

    Args:
        image: 8-bit grey (Pillow mode ``L``).
        page: what was read of it.
    """
    words = [word.box for line in page.lines for word in line.words]
    factor = max(1, round(max(image.size) / _EDGE))
    fine = image.reduce(factor) if factor > 1 else image
    found = _at_size(fine, factor, words)
    # There, what is no larger than a cell is where rules cross.
    coarse = _COARSER * factor
    found += [
        box
        for box in _at_size(fine.reduce(_COARSER), coarse, words)
        if max(_sides(box)) > _CELL * coarse
    ]
    found = [box for box in found if not _is_speck(box, words)]
    is_prose = len(words) > _MANY_WORDS and len(found) <= _FEW
    return [] if is_prose and all(_is_small(box, words) for box in found) else found


def _is_small(box: BoundingBox, words: Sequence[BoundingBox]) -> bool:
    """Whether it is not larger than a sign of the text."""
    return max(_sides(box)) <= _SPECK * _usual_height(words)


def _at_size(image: Image.Image, factor: int, words: Sequence[BoundingBox]) -> list[BoundingBox]:
    """What there is of a size: large letters have few steps in a small place.

    Args:
        image: the page, so many times smaller.
        factor: how many times.
        words: in pixels of the page.
    """
    signs = _signs(image)
    for box in words:
        reach = round(_REACH * min(_sides(box)))
        edges = (box.left - reach, box.top - reach, box.right + reach, box.bottom + reach)
        left, top, right, bottom = (edge // factor for edge in edges)
        signs.paste(0, (left, top, right + 1, bottom + 1))
    side = _CELL * factor
    height = _usual_height(words) or _USUAL_HEIGHT_CELLS * side
    found = (_around(cells, side) for cells in _neighbours(_cells(signs)))
    return [box for box in found if min(_sides(box)) >= _LOWEST * height]


def _usual_height(words: Sequence[BoundingBox]) -> float:
    """That of most words; 0 where there are none."""
    return median(min(_sides(box)) for box in words) if words else 0.0


def _signs(image: Image.Image) -> Image.Image:
    """White where brightness steps in both directions, black elsewhere."""
    image = image.point(_SEEN)
    across = ImageChops.difference(image, ImageChops.offset(image, 1, 0))
    along = ImageChops.difference(image, ImageChops.offset(image, 0, 1))
    blur = ImageFilter.BoxBlur(_RADIUS)
    both = ImageChops.darker(across.filter(blur), along.filter(blur))
    least = max(_LEAST_STEP, _NOISE_FACTOR * _median(both) + _NOISE_STEP)
    signs = both.point([255 if value >= least else 0 for value in range(256)])
    # What was moved over the edge came in at the other one.
    signs.paste(0, (0, 0, signs.width, _RADIUS + 1))
    signs.paste(0, (0, 0, _RADIUS + 1, signs.height))
    return signs


def _median(image: Image.Image) -> int:
    """The brightness that half of its pixels do not reach."""
    counts = list(accumulate(image.histogram()))
    return bisect_left(counts, counts[-1] / 2)


def _cells(signs: Image.Image) -> set[tuple[int, int]]:
    """The column and row of the cells that are full enough."""
    least = round(255 * _LEAST_FILL)
    small = signs.reduce(_CELL).point([int(value >= least) for value in range(256)])
    return {(number % small.width, number // small.width) for number in _ones(small.tobytes())}


def _ones(levels: bytes) -> Iterator[int]:
    """Where the ones are among zeros."""
    number = levels.find(1)
    while number >= 0:
        yield number
        number = levels.find(1, number + 1)


def _neighbours(cells: set[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Cells that touch, or have one between them along a line, together."""
    left = set(cells)
    while left:
        group = [left.pop()]
        for x, y in group:
            near = {(x + dx, y + dy) for dx in (-2, -1, 0, 1, 2) for dy in (-1, 0, 1)} & left
            left -= near
            group.extend(near)
        yield group


def _around(cells: Iterable[tuple[int, int]], side: int) -> BoundingBox:
    columns, rows = zip(*cells, strict=True)
    return BoundingBox(
        left=min(columns) * side,
        top=min(rows) * side,
        right=(max(columns) + 1) * side,
        bottom=(max(rows) + 1) * side,
    )


def _is_speck(box: BoundingBox, words: Sequence[BoundingBox]) -> bool:
    """Whether it is as small as a sign, and stands at the edge of the page, outside of the text."""
    if not words or not _is_small(box, words):
        return False
    text = BoundingBox.around(words)
    return (
        box.right <= text.left
        or box.left >= text.right
        or box.bottom <= text.top
        or box.top >= text.bottom
    )


def _sides(box: BoundingBox) -> tuple[int, int]:
    return box.right - box.left, box.bottom - box.top
