"""What parts of a column are: headings, items of lists, captions, text."""

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from ocr_core.layout.print_size import PrintSizes
from ocr_core.layout.rows import Row, height_of, middle_of
from ocr_core.layout.segment import Segment
from ocr_core.model import BlockKind

# From one row to the next, as a multiple of what is usual in the region.
_PARAGRAPH_STEP = 1.5
# Heights of letters that part blocks: of a heading beside those of the text.
_LARGER = 1.2
_OTHER_SIZE = 1.35
_MUCH_LARGER = 1.5
# A heading has at most so many characters and rows.
_MOST_CHARACTERS = 140
_MOST_ROWS = 3
# A title stands in the upper part of its page.
_UPPER = 0.45
# How far a paragraph's first line is indented, and how far before the edge its last may end.
_INDENT = 0.8
_EARLY = 0.3
_BULLET = re.compile(r"^[•◦▪‣●○■□–*·»\-]\s+\S")
_COUNT = re.compile(r"^(\(?(\d{1,3}|[a-z]|[ivx]{1,5})\)|(\d{1,3}|[a-z])\.|\([A-Z]\))\s+\S")
_CAPTION = re.compile(
    r"^(fig(ure|\.)?|table|tab\.|abb(ildung|\.)|tabelle|tableau|figura|tabla|chart|exhibit|"
    r"рис\.|таблица|図|表|图)\s*\d+",
    re.IGNORECASE,
)
_SECTION = re.compile(r"^(\d{1,2}(\.\d{1,2}){0,3}\.?|[IVX]{1,4}\.|§\s*\d+)\s+[^\W\d_]")
_CHAPTER = re.compile(
    r"^(chapter|section|part|appendix|kapitel|abschnitt|anhang|chapitre|annexe|capítulo)\s+"
    r"([0-9IVX]+|[A-Z])\b",
    re.IGNORECASE,
)


class Style(NamedTuple):
    """What is usual on a page."""

    sizes: PrintSizes
    page_height: int


class Piece(NamedTuple):
    """Rows of one role, with how sure it is where it is a guess, and a heading's level."""

    kind: BlockKind
    rows: list[Row]
    confidence: float | None = None
    level: int | None = None


def pieces_of(rows: Sequence[Row], style: Style) -> list[Piece]:
    """Rows that stand one below the other, by roles; paragraphs of text apart."""
    left = min(row[0].left for row in rows)
    right = max(row[-1].right for row in rows)
    pieces: list[Piece] = []
    for group in _groups(rows, style, left, right):
        pieces += _pieces(group, style, right - left)
    return pieces


def _groups(rows: Sequence[Row], style: Style, left: float, right: float) -> list[list[Row]]:
    """Rows, parted where the step to the next is longer than usual, or their size another."""
    steps = [middle_of(row) - middle_of(above) for above, row in pairwise(rows)]
    usual = median(steps) if steps else 0.0
    groups = [[rows[0]]]
    for above, row, step in zip(rows, rows[1:], steps, strict=False):
        if step > _PARAGRAPH_STEP * max(usual, height_of(row)) or _is_parted(
            above, row, style, left, right
        ):
            groups.append([])
        groups[-1].append(row)
    return groups


def _is_parted(above: Row, row: Row, style: Style, left: float, right: float) -> bool:
    """Whether a paragraph or an item begins in ``row``."""
    one, other = style.sizes.of(above), style.sizes.of(row)
    if max(one, other) > _OTHER_SIZE * min(one, other) and min(_length(above), _length(row)) > 3:
        return True
    if _is_item(row):
        return True
    is_indented = row[0].left - left > _INDENT * other > 2 * (above[0].left - left)
    ends_early = above[-1].right < right - _EARLY * (right - left)
    ends = _text(above).endswith((".", "!", "?", ":", "。", "؟"))
    return (is_indented and ends) or (ends_early and ends and not is_indented)


def _pieces(rows: list[Row], style: Style, width: float) -> list[Piece]:
    text = " ".join(_text(row) for row in rows)
    if _is_item(rows[0]):
        return [Piece(BlockKind.LIST_ITEM, rows, 80)]
    if _CAPTION.match(text):
        return [Piece(BlockKind.CAPTION, rows, 80)]
    heading = _heading(rows, text, style, width)
    return [heading or Piece(BlockKind.TEXT, rows)]


def _heading(rows: list[Row], text: str, style: Style, width: float) -> Piece | None:
    """A heading by its size, or by how it begins."""
    if len(text) > _MOST_CHARACTERS or len(rows) > _MOST_ROWS:
        return None
    if sum(map(str.isalpha, text)) < max(3, len(text) / 2) or any(len(row) > 2 for row in rows):
        return None
    size = _size(rows, style) / style.sizes.body
    if size >= _LARGER:
        level = 1 if size >= _MUCH_LARGER else 2
        return Piece(BlockKind.HEADING, rows, min(95.0, round(50 * size, 1)), level)
    if len(rows) > 1 or rows[0][-1].right - rows[0][0].left > 0.8 * width:
        return None
    if text.endswith((".", ",", ";", "-")) or size < 1 / _OTHER_SIZE:
        return None
    section = _SECTION.match(text)
    if section is not None and text[section.end() - 1].isupper():
        return Piece(BlockKind.HEADING, rows, 70, min(6, 2 + section[1].strip(".").count(".")))
    if _CHAPTER.match(text):
        return Piece(BlockKind.HEADING, rows, 70, 1)
    if text.isupper() and len(text) > 4:
        return Piece(BlockKind.HEADING, rows, 60, 3)
    return None


def _is_item(row: Row) -> bool:
    text = _text(row)
    return bool(_BULLET.match(text)) or bool(_COUNT.match(text))


def _text(row: Sequence[Segment]) -> str:
    return " ".join(segment.text for segment in row)


def _length(row: Sequence[Segment]) -> int:
    return sum(segment.characters for segment in row)


def with_title(pieces: list[Piece], style: Style) -> list[Piece]:
    """The largest heading in the upper part of a page, if it is much larger, as its title."""
    best: int | None = None
    for number, piece in enumerate(pieces):
        if piece.kind is not BlockKind.HEADING or piece.level != 1:
            continue
        if middle_of(piece.rows[0]) > _UPPER * style.page_height:
            continue
        if best is None or _size(piece.rows, style) > 1.1 * _size(pieces[best].rows, style):
            best = number
    if best is None or _size(pieces[best].rows, style) < _MUCH_LARGER * style.sizes.body:
        return pieces
    piece = pieces[best]
    return [*pieces[:best], piece._replace(kind=BlockKind.TITLE, level=None), *pieces[best + 1 :]]


def _size(rows: Sequence[Row], style: Style) -> float:
    return median(map(style.sizes.of, rows))
