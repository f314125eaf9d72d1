"""Textract's recorded answers."""

import json
from pathlib import Path
from typing import Any

from bench.structure.textract import recorded_answers


def _block(id: str, kind: str, children: tuple[str, ...] = (), **more: Any) -> dict[str, Any]:
    relationships = [{"Type": "CHILD", "Ids": list(children)}] if children else None
    return {"Id": id, "BlockType": kind, "Relationships": relationships, **more}


def test_cells_have_the_text_of_their_words(tmp_path: Path) -> None:
    """A table is a grid of its cells; a block that is not in the answer is passed over."""
    blocks = [
        _block("t", "TABLE", ("c1", "c2", "gone")),
        _block("c1", "CELL", ("w1", "w2"), RowIndex=1, ColumnIndex=1),
        _block("c2", "CELL", (), RowIndex=1, ColumnIndex=2),
        _block("w1", "WORD", Text="Two"),
        _block("w2", "WORD", Text="words"),
    ]
    (tmp_path / "a.png").touch()
    (tmp_path / "a.png.json").write_text(json.dumps({"Blocks": blocks}))
    (tmp_path / "without-page.png.json").write_text(json.dumps({"Blocks": blocks}))
    (recorded,) = recorded_answers(tmp_path)
    assert recorded.words == "Two words"
    assert [table.cells for table in recorded.tables] == [{(1, 1): "Two words", (1, 2): ""}]
