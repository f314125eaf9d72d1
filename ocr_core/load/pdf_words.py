"""The words of a PDF page's text layer, and where each stands."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from ocr_core.load.pdf_characters import is_space, text_of
from ocr_core.load.pdf_reading_order import PdfCharacter, in_reading_order
from ocr_core.load.pdf_rectangles import Rectangle, around, loose_rectangle, rectangle, rectangles
from ocr_core.text_direction import has_leftward_letters, text_direction

_LINE_ENDS = frozenset({0x0A, 0x0D})
# In points. A dash of print is 0.3 high; letters for which there is no font are 0 or 0.014.
_FLAT = 0.05
# Text whose whole line is lower than this is not what a missing font leaves of it.
_MIN_LINE_HEIGHT = 1.0
# Radians either way.
_UPRIGHT = 0.3


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

    But lines with letters that are written from right to left are put in order, and columns
    of vertical text that begin at one height, which PDFium sorts from the left.
    """
    for line in _lines(text_page, codes):
        words = list(_words(text_page, line))
        if any(word.runs_down for word in words):
            yield from _columns(words)
        elif words:
            yield words


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


def _lines(
    text_page: pypdfium2.PdfTextPage, codes: Sequence[int]
) -> Iterator[Sequence[PdfCharacter]]:
    """The characters of each line, as they are read."""
    page_text = text_of(codes)
    if not has_leftward_letters(page_text):
        yield from _lines_of_file(codes)
        return
    page_is_leftward = text_direction(page_text) == "rtl"
    for line in _lines_of_file(codes):
        if has_leftward_letters(text_of([each.code for each in line])):
            yield in_reading_order(text_page, line, page_is_leftward=page_is_leftward)
        else:
            yield line


def _lines_of_file(codes: Sequence[int]) -> Iterator[list[PdfCharacter]]:
    line: list[PdfCharacter] = []
    for index, code in enumerate([*codes, 0x0A]):
        if code not in _LINE_ENDS:
            line.append(PdfCharacter(index, code))
        elif line:
            yield line
            line = []


def _words(text_page: pypdfium2.PdfTextPage, line: Sequence[PdfCharacter]) -> Iterator[PdfWord]:
    for is_gap, characters in groupby(line, lambda each: is_space(each.code)):
        word = None if is_gap else _word(text_page, list(characters))
        if word is not None:
            yield word


def _word(text_page: pypdfium2.PdfTextPage, characters: Sequence[PdfCharacter]) -> PdfWord | None:
    text = text_of([each.code for each in characters])
    parts = [part for span in _spans(characters) for part in rectangles(text_page, *span)]
    if not text or not parts:
        return None
    first, last = characters[0].number, characters[-1].number
    runs_down = _runs_down(text_page, first, last)
    box = around(parts)
    each_box = [rectangle(text_page, each.number) for each in characters] if runs_down else [box]
    if all(_is_flat(part) for part in each_box):
        loose = around([loose_rectangle(text_page, each.number) for each in characters])
        if loose[3] - loose[1] >= _MIN_LINE_HEIGHT:
            return PdfWord(text, *loose, has_shape=False, runs_down=runs_down)
    return PdfWord(text, *box, has_shape=True, runs_down=runs_down)


def _spans(characters: Sequence[PdfCharacter]) -> Iterator[tuple[int, int]]:
    """The first and the last but one number of what follows each other on the text page."""
    indices = sorted(each.number for each in characters)
    start = indices[0]
    for index, following in pairwise([*indices, -1]):
        if following != index + 1:
            yield start, index + 1
            start = following


def _runs_down(text_page: pypdfium2.PdfTextPage, first_index: int, last_index: int) -> bool:
    """Whether the letters of a word stand upright, and the last one is below the first."""
    angle = pdfium.FPDFText_GetCharAngle(text_page.raw, first_index)
    if first_index == last_index or abs(angle) > _UPRIGHT:
        return False
    first, last = (loose_rectangle(text_page, index) for index in (first_index, last_index))
    middle = (last[1] + last[3]) / 2
    return middle < first[1] and first[0] < (last[0] + last[2]) / 2 < first[2]


def _is_flat(box: Rectangle) -> bool:
    left, bottom, right, top = box
    return right - left < _FLAT or top - bottom < _FLAT
