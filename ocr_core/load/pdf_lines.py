"""The characters of each line of a PDF page, as its rows of print have them.

PDFium ends a line at every raised or lowered sign, and none at a hyphen that parts a word. Both are
mended here by where the characters stand. So is a line whose pieces were drawn out of order, as
printer drivers do that draw a page in bands: its characters are sorted, once its words tell.
"""

import math
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from ocr_core.load.pdf_characters import is_space
from ocr_core.load.pdf_reading_order import PdfCharacter
from ocr_core.load.pdf_rectangles import Rectangle, loose_rectangle, rectangle

_LINE_ENDS = frozenset({0x0A, 0x0D})
# PDFium's stand-ins for a hyphen behind which it joined two lines.
_HYPHENS = frozenset({0x02, 0xFFFE})
_SOFT_HYPHEN, _HYPHEN, _SPACE = 0xAD, 0x2D, 0x20
_QUARTER = math.pi / 2
# Radians by which a line may lie askew and its boxes still be those of its letters.
_LEVEL = 0.05
# All of these are shares of the height of a line: how far a raised sign may stand from what is
# before it (a wide space), back and forth; what is a space; where two letters are one.
_NEAR = (-0.3, 0.5)
_SPACE_WIDTH = 0.17
_SAME_PLACE = 0.15
# How much of the lower of two pieces stands beside the other: a raised sign has half and more.
_LEAST_BESIDE = 0.3
# Letters of one line that share more than this of the narrower one were printed over each other.
_MOST_SHARED = 0.5
# So many pairs of them are another text in the same place, and not a value that meets its label.
_OVERPRINTED = 2
# A row that begins further back than the last one ended is another one if it is so much lower.
_ROW_STEP = 0.3


class Stretch(NamedTuple):
    """Where something stands along its line, and across it (upwards), in points."""

    start: float
    end: float
    low: float
    high: float

    @property
    def height(self) -> float:
        """Across the line."""
        return self.high - self.low


def quarters_of(text_page: pypdfium2.PdfTextPage, number: int) -> int | None:
    """How often a character is turned clockwise by a quarter; ``None`` where it is askew."""
    angle = pdfium.FPDFText_GetCharAngle(text_page.raw, number)
    quarters = round(angle / _QUARTER)
    return quarters % 4 if abs(angle - quarters * _QUARTER) < _LEVEL else None


def stretch_of(box: Rectangle, quarters: int) -> Stretch:
    """Where a box stands along and across a line that runs right, down, left or up."""
    left, bottom, right, top = box
    if quarters == 0:
        return Stretch(left, right, bottom, top)
    if quarters == 1:
        return Stretch(-top, -bottom, left, right)
    if quarters == 2:
        return Stretch(-right, -left, -top, -bottom)
    return Stretch(bottom, top, -right, -left)


def lines_of_file(
    text_page: pypdfium2.PdfTextPage, codes: Sequence[int]
) -> Iterator[list[PdfCharacter]]:
    """The characters of each row of print, in the order of the file."""
    line: list[PdfCharacter] = []
    for piece in _pieces(text_page, codes):
        gap = _gap(text_page, line, piece) if line else None
        if gap is None:
            if line:
                yield line
            line = piece
            continue
        if gap and not (is_space(line[-1].code) or is_space(piece[0].code)):
            line.append(PdfCharacter(line[-1].number, _SPACE))
        line += piece
    if line:
        yield line


def _pieces(text_page: pypdfium2.PdfTextPage, codes: Sequence[int]) -> Iterator[list[PdfCharacter]]:
    """Characters up to where PDFium ends a line, or has joined two."""
    piece: list[PdfCharacter] = []
    for number, code in enumerate(codes):
        is_end = code in _LINE_ENDS
        if code == _SOFT_HYPHEN:
            if _is_drawn(text_page, number):
                piece.append(PdfCharacter(number, _HYPHEN))
        elif not is_end:
            piece.append(PdfCharacter(number, code))
            is_end = code in _HYPHENS and pdfium.FPDFText_IsHyphen(text_page.raw, number) == 1
        if is_end and piece:
            yield piece
            piece = []
    if piece:
        yield piece


def _is_drawn(text_page: pypdfium2.PdfTextPage, number: int) -> bool:
    """Whether there is anything of a character to be seen."""
    left, bottom, right, top = rectangle(text_page, number)
    return right > left and top > bottom


def _gap(
    text_page: pypdfium2.PdfTextPage, line: Sequence[PdfCharacter], piece: Sequence[PdfCharacter]
) -> bool | None:
    """Whether a space stands between a line and what goes on with it; ``None`` if that does not."""
    before = next((each for each in reversed(line) if not is_space(each.code)), None)
    after = next((each for each in piece if not is_space(each.code)), None)
    if before is None or after is None:
        return None
    quarters = quarters_of(text_page, before.number)
    if quarters is None or quarters != quarters_of(text_page, after.number):
        return None
    one, other = (
        stretch_of(loose_rectangle(text_page, each.number), quarters) for each in (before, after)
    )
    height = max(one.height, other.height)
    beside = min(one.high, other.high) - max(one.low, other.low)
    if beside < _LEAST_BESIDE * min(one.height, other.height):
        return None
    gap = other.start - one.end
    low, high = _NEAR
    return gap > _SPACE_WIDTH * height if low * height < gap < high * height else None


def rows_of(
    text_page: pypdfium2.PdfTextPage, line: Sequence[PdfCharacter]
) -> Iterator[list[PdfCharacter]]:
    """The rows of print in what PDFium takes for one line, as it does where they stand close."""
    quarters = quarters_of(text_page, line[0].number)
    row: list[PdfCharacter] = []
    last: Stretch | None = None
    for each in line:
        if quarters is not None and not is_space(each.code):
            here = stretch_of(loose_rectangle(text_page, each.number), quarters)
            if last is not None and _starts_row(last, here):
                yield row
                row = []
            last = here
        row.append(each)
    yield row


def _starts_row(last: Stretch, here: Stretch) -> bool:
    step = abs(here.low - last.low)
    return here.start < last.start and step > _ROW_STEP * max(here.height, last.height)


def sorted_line(
    text_page: pypdfium2.PdfTextPage, line: Sequence[PdfCharacter]
) -> list[PdfCharacter] | None:
    """The characters of a line by where they stand, what was printed twice only once.

    As they came where a sign stands over a letter, or the end of one piece over another; ``None``
    where they stand in each other's place, so that nobody knows which of them are seen.
    """
    letters = [each for each in line if not is_space(each.code)]
    quarters = quarters_of(text_page, letters[0].number)
    if quarters is None:
        return list(line)
    boxes = [stretch_of(loose_rectangle(text_page, each.number), quarters) for each in letters]
    height = max(box.height for box in boxes)
    order = sorted(range(len(letters)), key=lambda at: boxes[at].start)
    kept: list[int] = []
    for at in order:
        if any(_is_same(letters, boxes, at, other, height) for other in kept[-3:]):
            continue
        kept.append(at)
    over = [pair for pair in pairwise(kept) if _collide(letters, boxes, *pair)]
    if over:
        count = sum(all(chr(letters[at].code).isalnum() for at in pair) for pair in over)
        return None if count >= _OVERPRINTED else list(line)
    return list(_spaced(letters, boxes, kept, height))


def _is_same(
    letters: Sequence[PdfCharacter], boxes: Sequence[Stretch], one: int, other: int, height: float
) -> bool:
    is_near = abs(boxes[one].start - boxes[other].start) < _SAME_PLACE * height
    return is_near and letters[one].code == letters[other].code


def _collide(
    letters: Sequence[PdfCharacter], boxes: Sequence[Stretch], one: int, other: int
) -> bool:
    if any(unicodedata.category(chr(letters[at].code)) in ("Mn", "Sk") for at in (one, other)):
        return False
    shared = min(boxes[one].end, boxes[other].end) - max(boxes[one].start, boxes[other].start)
    narrower = min(boxes[at].end - boxes[at].start for at in (one, other))
    return shared > _MOST_SHARED * narrower


def _spaced(
    letters: Sequence[PdfCharacter],
    boxes: Sequence[Stretch],
    order: Sequence[int],
    height: float,
) -> Iterator[PdfCharacter]:
    end: float | None = None
    for at in order:
        if end is not None and boxes[at].start - end > _SPACE_WIDTH * height:
            yield PdfCharacter(letters[at].number, _SPACE)
        yield letters[at]
        end = boxes[at].end if end is None else max(end, boxes[at].end)
