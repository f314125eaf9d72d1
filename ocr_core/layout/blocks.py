"""From pieces of a page in reading order to the blocks of the document model."""

from collections.abc import Iterable, Iterator, Sequence

from ocr_core.layout.roles import Piece
from ocr_core.layout.rows import Row, height_of, middle_of
from ocr_core.layout.segment import Segment, baseline_of
from ocr_core.model import Block, BlockKind, BoundingBox, Line, Paragraph
from ocr_core.page_layout import line_of
from ocr_core.text_direction import Direction, has_leftward_letters, text_direction

# Text that is that many heights of a line further down is another block.
_BLOCK_STEP = 4.0


def blocks_of(pieces: Iterable[Piece], direction: Direction | None) -> Iterator[Block]:
    """A block for each piece, but one for paragraphs of text that follow each other."""
    group: list[Piece] = []
    for piece in pieces:
        if group and not _goes_on(group[-1], piece):
            yield _block(group, direction)
            group = []
        group.append(piece)
    if group:
        yield _block(group, direction)


def _goes_on(above: Piece, piece: Piece) -> bool:
    if above.kind is not BlockKind.TEXT or piece.kind is not BlockKind.TEXT:
        return False
    step = middle_of(piece.rows[0]) - middle_of(above.rows[-1])
    return 0 < step <= _BLOCK_STEP * height_of(piece.rows[0])


def _block(pieces: Sequence[Piece], direction: Direction | None) -> Block:
    paragraphs = tuple(
        _paragraph([line_of_row(row, direction) for row in piece.rows]) for piece in pieces
    )
    return Block(
        kind=pieces[0].kind,
        kind_confidence=pieces[0].confidence,
        level=pieces[0].level,
        box=BoundingBox.around(paragraph.box for paragraph in paragraphs),
        paragraphs=paragraphs,
    )


def _paragraph(lines: Sequence[Line]) -> Paragraph:
    return Paragraph(box=BoundingBox.around(line.box for line in lines), lines=tuple(lines))


def line_of_row(row: Row, direction: Direction | None) -> Line:
    """A row as one line: as the page is read, or to the left where only its own letters are."""
    if len(row) == 1 and row[0].is_whole:
        return row[0].line
    ordered: list[Segment] = list(row)
    if direction != "rtl" and _runs_left(row):
        ordered.reverse()
    words = [placed.word for segment in ordered for placed in segment.words]
    box = BoundingBox.around(word.box for word in words)
    return line_of(words, baseline_of(ordered, box))


def _runs_left(row: Sequence[Segment]) -> bool:
    text = " ".join(segment.text for segment in row)
    return has_leftward_letters(text) and text_direction(text) == "rtl"
