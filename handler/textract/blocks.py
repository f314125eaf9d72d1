"""From a document to the ``Blocks`` of Amazon Textract's answers.

The shape is that of the API reference (Textract, data type ``Block``). What readers of such
answers need beyond it was found by running them (Textractor, textract-response-parser): parents
come before their children, a page has its PAGE block even where it is empty, no member is null,
and every id that is named exists.
"""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby
from statistics import median
from typing import Any

from handler.textract.features import Feature
from ocr_core import Block, BlockKind, BoundingBox, Cell, Document, Line, Page, Table, Word
from ocr_core.spacing import joined

BlockObject = dict[str, Any]
"""One block, as JSON has it."""

# Ratios of the page are told in millionths: a tenth of a pixel of the largest page is several.
_MILLION = 1_000_000
# Text that stands in the file has no confidence of recognition, and Textract has no block without.
_CERTAIN = 100.0
# Words that are further apart than this many heights of their line belong to different LINE blocks.
# Textract's recorded answers split lines there: at the columns of a table, and before a value.
_WIDE_GAP = 1.0

_LAYOUT: Mapping[BlockKind, str] = {
    BlockKind.TITLE: "LAYOUT_TITLE",
    BlockKind.HEADING: "LAYOUT_SECTION_HEADER",
    BlockKind.HEADER: "LAYOUT_HEADER",
    BlockKind.FOOTER: "LAYOUT_FOOTER",
    BlockKind.PAGE_NUMBER: "LAYOUT_PAGE_NUMBER",
    BlockKind.TABLE: "LAYOUT_TABLE",
    BlockKind.IMAGE: "LAYOUT_FIGURE",
}
_LIST, _TEXT = "LAYOUT_LIST", "LAYOUT_TEXT"


def blocks_of(document: Document, features: Collection[Feature] = ()) -> list[BlockObject]:
    """All blocks of a document, page by page.

    The same document gives the same ids, so that an answer can be asked for again in parts.

    Args:
        document: what was read.
        features: what to add to PAGE, LINE and WORD.
    """
    seed = hashlib.sha256(document.text.encode()).hexdigest()
    return [
        block
        for page in document.pages
        for block in _PageBlocks(page, frozenset(features), f"{seed}/{page.number}").all()
    ]


class _PageBlocks:
    """The blocks of one page."""

    def __init__(self, page: Page, features: frozenset[Feature], seed: str) -> None:
        self._page = page
        self._features = features
        digits = hashlib.sha256(seed.encode()).hexdigest()
        self._prefix = f"{digits[:8]}-{digits[8:12]}-8{digits[13:16]}-a{digits[17:20]}-"
        self._count = 0
        self._word_ids: dict[int, str] = {}
        self._blocks: list[BlockObject] = []

    def all(self) -> list[BlockObject]:
        """PAGE, then LINE and WORD, then what was asked for."""
        box = BoundingBox(left=0, top=0, right=self._page.width, bottom=self._page.height)
        root = self._add("PAGE", box, {})
        children = []
        by_block: list[tuple[Block, list[str]]] = []
        for block in self._page.blocks:
            ids = [self._line(part) for line in _lines(block) for part in _parts(line)]
            children += ids
            by_block.append((block, ids))
        if Feature.TABLES in self._features:
            children += [
                self._table(block.table, _kind_confidence(block))
                for block in self._page.blocks
                if block.table is not None
            ]
        if Feature.LAYOUT in self._features:
            children += self._layout(by_block)
        _relate(root, "CHILD", children)
        return self._blocks

    def _line(self, words: Sequence[Word]) -> str:
        box = BoundingBox.around(word.box for word in words)
        text = joined(words)
        line = self._add("LINE", box, {"Text": text}, confidence=_mean(words))
        _relate(line, "CHILD", [self._word(word) for word in words])
        return str(line["Id"])

    def _word(self, word: Word) -> str:
        members = {"Text": word.text, "TextType": "PRINTED"}
        block = self._add("WORD", word.box, members, confidence=_confidence(word))
        self._word_ids[id(word)] = str(block["Id"])
        return str(block["Id"])

    def _table(self, table: Table, confidence: float) -> str:
        members = {"EntityTypes": ["STRUCTURED_TABLE"]}
        block = self._add("TABLE", table.box, members, confidence=confidence)
        cells = [(cell, self._cells(cell)) for cell in table.cells]
        _relate(block, "CHILD", [name for _, names in cells for name in names])
        merged = [self._merged(cell, names) for cell, names in cells if len(names) > 1]
        _relate(block, "MERGED_CELL", merged)
        return str(block["Id"])

    def _cells(self, cell: Cell) -> list[str]:
        """A CELL for each place of the grid; the words are in the first."""
        places = [
            (row, column)
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column, cell.column + cell.column_span)
        ]
        names = []
        for number, (row, column) in enumerate(places):
            members: BlockObject = {
                "RowIndex": row,
                "ColumnIndex": column,
                "RowSpan": 1,
                "ColumnSpan": 1,
            }
            if cell.is_header:
                members["EntityTypes"] = ["COLUMN_HEADER"]
            box = _share(cell, row, column)
            block = self._add("CELL", box, members, confidence=_mean(cell.words))
            words = () if number else cell.words
            _relate(block, "CHILD", [self._known(word) for word in words])
            names.append(str(block["Id"]))
        return names

    def _merged(self, cell: Cell, names: Sequence[str]) -> str:
        members: BlockObject = {
            "RowIndex": cell.row,
            "ColumnIndex": cell.column,
            "RowSpan": cell.row_span,
            "ColumnSpan": cell.column_span,
        }
        if cell.is_header:
            members["EntityTypes"] = ["COLUMN_HEADER"]
        block = self._add("MERGED_CELL", cell.box, members, confidence=_mean(cell.words))
        _relate(block, "CHILD", names)
        return str(block["Id"])

    def _known(self, word: Word) -> str:
        """The id of a word of a cell, which is a word of the page; a new one where it is not."""
        return self._word_ids.get(id(word)) or self._word(word)

    def _layout(self, by_block: Sequence[tuple[Block, list[str]]]) -> list[str]:
        """A block for each region; items of a list that follow each other are one LAYOUT_LIST."""
        names = []
        for is_list, group in groupby(by_block, lambda each: each[0].kind is BlockKind.LIST_ITEM):
            found = list(group)
            names += [self._list(found)] if is_list else [self._region(*each) for each in found]
        return names

    def _list(self, items: Sequence[tuple[Block, list[str]]]) -> str:
        box = BoundingBox.around(block.box for block, _ in items)
        block = self._add(_LIST, box, {}, confidence=_kind_confidence(items[0][0]))
        _relate(block, "CHILD", [self._region(*item) for item in items])
        return str(block["Id"])

    def _region(self, region: Block, lines: Sequence[str]) -> str:
        name = _LAYOUT.get(region.kind, _TEXT)
        block = self._add(name, region.box, {}, confidence=_kind_confidence(region))
        _relate(block, "CHILD", lines)
        return str(block["Id"])

    def _add(
        self,
        block_type: str,
        box: BoundingBox,
        members: Mapping[str, Any],
        *,
        confidence: float | None = None,
    ) -> BlockObject:
        block: BlockObject = {"BlockType": block_type}
        if confidence is not None:
            block["Confidence"] = confidence
        block.update(members)
        block["Geometry"] = _geometry(box, self._page)
        block["Id"] = self._new_id()
        block["Page"] = self._page.number
        self._blocks.append(block)
        return block

    def _new_id(self) -> str:
        """In the form of a UUID, of version 8: the page's digest and a count."""
        self._count += 1
        return f"{self._prefix}{self._count:012x}"


def _lines(block: Block) -> Iterator[Line]:
    for paragraph in block.paragraphs:
        yield from paragraph.lines


def _parts(line: Line) -> Iterator[Sequence[Word]]:
    """The words of a line, parted at wide gaps; of a line without words, the line as one word.

    A LINE without WORDs is lost in readers.
    """
    words = line.words or (Word(text=line.text, box=line.box, confidence=line.confidence),)
    # Of most words: one that is taller counts as little as a full stop.
    height = median(word.box.bottom - word.box.top for word in words)
    part = [words[0]]
    for word in words[1:]:
        gap = max(word.box.left - part[-1].box.right, part[-1].box.left - word.box.right)
        if gap > _WIDE_GAP * height:
            yield part
            part = []
        part.append(word)
    yield part


def _share(cell: Cell, row: int, column: int) -> BoundingBox:
    """The part of a cell's box that is for one place of the grid."""
    box = cell.box
    width, height = box.right - box.left, box.bottom - box.top
    across, down = column - cell.column, row - cell.row
    return BoundingBox(
        left=box.left + width * across // cell.column_span,
        top=box.top + height * down // cell.row_span,
        right=box.left + width * (across + 1) // cell.column_span,
        bottom=box.top + height * (down + 1) // cell.row_span,
    )


def _geometry(box: BoundingBox, page: Page) -> BlockObject:
    left_m, right_m = _millionths(box.left, page.width), _millionths(box.right, page.width)
    top_m, bottom_m = _millionths(box.top, page.height), _millionths(box.bottom, page.height)
    left, right = left_m / _MILLION, right_m / _MILLION
    top, bottom = top_m / _MILLION, bottom_m / _MILLION
    return {
        "BoundingBox": {
            "Width": (right_m - left_m) / _MILLION,
            "Height": (bottom_m - top_m) / _MILLION,
            "Left": left,
            "Top": top,
        },
        "Polygon": [
            {"X": left, "Y": top},
            {"X": right, "Y": top},
            {"X": right, "Y": bottom},
            {"X": left, "Y": bottom},
        ],
    }


def _millionths(pixels: int, whole: int) -> int:
    """A ratio, rounded. In whole numbers, for ``round`` takes longer than all the rest."""
    ratio = (2 * _MILLION * pixels + whole) // (2 * whole)
    return ratio if 0 <= ratio <= _MILLION else _MILLION * (ratio > 0)


def _confidence(word: Word) -> float:
    return _CERTAIN if word.confidence is None else word.confidence


def _mean(words: Sequence[Word]) -> float:
    """Of an empty cell it is certain that nothing was read in it."""
    return round(sum(map(_confidence, words)) / len(words), 2) if words else _CERTAIN


def _kind_confidence(block: Block) -> float:
    return _CERTAIN if block.kind_confidence is None else block.kind_confidence


def _relate(block: BlockObject, kind: str, ids: Sequence[str]) -> None:
    """Name the blocks that belong to one; an empty relationship is left out."""
    if ids:
        block.setdefault("Relationships", []).append({"Type": kind, "Ids": list(ids)})
