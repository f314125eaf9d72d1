"""Lines that follow each other with nothing beside them: a column, or a part of one."""

from collections.abc import Sequence
from functools import cached_property
from itertools import chain, pairwise
from statistics import median_low
from typing import NamedTuple, Self

from ocr_core.model import Block, BoundingBox, Line, Page
from ocr_core.render.glyphless_font import ASCENT
from ocr_core.render.text_axis import TextAxis


class PlacedLine(NamedTuple):
    """A line, what its letters stand on, and the font size that fits them."""

    line: Line
    axis: TextAxis
    size: float

    def point(self, share: float) -> tuple[float, float]:
        """A point on the axis: 0 where the line starts, 1 where it ends."""
        start, end = self.axis.extent(self.line.box)
        along = start + share * (end - start)
        return self.axis.origin(along, along)


class TextColumn:
    """Lines of one block, or of several that stand one below the other."""

    def __init__(self, lines: Sequence[PlacedLine]) -> None:
        self.lines = tuple(lines)
        self.box = BoundingBox.around(placed.line.box for placed in self.lines)

    @classmethod
    def of(cls, block: Block) -> Self | None:
        """The lines of a block that have text; ``None`` where there are none."""
        lines = [
            _placed(line, TextAxis.of(line, block.kind))
            for paragraph in block.paragraphs
            for line in paragraph.lines
            if line.text.strip()
        ]
        return cls(lines) if lines else None

    @cached_property
    def size(self) -> float:
        """The usual font size."""
        return median_low(placed.size for placed in self.lines)

    @cached_property
    def is_level(self) -> bool:
        """Whether all lines run to the right."""
        return all(placed.axis.letters() == (1.0, 0.0) for placed in self.lines)

    @cached_property
    def pitches(self) -> Sequence[float]:
        """How far lines stand below the one before them, those in the same row left out."""
        pitches = (_pitch(upper, lower) for upper, lower in pairwise(self.lines))
        return [pitch for pitch in pitches if pitch > self.size / 2]

    @cached_property
    def least_step(self) -> float:
        """The least way down from a line's end to the next one's start; less if lines fall."""
        return min(
            lower.point(0)[1] - upper.point(1)[1]
            for upper, lower in pairwise(self.lines)
            if _pitch(upper, lower) > self.size / 2
        )

    def goes_on_in(self, other: Self) -> bool:
        """Whether ``other`` stands below."""
        is_below = _pitch(self.lines[-1], other.lines[0]) > 0
        return self.is_level and other.is_level and is_below and self.is_in_line_with(other)

    def is_in_line_with(self, other: Self) -> bool:
        """Whether they share a part of the width."""
        return self.box.left < other.box.right and other.box.left < self.box.right

    def is_beside(self, other: Self) -> bool:
        """Whether they share a part of the height."""
        return self.box.top < other.box.bottom and other.box.top < self.box.bottom


def text_columns(page: Page) -> list[TextColumn]:
    """All lines of a page that have text, in order.

    Blocks that follow each other become one column where no other text comes to stand in
    it: paragraphs do, a heading above two columns and the first of these do not.
    """
    blocks = [column for block in page.blocks if (column := TextColumn.of(block))]
    stacks: list[list[TextColumn]] = []
    box = BoundingBox(left=0, top=0, right=0, bottom=0)
    for index, block in enumerate(blocks):
        if stacks and stacks[-1][-1].goes_on_in(block):
            joined = BoundingBox.around((box, block.box))
            others = chain(blocks[: index - len(stacks[-1])], blocks[index + 1 :])
            if not any(_overlap(joined, other.box) for other in others):
                stacks[-1].append(block)
                box = joined
                continue
        stacks.append([block])
        box = block.box
    return [TextColumn([line for block in stack for line in block.lines]) for stack in stacks]


def _placed(line: Line, axis: TextAxis) -> PlacedLine:
    """With letters that reach from the axis to the top of most words."""
    return PlacedLine(line, axis, max(1.0, axis.reach(line) / ASCENT))


def _pitch(upper: PlacedLine, lower: PlacedLine) -> float:
    return lower.axis.above(*upper.point(0.5))


def _overlap(one: BoundingBox, other: BoundingBox) -> bool:
    is_across = one.left < other.right and other.left < one.right
    return is_across and one.top < other.bottom and other.top < one.bottom
