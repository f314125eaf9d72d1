"""What Amazon Textract answered for a page, as AnalyzeDocument writes it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.structure.grid import Grid

_Block = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Recorded:
    """Its words, in its order, and its tables.

    A merged cell is at each of its places what Textract says of that place.
    """

    path: Path
    words: str
    tables: tuple[Grid, ...]


def recorded_answers(folder: Path) -> list[Recorded]:
    """Those that have their page beside them: ``NAME.json`` for ``NAME``."""
    answers = sorted(folder.glob("*.json"))
    return [_recorded(answer) for answer in answers if answer.with_suffix("").exists()]


def _recorded(answer: Path) -> Recorded:
    blocks = json.loads(answer.read_text(encoding="utf-8"))["Blocks"]
    words = " ".join(block["Text"] for block in blocks if block["BlockType"] == "WORD")
    return Recorded(answer.with_suffix(""), words, tuple(tables_of(blocks)))


def tables_of(blocks: list[_Block]) -> Iterator[Grid]:
    """Each ``TABLE`` block as a grid."""
    by_id = {block["Id"]: block for block in blocks}
    for table in (block for block in blocks if block["BlockType"] == "TABLE"):
        cells = {
            (cell["RowIndex"], cell["ColumnIndex"]): " ".join(
                word["Text"] for word in _children(cell, "WORD", by_id)
            )
            for cell in _children(table, "CELL", by_id)
        }
        yield Grid(cells, cells)


def _children(block: _Block, kind: str, by_id: Mapping[str, _Block]) -> Iterator[_Block]:
    for relationship in block.get("Relationships") or ():
        if relationship["Type"] == "CHILD":
            for child in (by_id[id] for id in relationship["Ids"] if id in by_id):
                if child["BlockType"] == kind:
                    yield child
