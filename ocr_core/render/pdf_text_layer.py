"""The words of a page as invisible text, each where it stands on the page.

Programs that take text out of a PDF go by where letters stand, and few of them do
the same. What is done here for them:

- a line has one font size (see ``font_size``), one baseline and a matrix of its own, so it
  may run in any direction; each word is stretched to its box (ISO 32000-1, 9.3.4);
- the space between two words is a letter of its own, as wide as the gap, and words
  that touch are made narrower: poppler drops a space that has no width;
- text that runs from right to left is written in the order in which it is seen, from
  the left, as typeset PDFs have it: poppler, PDFium and pdf.js turn it round again.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from ocr_core.model import Line, Page
from ocr_core.render.font_size import SizedLine, sized_lines
from ocr_core.render.glyphless_font import ADVANCE, GlyphlessFont
from ocr_core.render.text_axis import TextAxis
from ocr_core.render.visual_order import visual_order
from ocr_core.spacing import separators
from ocr_core.text_direction import has_leftward_letters

# Between words, in em: poppler sees no gap below 0.03.
_MIN_GAP = 0.1
# Words without a space between them (Chinese) that are further apart than this stay so.
_MAX_JOINED_GAP = 1.0
# A line that is askew ends with a space so far above it, in em. PDFium takes what follows on
# nearly the same baseline for a part of the line, and sorts that from left to right.
_END_RISE = 0.7
# A space is not drawn over the gap between columns of a table.
_MAX_SPACE = 1.0


class _Run(NamedTuple):
    """Letters and the stretch of the axis that they take."""

    start: float
    end: float
    text: str


def text_layer(page: Page, font: GlyphlessFont, name_of: Callable[[float], str]) -> str:
    """The operators that write the text of ``page``, in pixels of the page, y upwards.

    Args:
        page: what was read.
        font: encodes the text.
        name_of: gives the font of a looseness a name in the page's resources, e.g. ``/F1``.
    """
    lines = [
        _line_operators(sized, font, name_of(sized.looseness), page.height)
        for sized in sized_lines(page)
    ]
    # Rendering mode 3: neither fill nor stroke, invisible (ISO 32000-1, table 106).
    return "\n".join(["BT", "3 Tr", *lines, "ET"]) if lines else ""


def _line_operators(sized: SizedLine, font: GlyphlessFont, font_name: str, page_height: int) -> str:
    """One line: its font size and matrix (ISO 32000-1, 9.4.2), then its words."""
    placed, size = sized.placed, sized.size
    axis = placed.axis
    dx, dy = axis.letters()
    turn = " ".join(_number(value, decimals=5) for value in (dx, -dy, dy, dx))
    begin = f"{_number(axis.x)} {_number(page_height - axis.y)}"
    operators = [f"{font_name} {_number(size)} Tf {turn} {begin} Tm"]
    pen = axis.x, axis.y
    for run in _spaced(_runs(placed.line, axis), placed.size):
        if run.text != " ":  # a space begins where the word before it ends
            x, y = axis.origin(run.start, run.end)
            right, down = x - pen[0], y - pen[1]
            along, above = right * dx + down * dy, right * dy - down * dx
            operators.append(f"{_number(along)} {_number(above)} Td")
            pen = x, y
        stretch = 100 * (run.end - run.start) / (len(run.text) * ADVANCE * size)
        operators.append(f"{_number(stretch)} Tz <{font.encode(run.text)}> Tj")
    if sized.is_askew:
        operators.append(f"0 {_number(_END_RISE * size)} Td <{font.encode(' ')}> Tj")
    return "\n".join(operators)


def _runs(line: Line, axis: TextAxis) -> list[tuple[_Run, str]]:
    """The words and what follows each; from left to right where some run to the left."""
    parts = [(word.text, word.box) for word in line.words] or [(line.text, line.box)]
    runs = [_Run(*axis.extent(box), text) for text, box in parts]
    if not has_leftward_letters(line.text):
        return [
            pair
            for pair in zip(runs, (separators(line) if line.words else ("",)), strict=True)
            if pair[0].text
        ]
    runs = sorted(run for run in runs if run.text)
    seen = visual_order([run.text for run in runs], line=line.text)
    turned = [run._replace(text=text) for run, text in zip(runs, seen, strict=True)]
    return [(run, " ") for run in turned[:-1]] + [(run, "") for run in turned[-1:]]


def _spaced(runs: Iterable[tuple[_Run, str]], size: float) -> Iterator[_Run]:
    """The words with the spaces between them, none of them over the next."""
    gap = _MIN_GAP * size
    placed = list(runs)
    starts = [run.start for run, _ in placed[1:]]
    for (run, after), next_start in zip(placed, [*starts, math.inf], strict=True):
        end = max(run.end, run.start + gap)
        if next_start <= run.start:
            # A word behind the one before it: noise, but it is not to be glued to it.
            next_start = math.inf
        elif after:
            end = min(end, next_start - min(gap, (next_start - run.start) / 2))
        elif next_start - end < _MAX_JOINED_GAP * size:
            end = next_start
        yield _Run(run.start, end, run.text)
        if after:
            yield _Run(end, min(next_start, end + _MAX_SPACE * size), after)


def _number(value: float, *, decimals: int = 2) -> str:
    """As PDF has numbers, which is without an exponent (ISO 32000-1, 7.3.3)."""
    return f"{value:.{decimals}f}".rstrip("0").rstrip(".")
