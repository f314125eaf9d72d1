"""The order in which the characters of a line of a PDF page are read.

PDFium sorts the characters of a line by where they stand, and turns round what it takes
for runs from right to left. It knows no numbers, and counts runs, not letters: of
``test.pdf`` in a Hebrew line it makes ``pdf.test``, and some lines it gives from their
last word to their first. So a line with letters that are written from right to left is
sorted again here, by the Unicode Bidirectional Algorithm (Unicode Standard Annex 9)
turned round: from the order in which characters are seen to that in which they are read.
Where two texts are seen alike the usual one is taken: ``Python 3`` and not ``3 Python``.
"""

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from ocr_core.load.pdf_rectangles import loose_rectangle, origin
from ocr_core.text_direction import text_direction

# One letter for each kind of character (table 4 of the annex) that matters here.
_KINDS = {"L": "L", "R": "R", "AL": "A", "EN": "1", "AN": "2", "ES": "+", "CS": ",", "ET": "%"}
# Rules W4 and W5: separators between digits, and signs beside them, are parts of a number; in
# Arabic (rules W2 and W7) signs are not, nor are the separators + and -.
_NUMBER = re.compile(r"%*[12]+(?:[+,][12]+)*%*")
_NUMBER_IN_ARABIC = re.compile(r"[12]+(?:,[12]+)*")
# Words from left to right with what is between them; numbers by themselves.
_RIGHTWARD = re.compile(r"L(?:[LDN]*[LD])?|D+")
# Words from right to left with what is between them, numbers too.
_LEFTWARD = re.compile(r"R(?:[RDN]*R)?")
_BRACKETS = (("(", ")"), ("[", "]"), ("{", "}"), ("«", "»"), ("‹", "›"))
# What PDFium makes of a character that stands for a ligature: its letters, as they are read.
_COMPOSED = frozenset(
    unicodedata.normalize("NFKC", chr(code))
    for first, last in ((0xFB1D, 0xFDFF), (0xFE70, 0xFEFC))
    for code in range(first, last + 1)
)


class PdfCharacter(NamedTuple):
    """A character: its number on the text page, and its code point, or PDFium's stand-in."""

    number: int
    code: int


_Cluster = list[PdfCharacter]
_Place = tuple[float, float]


def in_reading_order(
    text_page: pypdfium2.PdfTextPage, line: Sequence[PdfCharacter], *, page_is_leftward: bool
) -> Sequence[PdfCharacter]:
    """The characters of a line as they are read; as they came where they are not on one line.

    Args:
        text_page: where the characters are from.
        line: its characters, in PDFium's order, some of them written from right to left.
        page_is_leftward: whether most letters of the page are, so that a line of mostly
            Latin words is one from right to left, too.
    """
    clusters = _clusters(text_page, line)
    places = _places(text_page, clusters)
    heights = [across for _, across in places]
    if max(heights) - min(heights) > _line_height(text_page, line):
        return line
    seen = [clusters[at] for at in sorted(range(len(clusters)), key=lambda at: places[at][0])]
    text = "".join(_letter(cluster) for cluster in seen)
    is_leftward = page_is_leftward or text_direction(text) == "rtl"
    order = _reading_order(_kinds(text), is_leftward=is_leftward)
    return _with_paired_brackets([each for at in order for each in seen[at]])


def _clusters(text_page: pypdfium2.PdfTextPage, line: Sequence[PdfCharacter]) -> list[_Cluster]:
    """The letters of each glyph with the marks on them, as they are read."""
    found: list[_Cluster] = []
    for glyph in _glyphs(text_page, line):
        if found and all(map(_is_mark, glyph)):
            found[-1] += glyph
        else:
            found.append(glyph[::-1] if _is_turned(glyph) else glyph)
    return found


def _glyphs(
    text_page: pypdfium2.PdfTextPage, line: Sequence[PdfCharacter]
) -> Iterator[list[PdfCharacter]]:
    """What stands at one place is one glyph, if it runs from right to left."""

    def place(each: PdfCharacter) -> tuple[float, float] | int:
        is_one_of_many = _kind(each) in ("R", "AL", "NSM")
        return origin(text_page, each.number) if is_one_of_many else each.number

    return (list(glyph) for _, glyph in groupby(line, place))


def _is_turned(glyph: Sequence[PdfCharacter]) -> bool:
    """Whether PDFium turned its letters round, as it does where a font names them one by one."""
    letter_count = sum(not _is_mark(each) for each in glyph)
    text = "".join(chr(each.code) for each in glyph)
    return _is_mark(glyph[0]) or (letter_count > 1 and text not in _COMPOSED)


def _is_mark(character: PdfCharacter) -> bool:
    return _kind(character) == "NSM"


def _kind(character: PdfCharacter) -> str:
    return unicodedata.bidirectional(chr(character.code))


def _places(text_page: pypdfium2.PdfTextPage, clusters: Sequence[_Cluster]) -> list[_Place]:
    """How far along the line each starts, and how far across it."""
    starts = [origin(text_page, cluster[0].number) for cluster in clusters]
    # PDFium counts it clockwise.
    angle = -pdfium.FPDFText_GetCharAngle(text_page.raw, clusters[0][0].number)
    sine, cosine = math.sin(angle), math.cos(angle)
    return [(x * cosine + y * sine, y * cosine - x * sine) for x, y in starts]


def _line_height(text_page: pypdfium2.PdfTextPage, line: Sequence[PdfCharacter]) -> float:
    """That of the largest letter, whichever way the line runs."""
    boxes = [loose_rectangle(text_page, each.number) for each in line]
    return max(max(right - left, top - bottom) for left, bottom, right, top in boxes)


def _letter(cluster: _Cluster) -> str:
    """The character that decides where its cluster stands."""
    return chr(cluster[0].code)


def _kinds(text: str) -> str:
    """L (rightwards), R (leftwards), D (in a number) or N (neutral) for every character."""
    kinds = "".join(_KINDS.get(unicodedata.bidirectional(letter), "N") for letter in text)
    number = _NUMBER_IN_ARABIC if "A" in kinds else _NUMBER
    kinds = number.sub(lambda found: "D" * len(found[0]), kinds)
    return re.sub("[+,%]", "N", kinds).replace("A", "R")


def _reading_order(kinds: str, *, is_leftward: bool) -> list[int]:
    """The places of the characters of a line, in the order in which they are read."""
    order = list(range(len(kinds)))
    if is_leftward:
        return _turned(kinds, 0, len(kinds))
    for run in _LEFTWARD.finditer(kinds):
        order[run.start() : run.end()] = _turned(kinds, *run.span())
    return order


def _turned(kinds: str, start: int, end: int) -> list[int]:
    """A run from its right end to its left, but what runs to the right in it as it is."""
    order: list[int] = []
    at = end
    for run in reversed(list(_RIGHTWARD.finditer(kinds, start, end))):
        order += range(at - 1, run.end() - 1, -1)
        order += range(*run.span())
        at = run.start()
    return order + list(range(at - 1, start - 1, -1))


def _with_paired_brackets(line: Sequence[PdfCharacter]) -> Sequence[PdfCharacter]:
    """Opening brackets before closing ones: some files name the shape seen, others the meaning.

    A bracket without its partner is left as PDFium took it.
    """
    codes = [each.code for each in line]
    for opening, closing in _BRACKETS:
        places = [at for at, code in enumerate(codes) if chr(code) in (opening, closing)]
        if len(places) % 2 == 0 and not _are_paired([codes[at] == ord(opening) for at in places]):
            for number, at in enumerate(places):
                codes[at] = ord(closing if number % 2 else opening)
    return [PdfCharacter(each.number, code) for each, code in zip(line, codes, strict=True)]


def _are_paired(are_opening: Sequence[bool]) -> bool:
    depth = 0
    for is_opening in are_opening:
        depth += 1 if is_opening else -1
        if depth < 0:
            return False
    return depth == 0
