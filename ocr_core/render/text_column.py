"""Lines that follow each other with nothing beside them: a column, or a part of one."""

from collections.abc import Sequence
from functools import cached_property
from itertools import chain, pairwise
from statistics import median_low
from typing import NamedTuple, Self

from ocr_core.model import Block, BoundingBox, Line, Page
from ocr_core.render.glyphless_font import ASCENT
from ocr_core.render.text_axis import TextAxis

# Of its font size, by which a line's box may reach into the next: letters of a page that is
# not level, or set without lead.
_FEET = 0.3


class PlacedLine(NamedTuple):
    """A line, what its letters stand on, and the font size that fits them."""

    line: Line
    axis: TextAxis
    size: float

    @property
    def is_level(self) -> bool:
        """Whether it runs to the right, as nearly as a page lies straight."""
        return self.axis.letters() == (1.0, 0.0)

    def levelled_box(self, slope: float) -> BoundingBox:
        """Around its words, were they not to fall by ``slope``."""
        boxes = [word.box for word in self.line.words] or [self.line.box]
        drops = [round(slope * (box.left + box.right) / 2) for box in boxes]
        return BoundingBox(
            left=self.line.box.left,
            top=min(box.top - drop for box, drop in zip(boxes, drops, strict=True)),
            right=self.line.box.right,
            bottom=max(box.bottom - drop for box, drop in zip(boxes, drops, strict=True)),
        )

    def point(self, share: float) -> tuple[float, float]:
        """A point on the axis: 0 where the line starts, 1 where it ends."""
        start, end = self.axis.extent(self.line.box)
        along = start + share * (end - start)
        return self.axis.origin(along, along)


class TextColumn:
    """Lines of one block, or of several that stand one below the other."""

    def __init__(self, lines: Sequence[PlacedLine], slope: float) -> None:
        """Lines of a page on which lines fall by ``slope``: 0.04 is a pixel in 25."""
        self.lines = tuple(lines)
        # Where they would stand on a page that is not askew.
        self.box = BoundingBox.around(placed.levelled_box(slope) for placed in self.lines)

    @cached_property
    def size(self) -> float:
        """The usual font size."""
        return median_low(placed.size for placed in self.lines)

    @cached_property
    def is_level(self) -> bool:
        """Whether all lines run to the right."""
        return all(placed.is_level for placed in self.lines)

    @cached_property
    def pitches(self) -> Sequence[float]:
        """How far lines stand below the one before them, those in the same row left out."""
        pitches = (_pitch(upper, lower) for upper, lower in pairwise(self.lines))
        return [pitch for pitch in pitches if pitch > self.size / 2]

    @cached_property
    def pitch(self) -> float:
        """The usual one of ``pitches``, of which there has to be one."""
        return median_low(self.pitches)

    @cached_property
    def least_step(self) -> float:
        """The least way down from one end of a line to the other end of the next.

        It is less than the pitch where lines are not level, and below 0 where they
        climb or fall by more than that.
        """
        return min(
            lower.point(end)[1] - upper.point(1 - end)[1]
            for upper, lower in pairwise(self.lines)
            for end in (0, 1)
            if _pitch(upper, lower) > self.size / 2
        )

    @cached_property
    def usual_step(self) -> float:
        """As ``least_step``, by the usual pitch and the line that climbs or falls most."""
        return self.pitch - max(abs(line.point(1)[1] - line.point(0)[1]) for line in self.lines)

    def goes_on_in(self, other: Self) -> bool:
        """Whether ``other`` stands below."""
        is_below = _pitch(self.lines[-1], other.lines[0]) > 0
        return self.is_level and other.is_level and is_below and self.is_in_line_with(other)

    def is_in_line_with(self, other: Self) -> bool:
        """Whether they share a part of the width."""
        return self.box.left < other.box.right and other.box.left < self.box.right

    def adjoins(self, other: Self, distance: float) -> bool:
        """Whether one stands above the other, and so many pixels away at the most."""
        gap = max(self.box.top - other.box.bottom, other.box.top - self.box.bottom)
        return self.is_in_line_with(other) and gap <= distance

    def stands_in(self, box: BoundingBox) -> bool:
        """Whether it is not only the feet of its letters that reach into ``box``."""
        is_across = self.box.left < box.right and box.left < self.box.right
        height = min(self.box.bottom, box.bottom) - max(self.box.top, box.top)
        return is_across and height > _FEET * self.size

    def is_beside(self, other: Self) -> bool:
        """Whether they share a part of the height."""
        return self.box.top < other.box.bottom and other.box.top < self.box.bottom


def text_columns(page: Page) -> list[TextColumn]:
    """All lines of a page that have text, in order.

    Blocks that follow each other become one column where no other text comes to stand in
    it: paragraphs do, a heading above two columns and the first of these do not.
    """
    blocks = [lines for block in page.blocks if (lines := _lines(block))]
    slope = _slope(list(chain.from_iterable(blocks)))
    columns = [TextColumn(lines, slope) for lines in blocks]
    stacks: list[list[TextColumn]] = []
    box = BoundingBox(left=0, top=0, right=0, bottom=0)
    for index, column in enumerate(columns):
        if stacks and stacks[-1][-1].goes_on_in(column):
            joined = BoundingBox.around((box, column.box))
            others = chain(columns[: index - len(stacks[-1])], columns[index + 1 :])
            if not any(other.stands_in(joined) for other in others):
                stacks[-1].append(column)
                box = joined
                continue
        stacks.append([column])
        box = column.box
    return [TextColumn([line for part in stack for line in part.lines], slope) for stack in stacks]


def _lines(block: Block) -> list[PlacedLine]:
    """The lines of a block that have text."""
    return [
        _placed(line, TextAxis.of(line, block.kind))
        for paragraph in block.paragraphs
        for line in paragraph.lines
        if line.text.strip()
    ]


def _slope(lines: Sequence[PlacedLine]) -> float:
    """By how much the lines of a page that runs to the right fall, the long ones first."""
    level = [placed for placed in lines if placed.is_level]
    widths = [placed.line.box.right - placed.line.box.left for placed in level]
    falls = [
        width * placed.axis.dy / placed.axis.dx for width, placed in zip(widths, level, strict=True)
    ]
    return sum(falls) / sum(widths) if sum(widths) else 0.0


def _placed(line: Line, axis: TextAxis) -> PlacedLine:
    """With letters that reach from the axis to the top of most words."""
    return PlacedLine(line, axis, max(1.0, axis.reach(line) / ASCENT))


def _pitch(upper: PlacedLine, lower: PlacedLine) -> float:
    return lower.axis.above(*upper.point(0.5))
