"""The font sizes of a page's lines, by which poppler knows the columns and their order.

Poppler (``pdftotext``, Evince, Okular; poppler/TextOutputDev.cc) does not ask in which
order text was written. It puts a line into the block above where the font sizes agree and
the baselines are near for that size, and takes blocks in rank and file for a table, to be
read row by row: such are the lines of two columns that it did not put together. So, where
columns stand side by side,

- all lines of a column get the same size;
- in a loose column that is larger than the letters, in a font that is the looser for it:
  the letters are where they were, and the baselines have become near;
- columns that stand one above the other get sizes that do not agree.

Of a page that lies askew by a degree or two, a line ends where the next one began. There
the font is smaller than its letters, so that poppler does not take words of both for one
line: it would print them over each other, without spaces.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from ocr_core.model import Page
from ocr_core.render.text_column import PlacedLine, TextColumn, text_columns

# Between baselines of a block, in font sizes; poppler's maxLineSpacingDelta is 1.5.
_MAX_PITCH = 1.45
# By this factor sizes do not agree; poppler's maxBlockFontSizeDelta1 is 0.05.
_APART = 1.06
# Of the column's size, beyond which lines keep their own. A line without tall letters ("or")
# seems to be of 0.7.
_SMALLER, _LARGER = 0.65, 1.25
# Up to double spacing; in steps, each of which is a font of a kilobyte in the file.
_LOOSENESSES = tuple(tenths / 10 for tenths in range(11, 21))
# Browsers (pdf.js) mark text as high as its font: not much over the line above.
_MAX_OF_PITCH = 1.45
# Where lines are so far from level that one comes to stand beside the next: the font is smaller
# than its letters, of the usual pitch.
_MAX_ASKEW = 0.8
_TIGHTNESSES = tuple(twentieths / 20 for twentieths in range(20, 7, -1))
# At 2, poppler (maxIntraLineDelta) and pdf.js take the next line for the same one.
_MAX_OF_STEP = 1.8


class SizedLine(NamedTuple):
    """A line, its font size, and how many times as large as its letters the font is.

    Where it is askew, one of its ends is beside the other end of a line above or below.
    """

    placed: PlacedLine
    size: float
    looseness: float
    is_askew: bool


def sized_lines(page: Page) -> Iterator[SizedLine]:
    """All lines of a page that have text, in order."""
    columns = text_columns(page)
    are_side_by_side = any(one.is_beside(other) for one, other in combinations(columns, 2))
    sizes: list[float] = []
    for column in columns:
        is_askew = _is_askew(column)
        looseness = _looseness(column, columns)
        sizes.append(_size(column, looseness, zip(columns, sizes, strict=False)))
        for placed in column.lines:
            share = placed.size / column.size
            if are_side_by_side and column.is_level and _SMALLER < share < _LARGER:
                yield SizedLine(placed, sizes[-1], looseness, is_askew)
            else:
                own = _tightness(placed.size, column) if is_askew else 1.0
                yield SizedLine(placed, own * placed.size, own, is_askew)


def _is_askew(column: TextColumn) -> bool:
    """Whether a line comes, at one of its ends, to where the next one is at the other."""
    if not column.is_level or not column.pitches:
        return False
    return column.size > _MAX_OF_STEP * column.usual_step


def _tightness(size: float, column: TextColumn) -> float:
    """How much of ``size`` the font may have in a column that is askew; 1 if all of it."""
    limit = _MAX_ASKEW * column.pitch
    return max((tight for tight in _TIGHTNESSES if tight * size <= limit), default=_TIGHTNESSES[-1])


def _looseness(column: TextColumn, columns: Sequence[TextColumn]) -> float:
    """The least that makes as few blocks as can be; 1 where nothing stands beside them."""
    if _is_askew(column):
        return _tightness(column.size, column)
    if not column.pitches or not any(column.is_beside(o) for o in columns if o is not column):
        return 1.0
    limit = min(_MAX_OF_PITCH * column.pitch, _MAX_OF_STEP * column.least_step)
    possible = [1.0, *(loose for loose in _LOOSENESSES if loose * column.size <= limit)]
    return max(possible, key=lambda loose: _near(column, loose * column.size))


def _near(column: TextColumn, size: float) -> int:
    """How many lines poppler puts together with the one above."""
    return sum(pitch <= _MAX_PITCH * size for pitch in column.pitches)


def _size(
    column: TextColumn, looseness: float, others: Iterable[tuple[TextColumn, float]]
) -> float:
    """The size that fits the letters, or the next one that agrees with no other's near by."""
    size = column.size * looseness
    taken = [used for other, used in others if column.adjoins(other, _MAX_PITCH * max(size, used))]
    step = 1 / _APART if _is_askew(column) else _APART
    while any(max(size, other) < _APART * min(size, other) for other in taken):
        size *= step
    return size
