"""The words of a PDF page's text layer, and where each stands."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from ocr_core.load.pdf_characters import is_space, text_of
from ocr_core.load.pdf_lines import lines_of_file, quarters_of, rows_of, sorted_line, stretch_of
from ocr_core.load.pdf_reading_order import PdfCharacter, in_reading_order
from ocr_core.load.pdf_rectangles import Rectangle, around, loose_rectangle, rectangle, rectangles
from ocr_core.text_direction import has_leftward_letters, text_direction

# In points. A dash of print is 0.3 high; letters for which there is no font are 0 or 0.014.
_FLAT = 0.05
# Text whose whole line is lower than this is not what a missing font leaves of it.
_MIN_LINE_HEIGHT = 1.0
# In points: letters of which one leans over the next one share no more.
_TOUCHING = 1.0
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
    is_jumbled: bool = False
    """Whether its pieces were drawn out of order, or over each other."""
    is_overprinted: bool = False
    """Whether it is of a line whose letters stand in each other's place."""


def words_by_line(
    text_page: pypdfium2.PdfTextPage, codes: Sequence[int]
) -> Iterator[list[PdfWord]]:
    """The words of each line, in the order of the file, which is the reading order.

    But lines with letters that are written from right to left are put in order, and columns
    of vertical text that begin at one height, which PDFium sorts from the left.
    """
    for line in _lines(text_page, codes):
        words = list(_words(text_page, line))
        if _is_out_of_order(text_page, line, words):
            rows = list(rows_of(text_page, line))
            yield from (_in_order(text_page, row) for row in rows[:-1])
            words = _in_order(text_page, rows[-1])
        if any(word.runs_down for word in words):
            yield from _columns(words)
        elif words:
            yield words


def _is_out_of_order(
    text_page: pypdfium2.PdfTextPage, line: Sequence[PdfCharacter], words: Sequence[PdfWord]
) -> bool:
    """Whether a line does not run one way all along; one from right to left was put in order."""
    if any(word.is_jumbled for word in words):
        return True
    if len(words) < 2 or any(word.runs_down for word in words):
        return False
    quarters = quarters_of(text_page, line[0].number)
    if quarters is None:
        return False
    starts = [stretch_of(word[1:5], quarters).start for word in words]
    is_back = any(after < before for before, after in pairwise(starts))
    return is_back and not has_leftward_letters("".join(word.text for word in words))


def _in_order(text_page: pypdfium2.PdfTextPage, line: Sequence[PdfCharacter]) -> list[PdfWord]:
    """The words of a line by where their letters stand; marked where those are on each other."""
    ordered = sorted_line(text_page, line)
    if ordered is None:
        return [word._replace(is_overprinted=True) for word in _words(text_page, line)]
    return list(_words(text_page, ordered))


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
        yield from lines_of_file(text_page, codes)
        return
    page_is_leftward = text_direction(page_text) == "rtl"
    for line in lines_of_file(text_page, codes):
        if has_leftward_letters(text_of([each.code for each in line])):
            yield in_reading_order(text_page, line, page_is_leftward=page_is_leftward)
        else:
            yield line


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
    is_jumbled = len(parts) > 1 and not runs_down and _are_jumbled(text_page, first, text, parts)
    return PdfWord(text, *box, has_shape=True, runs_down=runs_down, is_jumbled=is_jumbled)


def _are_jumbled(
    text_page: pypdfium2.PdfTextPage, number: int, text: str, parts: Sequence[Rectangle]
) -> bool:
    quarters = quarters_of(text_page, number)
    if quarters is None or has_leftward_letters(text):
        return False
    along = [stretch_of(part, quarters) for part in parts]
    return any(
        after.start < before.start or (after.start + after.end) / 2 < before.end - _TOUCHING
        for before, after in pairwise(along)
    )


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
