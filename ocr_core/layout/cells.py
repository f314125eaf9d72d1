"""From cells on the levelled page to a table of the document model."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from statistics import fmean
from typing import NamedTuple

from ocr_core.layout.frame import Box, Frame
from ocr_core.layout.rows import rows_of
from ocr_core.layout.segment import Segment
from ocr_core.model import Block, BlockKind, Cell, Line, Paragraph, Table, Word
from ocr_core.page_layout import line_of


class CellDraft(NamedTuple):
    """A cell: its place, counted from 0, its box on the levelled page, and what stands in it."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box
    segments: tuple[Segment, ...] = ()
    is_header: bool = False

    def lines(self) -> Iterator[list[Word]]:
        """The words of each of its lines."""
        for row in rows_of(self.segments):
            yield [placed.word for segment in row for placed in segment.words]


class TableDraft(NamedTuple):
    """A table on the levelled page."""

    box: Box
    row_count: int
    column_count: int
    cells: tuple[CellDraft, ...]
    """Row by row; each place of the grid belongs to one."""

    def block(self, frame: Frame) -> Block:
        """The block of the document model: a line for each row that has text."""
        box = frame.on_page(self.box)
        lines = tuple(self._lines())
        return Block(
            kind=BlockKind.TABLE,
            box=box,
            paragraphs=(Paragraph(box=box, lines=lines),) if lines else (),
            table=Table(
                box=box,
                row_count=self.row_count,
                column_count=self.column_count,
                cells=tuple(_cell(cell, frame) for cell in self.cells),
            ),
        )

    def rows(self) -> list[list[CellDraft]]:
        """The cells that begin in each row, from the left."""
        rows: defaultdict[int, list[CellDraft]] = defaultdict(list)
        for cell in self.cells:
            rows[cell.row].append(cell)
        return [rows[number] for number in range(self.row_count)]

    def solid(self, number: int) -> Iterator[Segment]:
        """A segment for each row, to be put in order with the text around the table."""
        for row in self.rows():
            inside = [segment for cell in row for segment in cell.segments]
            if row and inside:
                top = min(segment.top for segment in inside)
                bottom = max(segment.bottom for segment in inside)
                characters = sum(segment.characters for segment in inside)
                yield Segment(
                    self.box.left,
                    top,
                    self.box.right,
                    bottom,
                    characters,
                    (),
                    inside[0].line,
                    number,
                )

    def _lines(self) -> Iterator[Line]:
        for row in self.rows():
            words = [word for cell in row for line in cell.lines() for word in line]
            if words:
                yield line_of(words)


def _cell(cell: CellDraft, frame: Frame) -> Cell:
    lines = list(cell.lines())
    words = [word for line in lines for word in line]
    return Cell(
        row=cell.row + 1,
        column=cell.column + 1,
        row_span=cell.row_span,
        column_span=cell.column_span,
        is_header=cell.is_header,
        box=frame.on_page(cell.box),
        text="\n".join(line_of(line).text for line in lines),
        confidence=_confidence(words),
        words=tuple(words),
    )


def _confidence(words: Sequence[Word]) -> float | None:
    known = [word.confidence for word in words if word.confidence is not None]
    return round(fmean(known), 2) if known else None
