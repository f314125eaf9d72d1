"""From rows in reading order to the blocks of the document model."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from ocr_core.layout.rows import Row, height_of, middle_of
from ocr_core.layout.segment import Segment, baseline_of
from ocr_core.model import Block, BlockKind, BoundingBox, Line, Paragraph
from ocr_core.page_layout import line_of
from ocr_core.text_direction import Direction, has_leftward_letters, text_direction

# From one row to the next, as a multiple of what is usual in the region.
_PARAGRAPH_STEP = 1.5
# What is that many heights of a line further down is another block.
_BLOCK_STEP = 4.0


def blocks_of(rows: Sequence[Row], direction: Direction | None) -> Iterator[Block]:
    """The blocks of rows that stand one below the other."""
    group: list[Row] = []
    for row in rows:
        if group and middle_of(row) - middle_of(group[-1]) > _BLOCK_STEP * height_of(row):
            yield block_of(group, BlockKind.TEXT, direction)
            group = []
        group.append(row)
    if group:
        yield block_of(group, BlockKind.TEXT, direction)


def block_of(rows: Sequence[Row], kind: BlockKind, direction: Direction | None) -> Block:
    """One block of rows that stand one below the other, parted into paragraphs."""
    paragraphs = tuple(
        paragraph_of([line_of_row(row, direction) for row in group])
        for group in paragraphs_of(rows)
    )
    box = BoundingBox.around(paragraph.box for paragraph in paragraphs)
    return Block(kind=kind, box=box, paragraphs=paragraphs)


def paragraph_of(lines: Sequence[Line]) -> Paragraph:
    """A paragraph of lines."""
    return Paragraph(box=BoundingBox.around(line.box for line in lines), lines=tuple(lines))


def line_of_row(row: Sequence[Segment], direction: Direction | None) -> Line:
    """A row as one line: as the page is read, or to the left where only its own letters are."""
    if len(row) == 1 and row[0].is_whole:
        return row[0].line
    ordered = list(row)
    if direction != "rtl" and _runs_left(row):
        ordered.reverse()
    words = [placed.word for segment in ordered for placed in segment.words]
    box = BoundingBox.around(word.box for word in words)
    return line_of(words, baseline_of(ordered, box))


def _runs_left(row: Sequence[Segment]) -> bool:
    text = " ".join(segment.text for segment in row)
    return has_leftward_letters(text) and text_direction(text) == "rtl"


def paragraphs_of(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows, parted where the step to the next is longer than usual."""
    steps = [middle_of(row) - middle_of(above) for above, row in pairwise(rows)]
    usual = median(steps) if steps else 0.0
    paragraphs = [[rows[0]]]
    for row, step in zip(rows[1:], steps, strict=True):
        if step > _PARAGRAPH_STEP * max(usual, height_of(row)):
            paragraphs.append([])
        paragraphs[-1].append(row)
    return paragraphs
