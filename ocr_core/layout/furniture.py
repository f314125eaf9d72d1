"""Running headers, footers and page numbers of a page that is seen alone.

They stand in the margins, apart from the text: a number by itself, a short line with a number at
one of its ends, or a line that is set smaller. What repeats on several pages is found in
``running``.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from ocr_core.layout.print_size import PrintSizes
from ocr_core.layout.rows import Row, middle_of
from ocr_core.model import BlockKind

# Shares of the page's height in which numbers stand, and lines of other text.
_ZONE_OF_NUMBER = 0.13
_ZONE = 0.085
# Steps to the text, in usual ones: of a number, of small print, and of what looks like text.
_APART = 1.25
_APART_SMALL = 1.5
_FAR_APART = 2.0
# Rows of a page that has text enough to tell what is not a part of it.
_FEW_ROWS = 8
_MANY_ROWS = 14
# Of the usual size of print.
_SMALL = 0.92
_LARGE = 1.3
# Characters of a running header, and of one with a number.
_SHORT = 90
_LONG = 140
_MOST_ROWS = 2
# A running header has its text, a number, and perhaps the chapter.
_MOST_PARTS = 4
_PAGE = r"(?:page|seite|pagina|página|p|pg|pag|s|стр)"
_NUMBER = re.compile(
    rf"^[\W_]*(?:{_PAGE}\.?\s*)?(?:\d{{1,4}}|[ivxlc]{{1,7}})"
    r"(?:\s*(?:of|/|von|de|di|van|из)\s*\d{1,4})?[\W_]*$",
    re.IGNORECASE,
)
_ONLY_NUMBER = re.compile(r"^[\W_]*(?:\d{1,4}|[ivxlc]{2,7})[\W_]*$", re.IGNORECASE)


class Furniture(NamedTuple):
    """Rows at the edges of a page that are not of its text, with their kinds."""

    above: list[tuple[BlockKind, Row]]
    below: list[tuple[BlockKind, Row]]


def furniture_of(rows: Sequence[Row], page_height: int, sizes: PrintSizes) -> Furniture:
    """What stands in the margins.

    Args:
        rows: all rows of the page, from the top.
        page_height: in pixels.
        sizes: of print on the page.
    """
    if len(rows) < _FEW_ROWS:
        return Furniture([], [])
    steps = [middle_of(lower) - middle_of(upper) for upper, lower in pairwise(rows)]
    usual = max(median(steps), sizes.body)
    found = Furniture([], [])
    for number in range(_MOST_ROWS):
        depth = middle_of(rows[number]) / page_height
        kind = _kind(rows[number], depth, steps[number] / usual, len(rows), sizes)
        if kind is None:
            break
        found.above.append((BlockKind.HEADER if kind is BlockKind.TEXT else kind, rows[number]))
    for number in range(len(rows) - 1, len(rows) - 1 - _MOST_ROWS, -1):
        depth = 1 - middle_of(rows[number]) / page_height
        kind = _kind(rows[number], depth, steps[number - 1] / usual, len(rows), sizes)
        if kind is None:
            break
        found.below.append((BlockKind.FOOTER if kind is BlockKind.TEXT else kind, rows[number]))
    found.below.reverse()
    return found


def _kind(
    row: Row, depth: float, apart: float, row_count: int, sizes: PrintSizes
) -> BlockKind | None:
    """``PAGE_NUMBER``, ``TEXT`` for a header or footer, or ``None`` for what is neither.

    Args:
        row: the first or last of a page.
        depth: how far it is from the page's edge, as a share of its height.
        apart: how far it is from the text, in usual steps.
        row_count: how many rows the page has.
        sizes: of print on the page.
    """
    text = " ".join(segment.text for segment in row)
    if any(segment.table for segment in row) or len(text) > _LONG:
        return None
    if _NUMBER.match(text):
        is_apart = apart >= (_APART if depth <= _ZONE_OF_NUMBER else _FAR_APART)
        return BlockKind.PAGE_NUMBER if is_apart else None
    size = sizes.of(row) / sizes.body
    if depth > _ZONE_OF_NUMBER or size > _LARGE:
        return None
    has_number = len(row) > 1 and any(_ONLY_NUMBER.match(part.text) for part in row)
    if has_number and len(row) <= _MOST_PARTS and apart >= _APART:
        return BlockKind.TEXT
    if depth > _ZONE or row_count < _MANY_ROWS or len(text) > _SHORT:
        return None
    is_apart = apart >= (_APART_SMALL if size <= _SMALL else _FAR_APART)
    return BlockKind.TEXT if is_apart else None
