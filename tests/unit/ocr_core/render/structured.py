"""Documents with structure, built by hand."""

from collections.abc import Sequence

from ocr_core import (
    Block,
    BlockKind,
    BoundingBox,
    Cell,
    Document,
    EngineInfo,
    Line,
    Page,
    Paragraph,
    Table,
    Timings,
    Word,
)

STEP = 10
"""Pixels from a character to the next."""


def box(left: int, top: int, right: int, bottom: int) -> BoundingBox:
    """A box by its edges."""
    return BoundingBox(left=left, top=top, right=right, bottom=bottom)


def line(text: str, top: int = 0, left: int = 0) -> Line:
    """A line in fixed-width print of 20 pixels, each word where its characters stand."""
    words, column = [], 0
    for part in text.split(" "):
        if part:
            start = left + column * STEP
            end = start + len(part) * STEP - 1
            words.append(Word(text=part, box=box(start, top, end, top + 20), confidence=90))
        column += len(part) + 1
    around = BoundingBox.around(word.box for word in words)
    joined = " ".join(word.text for word in words)
    return Line(text=joined, box=around, confidence=90, words=tuple(words))


def block(*texts: str, kind: BlockKind = BlockKind.TEXT, level: int | None = None) -> Block:
    """A block of one paragraph."""
    lines = tuple(line(text, 30 * number) for number, text in enumerate(texts))
    around = BoundingBox.around(each.box for each in lines)
    paragraph = Paragraph(box=around, lines=lines)
    return Block(kind=kind, level=level, box=around, paragraphs=(paragraph,))


def table(rows: Sequence[Sequence[str]], *, spans: Sequence[Cell] = ()) -> Block:
    """A table of these cells; those of ``spans`` come in addition, in the order of the grid."""
    around = box(0, 0, 100 * len(rows[0]), 30 * len(rows))
    cells = [
        Cell(
            row=number,
            column=column,
            is_header=number == 1,
            box=box(100 * column - 100, 30 * number - 30, 100 * column, 30 * number),
            text=text,
        )
        for number, row in enumerate(rows, 1)
        for column, text in enumerate(row, 1)
        if text is not None
    ]
    cells = sorted([*cells, *spans], key=lambda cell: (cell.row, cell.column))
    made = Table(box=around, row_count=len(rows), column_count=len(rows[0]), cells=tuple(cells))
    lines = tuple(line(" ".join(filter(None, row)) or "-", 30 * at) for at, row in enumerate(rows))
    paragraph = Paragraph(box=around, lines=lines)
    return Block(kind=BlockKind.TABLE, box=around, paragraphs=(paragraph,), table=made)


def document(*pages: Sequence[Block]) -> Document:
    """A document of these pages."""
    return Document(
        media_type="image/png",
        languages="eng",
        engine=EngineInfo(name="tesserocr", version="5"),
        timings=Timings(decode_ms=0, ocr_ms=0),
        pages=tuple(
            Page(number=number, width=1000, height=1000, blocks=tuple(blocks))
            for number, blocks in enumerate(pages, 1)
        ),
    )
