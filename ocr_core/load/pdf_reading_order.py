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
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from ocr_core.load.pdf_characters import is_space, text_of
from ocr_core.load.pdf_rectangles import loose_rectangle, origin
from ocr_core.text_direction import has_leftward_letters, text_direction

# One letter for each kind of character (table 4 of the annex) that matters here.
_KINDS = {"L": "L", "R": "R", "AL": "A", "EN": "1", "AN": "2", "ES": "+", "CS": ",", "ET": "%"}
# Rules W4 and W5: separators between digits, and signs beside them, are parts of a number; in
# Arabic (rules W2 and W7) signs are not, nor are the separators + and -.
_NUMBER = re.compile(r"%*[12]+(?:[+,][12]+)*%*")
_NUMBER_IN_ARABIC = re.compile(r"[12]+(?:,[12]+)*")
# Words from left to right with what is between them; numbers by themselves.
_RIGHTWARD = re.compile(r"L(?:[LDNB]*[LD])?|D+")
# Words from right to left with what is between them, numbers too.
_LEFTWARD = re.compile(r"R(?:[RDNB]*R)?")
_CLOSING = {"(": ")", "[": "]", "{": "}", "«": "»", "‹": "›"}
_OPENING = {closing: opening for opening, closing in _CLOSING.items()}
_BRACKETS = frozenset("".join((*_CLOSING, *_OPENING)))
# What a closing bracket may stand before, besides a space.
_ENDS = frozenset(".,;:!?…،؛؟\"'”’״")
# What PDFium makes of a character that stands for a ligature: its letters, as they are read.
_COMPOSED = frozenset(
    unicodedata.normalize("NFKC", chr(code))
    for first, last in ((0xFB1D, 0xFDFF), (0xFE70, 0xFEFC))
    for code in range(first, last + 1)
)


# In points: what starts no further away than this starts there.
_TOUCHING = 0.05
_FIRST_HALVES, _SECOND_HALVES, _LAST_HALF = 0xD800, 0xDC00, 0xDFFF


class PdfCharacter(NamedTuple):
    """A character: its number on the text page, and its code point, or PDFium's stand-in."""

    number: int
    code: int


_Cluster = list[PdfCharacter]


class _Span(NamedTuple):
    """Where a cluster stands along its line, and across it, in points."""

    along: float
    across: float
    start: float
    end: float


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
    spans = _spans(text_page, clusters)
    across = [each.across for each in spans]
    if max(across) - min(across) > _line_height(text_page, line):
        return line
    keys = _keys(spans, [is_space(cluster[0].code) for cluster in clusters])
    seen = [clusters[at] for at in sorted(range(len(clusters)), key=keys.__getitem__)]
    text = "".join(_letter(cluster) for cluster in seen)
    is_leftward = page_is_leftward or text_direction(text) == "rtl"
    order = _reading_order(_kinds(text), is_leftward=is_leftward)
    return _with_brackets_turned([each for at in order for each in seen[at]])


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
    """What stands at one place is one glyph: letters from right to left, halves of a character."""

    def place(each: PdfCharacter) -> tuple[float, float] | int:
        is_one_of_many = _kind(each) in ("R", "AL", "NSM") or _is_half(each.code)
        return origin(text_page, each.number) if is_one_of_many else each.number

    return (list(glyph) for _, glyph in groupby(line, place))


def _is_turned(glyph: Sequence[PdfCharacter]) -> bool:
    """Whether PDFium turned its letters round, as it does where a font names them one by one."""
    if _is_half(glyph[0].code):
        return glyph[0].code >= _SECOND_HALVES
    letter_count = sum(not _is_mark(each) for each in glyph)
    text = "".join(chr(each.code) for each in glyph)
    return _is_mark(glyph[0]) or (letter_count > 1 and text not in _COMPOSED)


def _is_half(code: int) -> bool:
    """Whether it is one of the two surrogates that a character beyond U+FFFF is made of."""
    return _FIRST_HALVES <= code <= _LAST_HALF


def _is_mark(character: PdfCharacter) -> bool:
    return _kind(character) == "NSM"


def _kind(character: PdfCharacter) -> str:
    return unicodedata.bidirectional(chr(character.code))


def _spans(text_page: pypdfium2.PdfTextPage, clusters: Sequence[_Cluster]) -> list[_Span]:
    """Where each stands, along the line and across it."""
    # PDFium counts the angle clockwise.
    angle = -pdfium.FPDFText_GetCharAngle(text_page.raw, clusters[0][0].number)
    sine, cosine = math.sin(angle), math.cos(angle)
    found = []
    for cluster in clusters:
        number = cluster[0].number
        x, y = origin(text_page, number)
        left, bottom, right, top = loose_rectangle(text_page, number)
        ends = [
            corner_x * cosine + corner_y * sine
            for corner_x in (left, right)
            for corner_y in (bottom, top)
        ]
        along = x * cosine + y * sine
        found.append(_Span(along, y * cosine - x * sine, min(ends), max(ends)))
    return found


def _keys(spans: Sequence[_Span], are_spaces: Sequence[bool]) -> list[float]:
    """What to sort by: where a letter starts, and for a space the middle of its gap.

    PDFium puts spaces of its own at either end of a letter beside, whichever side they are on.
    """
    letters = sorted(
        span for span, is_space_ in zip(spans, are_spaces, strict=True) if not is_space_
    )
    return [
        _gap(span.along, letters) if is_space_ else span.along
        for span, is_space_ in zip(spans, are_spaces, strict=True)
    ]


def _gap(along: float, letters: Sequence[_Span]) -> float:
    """A place in the gap that a space stands for: where it is, or at the end of the next letter."""
    at = bisect_left(letters, (along - _TOUCHING,))
    if not 0 < at < len(letters) - 1 or letters[at].along > along + _TOUCHING:
        return along
    before, letter, after = letters[at - 1 : at + 2]
    is_behind = after.start - letter.end > letter.start - before.end
    return (letter.along + after.along) / 2 if is_behind else along - _TOUCHING


def _line_height(text_page: pypdfium2.PdfTextPage, line: Sequence[PdfCharacter]) -> float:
    """That of the largest letter, whichever way the line runs."""
    boxes = [loose_rectangle(text_page, each.number) for each in line]
    return max(max(right - left, top - bottom) for left, bottom, right, top in boxes)


def _letter(cluster: _Cluster) -> str:
    """The character that decides where its cluster stands."""
    return text_of([each.code for each in cluster])[:1] or " "


def _kinds(text: str) -> str:
    """L (rightwards), R (leftwards), D (in a number), B (bracket) or N (neutral) for each."""
    kinds = "".join(
        "B" if letter in _BRACKETS else _KINDS.get(unicodedata.bidirectional(letter), "N")
        for letter in text
    )
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
    for run_start, run_end in reversed(list(_rightward_runs(kinds, start, end))):
        order += range(at - 1, run_end - 1, -1)
        order += range(run_start, run_end)
        at = run_start
    return order + list(range(at - 1, start - 1, -1))


def _rightward_runs(kinds: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where they begin and end; a bracket that is opened in one is closed in it (rule N0)."""
    for run in _RIGHTWARD.finditer(kinds, start, end):
        is_open = run[0].count("B") % 2 == 1
        closes = is_open and kinds[run.end() : min(run.end() + 1, end)] == "B"
        yield run.start(), run.end() + closes


def _with_brackets_turned(line: Sequence[PdfCharacter]) -> Sequence[PdfCharacter]:
    """Opening brackets before words, and closing ones behind them.

    Some files name the shape that is seen, and others its meaning, which is the other one of
    the pair from right to left. A bracket between two letters is left as PDFium took it.
    """
    around = [" ", *(chr(each.code) for each in line), " "]
    return [
        PdfCharacter(each.number, ord(_as_it_stands(chr(each.code), before, after)))
        for each, before, after in zip(line, around, around[2:], strict=False)
    ]


def _as_it_stands(character: str, before: str, after: str) -> str:
    """A bracket by what it stands between: a space, or what else ends words."""
    if character not in _BRACKETS:
        return character
    is_end = after.isspace() or after in _ENDS
    # Brackets side by side, behind a word from right to left, close what was opened before it.
    is_end = is_end or (after in _BRACKETS and has_leftward_letters(before))
    if is_end and not before.isspace():
        return _CLOSING.get(character, character)
    if before.isspace() and not is_end:
        return _OPENING.get(character, character)
    return character
