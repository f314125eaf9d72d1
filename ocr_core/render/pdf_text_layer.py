"""The words of a page as invisible text, each where it stands on the page.

Programs that take text out of a PDF go by where letters stand, and few of them do
the same. What is done here for them:

- a line has one font size, one baseline and a matrix of its own, so it may run in any
  direction; each word is stretched to its box (ISO 32000-1, 9.3.4);
- the space between two words is a letter of its own, as wide as the gap, and words
  that touch are made narrower: poppler drops a space that has no width;
- text that runs from right to left is written in the order in which it is seen, from
  the left, as typeset PDFs have it: poppler, PDFium and pdf.js turn it round again.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, Self

from ocr_core.model import Baseline, BlockKind, BoundingBox, Line, Page
from ocr_core.render.glyphless_font import ADVANCE, ASCENT, DESCENT, GlyphlessFont
from ocr_core.render.visual_order import has_leftward_letters, visual_order

# The share of a line's height that lies below its baseline.
_FEET = DESCENT / (ASCENT + DESCENT)
# Between words, in em: poppler sees no gap below 0.03.
_MIN_GAP = 0.1
# Words without a space between them (Chinese) that are further apart than this stay so.
_MAX_JOINED_GAP = 1.0
# A space is not drawn over the gap between columns of a table.
_MAX_SPACE = 1.0
# The sine of the angle, 15 degrees, up to which a line's words are written straight.
_STRAIGHT = 0.26
# A line's box this much higher than its words belongs to a line that is not level.
_SKEWED = 1.5


class _Axis(NamedTuple):
    """The line that letters stand on: through a point, in a direction of length 1, y downwards."""

    x: float
    y: float
    dx: float
    dy: float

    @classmethod
    def through(cls, baseline: Baseline) -> Self | None:
        """Along ``baseline``; ``None`` where it is a point."""
        dx, dy = baseline.x2 - baseline.x1, baseline.y2 - baseline.y1
        length = math.hypot(dx, dy)
        return cls(baseline.x1, baseline.y1, dx / length, dy / length) if length else None

    def extent(self, box: BoundingBox) -> tuple[float, float]:
        """Where along the axis a box starts and ends, seen across the axis' main direction."""
        if abs(self.dx) >= abs(self.dy):
            ends = ((box.left - self.x) / self.dx, (box.right - self.x) / self.dx)
        else:
            ends = ((box.top - self.y) / self.dy, (box.bottom - self.y) / self.dy)
        return min(ends), max(ends)

    def letters(self) -> tuple[float, float]:
        """The direction that letters are written in: straight where the axis is nearly so.

        Of a line that climbs by a degree or two, poppler takes every few letters for a
        word of their own; it finds words together that stand on a stair.
        """
        if min(abs(self.dx), abs(self.dy)) > _STRAIGHT:
            return self.dx, self.dy
        return float(round(self.dx)), float(round(self.dy))

    def origin(self, start: float, end: float) -> tuple[float, float]:
        """Where letters begin that have their middle over that of a stretch of the axis."""
        middle, half = (start + end) / 2, (end - start) / 2
        dx, dy = self.letters()
        return self.x + middle * self.dx - half * dx, self.y + middle * self.dy - half * dy

    def height(self, box: BoundingBox) -> float:
        """How far a box reaches above the axis, at the middle of its length."""
        x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        upright = abs(self.dx) >= abs(self.dy)
        edges = [(x, box.top), (x, box.bottom)] if upright else [(box.left, y), (box.right, y)]
        return max((px - self.x) * self.dy - (py - self.y) * self.dx for px, py in edges)


class _Run(NamedTuple):
    """Letters and the stretch of the axis that they take."""

    start: float
    end: float
    text: str


def text_layer(page: Page, font: GlyphlessFont, font_name: str) -> str:
    """The operators that write the text of ``page``, in pixels of the page, y upwards.

    Args:
        page: what was read.
        font: encodes the text.
        font_name: its name in the page's resources, e.g. ``/F1``.
    """
    lines = [
        _line_operators(line, _axis(line, block.kind), font, font_name, page.height)
        for block in page.blocks
        for paragraph in block.paragraphs
        for line in paragraph.lines
        if line.text.strip()
    ]
    # Rendering mode 3: neither fill nor stroke, invisible (ISO 32000-1, table 106).
    return "\n".join(["BT", "3 Tr", *lines, "ET"]) if lines else ""


def _line_operators(
    line: Line, axis: _Axis, font: GlyphlessFont, font_name: str, page_height: int
) -> str:
    """One line: its font size and matrix (ISO 32000-1, 9.4.2), then its words."""
    size = _font_size(line, axis)
    dx, dy = axis.letters()
    turn = " ".join(_number(value, decimals=5) for value in (dx, -dy, dy, dx))
    begin = f"{_number(axis.x)} {_number(page_height - axis.y)}"
    operators = [f"{font_name} {_number(size)} Tf {turn} {begin} Tm"]
    pen = axis.x, axis.y
    for run in _spaced(_runs(line, axis), size):
        if run.text != " ":  # a space begins where the word before it ends
            x, y = axis.origin(run.start, run.end)
            right, down = x - pen[0], y - pen[1]
            along, above = right * dx + down * dy, right * dy - down * dx
            operators.append(f"{_number(along)} {_number(above)} Td")
            pen = x, y
        stretch = 100 * (run.end - run.start) / (len(run.text) * ADVANCE * size)
        operators.append(f"{_number(stretch)} Tz <{font.encode(run.text)}> Tj")
    return "\n".join(operators)


def _axis(line: Line, kind: BlockKind) -> _Axis:
    """The baseline, or where it may be supposed."""
    known = _Axis.through(line.baseline) if line.baseline else None
    if known and _reach(line, known) > 0:
        return known
    box = line.box
    if kind is BlockKind.VERTICAL_TEXT and box.bottom - box.top > box.right - box.left:
        # Turned by a quarter, letters have their feet on the left.
        return _Axis(box.left + _FEET * (box.right - box.left), box.top, 0.0, 1.0)
    height = _usual([part.bottom - part.top for part in _boxes(line)])
    level = _Axis(box.left, box.bottom - _FEET * height, 1.0, 0.0)
    if box.bottom - box.top < _SKEWED * height:
        return level
    first, *_, last = sorted(_boxes(line) * 2, key=lambda part: part.left)
    climb = Baseline(x1=first.left, y1=first.bottom, x2=last.right, y2=last.bottom)
    return _Axis.through(climb) or level


def _font_size(line: Line, axis: _Axis) -> float:
    """Such that letters reach from the axis to the top of most words."""
    return max(1.0, _reach(line, axis) / ASCENT)


def _reach(line: Line, axis: _Axis) -> float:
    return _usual([axis.height(box) for box in _boxes(line)])


def _usual(sizes: Sequence[float]) -> float:
    """The upper quartile: words without a tall letter do not count, nor does one speck."""
    return sorted(sizes)[len(sizes) * 3 // 4]


def _boxes(line: Line) -> list[BoundingBox]:
    return [word.box for word in line.words] or [line.box]


def _runs(line: Line, axis: _Axis) -> list[tuple[_Run, str]]:
    """The words and what follows each; from left to right where some run to the left."""
    parts = [(word.text, word.box) for word in line.words] or [(line.text, line.box)]
    runs = [_Run(*axis.extent(box), text) for text, box in parts]
    if not has_leftward_letters(line.text):
        return [pair for pair in zip(runs, _separators(line), strict=True) if pair[0].text]
    runs = sorted(run for run in runs if run.text)
    seen = visual_order([run.text for run in runs], line=line.text)
    turned = [run._replace(text=text) for run, text in zip(runs, seen, strict=True)]
    return [(run, " ") for run in turned[:-1]] + [(run, "") for run in turned[-1:]]


def _separators(line: Line) -> Iterator[str]:
    """What stands after each word in the line's text: a space, or nothing as in Chinese."""
    at = 0
    for word, following in pairwise(line.words):
        at = line.text.find(word.text, at) + len(word.text)
        yield "" if line.text.startswith(following.text, at) else " "
    yield ""


def _spaced(runs: Iterable[tuple[_Run, str]], size: float) -> Iterator[_Run]:
    """The words with the spaces between them, none of them over the next."""
    gap = _MIN_GAP * size
    placed = list(runs)
    starts = [run.start for run, _ in placed[1:]]
    for (run, after), next_start in zip(placed, [*starts, math.inf], strict=True):
        end = max(run.end, run.start + gap)
        if next_start <= run.start:
            # A word behind the one before it: noise, but it is not to be glued to it.
            next_start = math.inf
        elif after:
            end = min(end, next_start - min(gap, (next_start - run.start) / 2))
        elif next_start - end < _MAX_JOINED_GAP * size:
            end = next_start
        yield _Run(run.start, end, run.text)
        if after:
            yield _Run(end, min(next_start, end + _MAX_SPACE * size), after)


def _number(value: float, *, decimals: int = 2) -> str:
    """As PDF has numbers, which is without an exponent (ISO 32000-1, 7.3.3)."""
    return f"{value:.{decimals}f}".rstrip("0").rstrip(".")
