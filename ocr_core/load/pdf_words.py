"""The words of a PDF page's text layer, and where each stands."""

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from ocr_core.load.pdf_characters import is_space, text_of

_LINE_ENDS = frozenset({0x0A, 0x0D})
# In points. A dash of print is 0.3 high; letters for which there is no font are 0 or 0.014.
_FLAT = 0.05
# Text whose whole line is lower than this is not what a missing font leaves of it.
_MIN_LINE_HEIGHT = 1.0
# Radians either way.
_UPRIGHT = 0.3

_Rectangle = tuple[float, float, float, float]


class PdfWord(NamedTuple):
    """A word: its text and its box in PDF points, origin bottom left."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    has_shape: bool
    """Whether there is something to be drawn; not where a font is neither in the file nor here."""
    runs_down: bool = False
    """Whether its letters stand upright, one below the other, as in vertical Japanese."""


def words_by_line(
    text_page: pypdfium2.PdfTextPage, codes: Sequence[int]
) -> Iterator[list[PdfWord]]:
    """The words of each line, in the order of the file, which is the reading order.

    But columns of vertical text that begin at one height PDFium sorts from the left.
    """
    for line in _lines(text_page, codes):
        if any(word.runs_down for word in line):
            yield from _columns(line)
        else:
            yield line


def _columns(words: Iterable[PdfWord]) -> Iterator[list[PdfWord]]:
    """Words of vertical text by columns; those that PDFium sorted, from the right."""
    rightward: list[list[PdfWord]] = []
    for word in words:
        word = word._replace(runs_down=True)
        before = rightward[-1][-1] if rightward else None
        if before and before.left < _middle(word) < before.right:
            rightward[-1].append(word)
            continue
        if before and _middle(word) < _middle(before):
            yield from reversed(rightward)
            rightward = []
        rightward.append([word])
    yield from reversed(rightward)


def _middle(word: PdfWord) -> float:
    return (word.left + word.right) / 2


def _lines(text_page: pypdfium2.PdfTextPage, codes: Sequence[int]) -> Iterator[list[PdfWord]]:
    line: list[PdfWord] = []
    start = 0
    for index, code in enumerate([*codes, 0x0A]):
        if not is_space(code):
            continue
        if index > start:
            word = _word(text_page, codes, start, index)
            if word is not None:
                line.append(word)
        start = index + 1
        if code in _LINE_ENDS and line:
            yield line
            line = []


def _word(
    text_page: pypdfium2.PdfTextPage, codes: Sequence[int], start: int, end: int
) -> PdfWord | None:
    text = text_of(codes[start:end])
    rectangles = _rectangles(text_page, start, end)
    if not text or not rectangles:
        return None
    runs_down = _runs_down(text_page, start, end)
    box = _around(rectangles)
    parts = [_rectangle(text_page, index) for index in range(start, end)] if runs_down else [box]
    if all(_is_flat(part) for part in parts):
        loose = _around([_loose_rectangle(text_page, index) for index in range(start, end)])
        if loose[3] - loose[1] >= _MIN_LINE_HEIGHT:
            return PdfWord(text, *loose, has_shape=False, runs_down=runs_down)
    return PdfWord(text, *box, has_shape=True, runs_down=runs_down)


def _runs_down(text_page: pypdfium2.PdfTextPage, start: int, end: int) -> bool:
    """Whether the letters of a word stand upright, and the last one is below the first."""
    if end - start < 2 or abs(pdfium.FPDFText_GetCharAngle(text_page.raw, start)) > _UPRIGHT:
        return False
    first, last = (_loose_rectangle(text_page, index) for index in (start, end - 1))
    middle = (last[1] + last[3]) / 2
    return middle < first[1] and first[0] < (last[0] + last[2]) / 2 < first[2]


def _rectangles(text_page: pypdfium2.PdfTextPage, start: int, end: int) -> list[_Rectangle]:
    """Left, bottom, right and top of the parts of a word: of letters of one size and font."""
    handle = text_page.raw
    found = []
    left, top, right, bottom = (ctypes.c_double() for _ in range(4))
    for index in range(pdfium.FPDFText_CountRects(handle, start, end - start)):
        if pdfium.FPDFText_GetRect(handle, index, left, top, right, bottom):
            found.append((left.value, bottom.value, right.value, top.value))
    return found


def _rectangle(text_page: pypdfium2.PdfTextPage, index: int) -> _Rectangle:
    """As large as the shape of one letter."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(text_page.raw, index, left, right, bottom, top)
    return left.value, bottom.value, right.value, top.value


def _loose_rectangle(text_page: pypdfium2.PdfTextPage, index: int) -> _Rectangle:
    """As high as its line and as wide as its advance, whatever a letter looks like."""
    found = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(text_page.raw, index, found)
    return found.left, found.bottom, found.right, found.top


def _around(rectangles: Sequence[_Rectangle]) -> _Rectangle:
    lefts, bottoms, rights, tops = zip(*rectangles, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def _is_flat(box: _Rectangle) -> bool:
    left, bottom, right, top = box
    return right - left < _FLAT or top - bottom < _FLAT
