"""Text in a picture, found by its looks and counted without reading it.

Run-length smoothing (Wong, Casey and Wahl, *Document Analysis System*, IBM Journal of
Research and Development 26(6), 1982): ink with small gaps between is smeared into one
piece, and a piece that is long, about as high as letters and made of many strokes is a
line of text. Rules, frames, bars, logos and most photographs give no such pieces.

The sizes are those of print drawn at 72 dpi.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from PIL import Image, ImageChops

from ocr_core.model import BoundingBox

# Ink is this much darker than the mean of the pixels around it; 24 and 40 find as much.
_CONTRAST = 32
_NEIGHBOURHOOD_PIXELS = 10
# Two spaces between words of 12 points.
_GAP_PIXELS = 12
_RUN = re.compile(rb"\xff(?:\x00{0,%d}\xff)*" % _GAP_PIXELS)
# A line's mean thickness: about its letters' height without their stems.
_THICKNESS_PIXELS = (3.0, 20.0)
_MIN_SHAPE = 3
# How much of its box a line fills. Text that lies 2 degrees askew passes; the rim of a bar or
# a branch in a photograph, of a tenth to a quarter, does not.
_MIN_FILL = 0.3
# Strokes a smeared pixel: a rule or a bar has hardly any.
_MIN_STROKES = 0.1
# Letters a thickness of width. On 85 scanned pages the count was 0.6 to 1.7 times what
# people had typed off them, except on typescript, where it is 1.5 to 2.5 times.
_LETTERS = 1.2


class DrawnLine(NamedTuple):
    """Where a line of text stands in a picture, in its pixels, and about how many letters."""

    box: BoundingBox
    letters: float


def count_letters(lines: Iterable[DrawnLine]) -> int:
    """About how many letters lines have."""
    return round(sum(line.letters for line in lines))


def drawn_lines(picture: Image.Image) -> list[DrawnLine]:
    """The lines of dark, level text in a grey picture."""
    darkest, lightest = picture.getextrema()
    if darkest == lightest:
        return []
    return [piece.line for piece in _pieces(_ink(picture)) if piece.is_text]


def _ink(picture: Image.Image) -> Image.Image:
    """White where the picture is darker than around there, black elsewhere."""
    around = picture.reduce(_NEIGHBOURHOOD_PIXELS).resize(picture.size, Image.Resampling.BILINEAR)
    darker = ImageChops.subtract(around, picture)
    return darker.point([255 if level >= _CONTRAST else 0 for level in range(256)])


class _Piece:
    """Smeared ink that hangs together."""

    __slots__ = (
        "area",
        "bottom",
        "first",
        "last",
        "left",
        "merged_into",
        "right",
        "strokes",
        "top",
    )

    def __init__(self, top: int, first: int) -> None:
        self.left, self.right = 1 << 30, 0
        # Among the rows that are looked at, and among all.
        self.top, self.bottom = top, top
        self.first, self.last = first, first
        self.area = self.strokes = 0
        self.merged_into: _Piece | None = None

    def add(self, run: "_Run", row: int, number: int) -> None:
        """Take in a run of the row below, or beside what is there."""
        self.left, self.right = min(self.left, run.start), max(self.right, run.end)
        self.bottom = row + 1
        self.last = number
        self.area += run.end - run.start
        self.strokes += run.strokes

    def merge(self, other: "_Piece") -> None:
        """Take in a piece that turned out to be a part of this one."""
        self.left, self.right = min(self.left, other.left), max(self.right, other.right)
        self.top, self.first = min(self.top, other.top), min(self.first, other.first)
        self.area += other.area
        self.strokes += other.strokes
        other.merged_into = self

    @property
    def whole(self) -> "_Piece":
        """The piece that this one is a part of by now."""
        piece = self
        while piece.merged_into is not None:
            piece = piece.merged_into
        return piece

    @property
    def is_text(self) -> bool:
        """Whether it has the shape of a line of text, and is made of strokes."""
        low, high = _THICKNESS_PIXELS
        width, height = self.right - self.left, self.bottom - self.top
        return (
            width >= _MIN_SHAPE * height
            and low * width <= self.area <= high * width
            and self.area >= _MIN_FILL * width * height
            and self.strokes >= _MIN_STROKES * self.area
        )

    @property
    def line(self) -> DrawnLine:
        """What a line of these measures is."""
        width = self.right - self.left
        box = BoundingBox(left=self.left, top=self.first, right=self.right, bottom=self.last + 1)
        return DrawnLine(box, letters=_LETTERS * width * width / self.area)


class _Run(NamedTuple):
    """Ink in a row of pixels, with gaps that are small."""

    start: int
    end: int
    strokes: int


def _pieces(ink: Image.Image) -> list[_Piece]:
    pieces: list[_Piece] = []
    above: list[tuple[_Run, _Piece]] = []
    for row, (number, pixels) in enumerate(_rows(ink)):
        here: list[tuple[_Run, _Piece]] = []
        first = 0
        for match in _RUN.finditer(pixels):
            run = _Run(*match.span(), strokes=match.group().count(b"\x00\xff") + 1)
            while first < len(above) and above[first][0].end <= run.start:
                first += 1
            piece = _piece_above(run, above, first)
            if piece is None:
                piece = _Piece(row, number)
                pieces.append(piece)
            piece.add(run, row, number)
            here.append((run, piece))
        above = here
    return [piece for piece in pieces if piece.merged_into is None]


def _rows(ink: Image.Image) -> Iterator[tuple[int, bytes]]:
    """The rows of pixels by their numbers, but for those that repeat the one above.

    Those are bars, and rules that go down: most rows of a table or a chart, and none of text.
    """
    data, width = ink.tobytes(), ink.width
    rows = ((start // width, data[start : start + width]) for start in range(0, len(data), width))
    return (next(same) for _, same in groupby(rows, key=itemgetter(1)))


def _piece_above(run: _Run, above: list[tuple[_Run, _Piece]], first: int) -> _Piece | None:
    """The piece that a run touches, once all that it touches are one."""
    found: _Piece | None = None
    for index in range(first, len(above)):
        other, part = above[index]
        if other.start >= run.end:
            break
        piece = part.whole
        if found is None:
            found = piece
        elif piece is not found:
            found.merge(piece)
    return found
