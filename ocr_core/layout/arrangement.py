"""The lines of a page put in order, those that run the same way at a time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from PIL.Image import Image

from ocr_core.layout.aligned_tables import parts_of
from ocr_core.layout.blocks import blocks_of
from ocr_core.layout.cells import TableDraft
from ocr_core.layout.columns import regions_of
from ocr_core.layout.frame import Frame, direction_of
from ocr_core.layout.furniture import furniture_of
from ocr_core.layout.print_size import PrintSizes
from ocr_core.layout.roles import Piece, Style, pieces_of, with_title
from ocr_core.layout.rows import Row, rows_of
from ocr_core.layout.ruled_tables import ruled_tables
from ocr_core.layout.rules import rules_in
from ocr_core.layout.segment import segments_of
from ocr_core.model import Block, BlockKind, Line
from ocr_core.text_direction import text_direction

# How sure it is that what stands in the margin of a single page is not of its text.
_FURNITURE = 70.0
# Rows of several pieces on a page that may have a table.
_LEAST_ROWS = 2
# The share of a page's width in which a line that stands on its side is not of the text.
_MARGIN = 0.1


def by_direction(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines that run the same way, those of most of the text first, and then what is aside."""
    ways = [direction_of(line) for line in lines]
    letters: defaultdict[int, int] = defaultdict(int)
    for line, way in zip(lines, ways, strict=True):
        if way is not None:
            letters[way[0]] += len(line.text)
    quarters = sorted(letters, key=lambda quarter: -letters[quarter]) or [0]
    groups: dict[int, list[Line]] = {quarter: [] for quarter in quarters}
    for line, way in zip(lines, ways, strict=True):
        groups[quarters[0] if way is None else way[0]].append(line)
    return [group for group in groups.values() if group]


class Arrangement:
    """Lines that run the same way."""

    def __init__(self, lines: Sequence[Line], size: tuple[int, int]) -> None:
        """Lines of a page of ``size``, width and height in pixels; at least one."""
        self._direction = text_direction(" ".join(line.text for line in lines))
        frame = Frame.of(lines, size)
        self._frame = frame._replace(is_mirrored=self._direction == "rtl")
        self._segments = [segment for line in lines for segment in segments_of(line, self._frame)]
        self._tables: list[TableDraft] = []
        self._style = Style(PrintSizes(self._segments), self._frame.upright_size[1])

    def look_for_rules(self, image: Image, *, has_words: bool) -> None:
        """Find the tables that rules draw in an image of the page, if anything stands in rows.

        Args:
            image: 8-bit grey, in any size.
            has_words: whether the words are in it, too.
        """
        if sum(len(row) > 1 for row in rows_of(self._segments)) < _LEAST_ROWS:
            return
        height = median(segment.height for segment in self._segments)
        words = [placed.box for segment in self._segments for placed in segment.words]
        scale = image.width / self._frame.width
        rules = rules_in(
            image,
            self._frame.scaled(scale),
            [word.scaled(scale) for word in words] if has_words else (),
            height * scale,
        ).scaled(1 / scale)
        self._tables, self._segments = ruled_tables(self._segments, rules, height)
        for number, table in enumerate(self._tables, 1):
            self._segments += table.solid(number)

    def blocks(self, *, has_columns: bool) -> Iterator[Block]:
        """In reading order; headers first and footers last."""
        rows = rows_of(self._segments)
        above, below = furniture_of(rows, self._style.page_height, self._style.sizes)
        inner = rows[len(above) : len(rows) - len(below)]
        segments = [segment for row in inner for segment in row]
        regions = regions_of(segments) if has_columns else [inner]
        items = [item for region in regions for item in self._items(region)]
        yield from self._written(Piece(kind, [row], _FURNITURE) for kind, row in above)
        yield from self._written(self._with_title(items))
        yield from self._written(Piece(kind, [row], _FURNITURE) for kind, row in below)

    def asides(self) -> Iterator[Block]:
        """As ``blocks``, of what does not run as the page does: in a margin it is no text."""
        width, height = self._frame.width, self._frame.height
        for block in self.blocks(has_columns=True):
            is_in_margin = self._frame.quarters % 2 and (
                block.box.right < _MARGIN * width or block.box.left > (1 - _MARGIN) * width
            )
            is_tall = block.box.bottom - block.box.top > _MARGIN * height
            if is_in_margin and is_tall:
                update = {"kind": BlockKind.FOOTER, "kind_confidence": _FURNITURE}
                yield block.model_copy(update=update)
            else:
                yield block

    def _items(self, rows: Sequence[Row]) -> Iterator[Piece | TableDraft]:
        """A part of the page that has one column; ruled tables stand where they begin."""
        given: set[int] = set()
        loose: list[Row] = []
        for row in rows:
            numbers = {segment.table for segment in row if segment.table}
            if numbers:
                yield from self._loose_items(loose)
                loose = []
                for number in sorted(numbers - given):
                    yield self._tables[number - 1]
                given |= numbers
            rest = [segment for segment in row if not segment.table]
            if rest:
                loose.append(rest)
        yield from self._loose_items(loose)

    def _loose_items(self, rows: Sequence[Row]) -> Iterator[Piece | TableDraft]:
        for part in parts_of(rows):
            if part.table is not None:
                yield part.table
            else:
                yield from pieces_of(part.rows, self._style)

    def _with_title(self, items: Sequence[Piece | TableDraft]) -> list[Piece | TableDraft]:
        pieces = iter(with_title([item for item in items if isinstance(item, Piece)], self._style))
        return [next(pieces) if isinstance(item, Piece) else item for item in items]

    def _written(self, items: Iterable[Piece | TableDraft]) -> Iterator[Block]:
        """The blocks of the document model."""
        pieces: list[Piece] = []
        for item in items:
            if isinstance(item, Piece):
                pieces.append(item)
            else:
                yield from blocks_of(pieces, self._direction)
                pieces = []
                yield item.block(self._frame)
        yield from blocks_of(pieces, self._direction)
