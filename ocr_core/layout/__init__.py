"""The layout stage: words with their places in, ordered blocks out, whatever read the words.

Engines and text layers find words and the lines they stand in; in which order they are read is
decided here and nowhere else: docs/architecture-decisions/0023-layout-stage.md.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from statistics import median

from PIL.Image import Image

from ocr_core.layout.aligned_tables import parts_of
from ocr_core.layout.blocks import blocks_of
from ocr_core.layout.cells import TableDraft
from ocr_core.layout.columns import regions_of
from ocr_core.layout.frame import Frame, direction_of
from ocr_core.layout.rows import Row, rows_of
from ocr_core.layout.ruled_tables import ruled_tables
from ocr_core.layout.rules import rules_in
from ocr_core.layout.segment import segments_of
from ocr_core.model import Block, BlockKind, Line, Page
from ocr_core.text_direction import Direction, text_direction


def arranged(page: Page, image: Image | None = None, *, has_columns: bool = True) -> Page:
    """The page with its blocks in reading order.

    Args:
        page: as an engine or a text layer gives it, its lines in any order.
        image: its pixels, 8-bit grey, in which rules are looked for.
        has_columns: whether columns are looked for; not where the caller knows of one block.
    """
    upright = [block for block in page.blocks if block.kind is BlockKind.VERTICAL_TEXT]
    level = [block for block in page.blocks if block.kind is not BlockKind.VERTICAL_TEXT]
    if sum(map(_letters, upright)) > sum(map(_letters, level)):
        return page
    lines = [line for block in level for line in _lines(block)]
    blocks = [
        block
        for number, group in enumerate(_by_direction(lines))
        for block in _blocks(group, page, image if number == 0 else None, has_columns)
    ]
    return page.model_copy(update={"blocks": (*blocks, *upright)})


def _lines(block: Block) -> Iterator[Line]:
    return (line for paragraph in block.paragraphs for line in paragraph.lines)


def _letters(block: Block) -> int:
    return sum(len(line.text) for line in _lines(block))


def _by_direction(lines: Sequence[Line]) -> list[list[Line]]:
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


def _blocks(
    lines: Sequence[Line], page: Page, image: Image | None, has_columns: bool
) -> Iterator[Block]:
    """What runs one way, in reading order."""
    frame = Frame.of(lines, (page.width, page.height))
    direction = text_direction(" ".join(line.text for line in lines))
    frame = frame._replace(is_mirrored=direction == "rtl")
    segments = [segment for line in lines for segment in segments_of(line, frame)]
    tables: list[TableDraft] = []
    if image is not None:
        height = median(segment.height for segment in segments)
        words = [placed.box for segment in segments for placed in segment.words]
        rules = rules_in(image, frame, words, height)
        tables, segments = ruled_tables(segments, rules, height)
        segments += [row for number, table in enumerate(tables, 1) for row in table.solid(number)]
    for rows in regions_of(segments) if has_columns else [rows_of(segments)]:
        yield from _blocks_of_region(rows, tables, frame, direction)


def _blocks_of_region(
    rows: list[Row], tables: Sequence[TableDraft], frame: Frame, direction: Direction | None
) -> Iterator[Block]:
    """The blocks of a part of the page that has one column; ruled tables where they begin."""
    given: set[int] = set()
    loose: list[Row] = []
    for row in [*rows, None]:
        numbers = {segment.table for segment in row or () if segment.table}
        if numbers or row is None:
            for part in parts_of(loose):
                if part.table is not None:
                    yield part.table.block(frame)
                else:
                    yield from blocks_of(part.rows, direction)
            loose = []
            for number in sorted(numbers - given):
                yield tables[number - 1].block(frame)
            given |= numbers
        rest = [segment for segment in row or () if not segment.table]
        if rest:
            loose.append(rest)
