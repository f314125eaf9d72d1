"""Pages of words, set without an engine."""

import io
import math
from collections.abc import Iterable, Sequence

import pikepdf

from ocr_core.model import Baseline, Block, BoundingBox, Line, Page, Paragraph, Word

# Of a letter, and from line to line, in pixels.
ADVANCE, HEIGHT, STEP = 10, 20, 30
WIDTH, HEIGHT_OF_PAGE = 1000, 1400


def line(text: str, left: int, top: int, *, height: int = HEIGHT) -> Line:
    """A line of words that starts at ``left``; of two spaces and more, each is a letter wide."""
    words, at = [], left
    for part in text.split(" "):
        if part:
            words.append(_word(part, at, top, height))
        at += (len(part) + 1) * ADVANCE
    return _line(words)


def leftward(text: str, right: int, top: int) -> Line:
    """A line whose words follow each other from ``right`` to the left."""
    words, at = [], right
    for part in text.split(" "):
        at -= len(part) * ADVANCE
        words.append(_word(part, at, top, HEIGHT))
        at -= ADVANCE
    return _line(words)


def page(lines: Iterable[Line], *, width: int = WIDTH, height: int = HEIGHT_OF_PAGE) -> Page:
    """A page of one block, its lines in the order in which they are given."""
    given = tuple(lines)
    blocks: tuple[Block, ...] = ()
    if given:
        box = BoundingBox.around(each.box for each in given)
        blocks = (Block(box=box, paragraphs=(Paragraph(box=box, lines=given),)),)
    return Page(number=1, width=width, height=height, blocks=blocks)


def turned(lines: Iterable[Line], quarters: int) -> list[Line]:
    """As they stand, with baselines, on a page that was turned clockwise by ``quarters``."""

    def box(box: BoundingBox) -> BoundingBox:
        left, top, right, bottom = box.left, box.top, box.right, box.bottom
        width, height = WIDTH, HEIGHT_OF_PAGE
        for _ in range(quarters):
            left, top, right, bottom = height - bottom, left, height - top, right
            width, height = height, width
        return BoundingBox(left=left, top=top, right=right, bottom=bottom)

    ends = {
        0: lambda at: (at.left, at.bottom, at.right, at.bottom),
        1: lambda at: (at.left, at.top, at.left, at.bottom),
        2: lambda at: (at.right, at.top, at.left, at.top),
        3: lambda at: (at.right, at.bottom, at.right, at.top),
    }

    def turn(line: Line) -> Line:
        words = tuple(
            Word(text=word.text, box=box(word.box), confidence=word.confidence)
            for word in line.words
        )
        x1, y1, x2, y2 = ends[quarters](box(line.box))
        return Line(
            text=line.text,
            box=box(line.box),
            confidence=line.confidence,
            baseline=Baseline(x1=x1, y1=y1, x2=x2, y2=y2),
            words=words,
        )

    return [turn(each) for each in lines]


def askew(lines: Iterable[Line], degrees: float) -> list[Line]:
    """As they stand on a page that was put askew: lines fall by ``degrees``."""
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))

    def box(box: BoundingBox) -> BoundingBox:
        points = [
            (x * cosine - y * sine + 200, x * sine + y * cosine + 200)
            for x in (box.left, box.right)
            for y in (box.top, box.bottom)
        ]
        return BoundingBox(
            left=round(min(x for x, _ in points)),
            top=round(min(y for _, y in points)),
            right=round(max(x for x, _ in points)),
            bottom=round(max(y for _, y in points)),
        )

    return [
        _line([Word(text=word.text, box=box(word.box), confidence=90) for word in each.words])
        for each in lines
    ]


def pdf_of_lines(lines: Iterable[Line], rules: Iterable[tuple[int, int, int, int]] = ()) -> bytes:
    """A PDF page of the same words, in half points, with strokes: x, y, x, y."""
    operators = ["0.5 0 0 0.5 0 0 cm", "1 w"]
    for x1, y1, x2, y2 in rules:
        ends = f"{x1} {HEIGHT_OF_PAGE - y1} m {x2} {HEIGHT_OF_PAGE - y2} l S"
        operators.append(ends)
    operators.append("BT /F1 17 Tf")
    for each in lines:
        at = each.box.left, HEIGHT_OF_PAGE - each.box.bottom
        operators.append(f"1 0 0 1 {at[0]} {at[1]} Tm ({each.text}) Tj")
    operators.append("ET")
    pdf = pikepdf.new()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Courier
    )
    page = pdf.add_blank_page(page_size=(WIDTH / 2, HEIGHT_OF_PAGE / 2))
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=pdf.make_indirect(font)))
    page.Contents = pdf.make_stream("\n".join(operators).encode())
    written = io.BytesIO()
    pdf.save(written)
    return written.getvalue()


def texts(page: Page) -> list[str]:
    """The lines of a page, in its order."""
    return [line.text for line in page.lines]


def _word(text: str, left: int, top: int, height: int) -> Word:
    box = BoundingBox(left=left, top=top, right=left + len(text) * ADVANCE, bottom=top + height)
    return Word(text=text, box=box, confidence=90)


def _line(words: Sequence[Word]) -> Line:
    return Line(
        text=" ".join(word.text for word in words),
        box=BoundingBox.around(word.box for word in words),
        confidence=90,
        words=tuple(words),
    )
