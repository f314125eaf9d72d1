"""The blocks of a document, in the form that clients of Amazon Textract read."""

from typing import Any

from handler.textract.blocks import blocks_of
from handler.textract.features import Feature
from ocr_core import (
    Block,
    BlockKind,
    BoundingBox,
    Cell,
    Document,
    EngineInfo,
    Line,
    Page,
    Paragraph,
    Table,
    Timings,
    Word,
)

ALL = tuple(Feature)


def box(left: int, top: int, right: int, bottom: int) -> BoundingBox:
    """A box by its edges."""
    return BoundingBox(left=left, top=top, right=right, bottom=bottom)


def word(text: str, left: int, top: int = 0) -> Word:
    """A word of 100 by 20 pixels."""
    return Word(text=text, box=box(left, top, left + 100, top + 20), confidence=90)


def block(kind: BlockKind, *rows: list[Word], table: Table | None = None) -> Block:
    """A block of one paragraph, a line a row."""
    lines = tuple(
        Line(
            text=" ".join(each.text for each in words),
            box=BoundingBox.around(each.box for each in words),
            confidence=90,
            words=tuple(words),
        )
        for words in rows
    )
    around = BoundingBox.around(line.box for line in lines)
    paragraph = Paragraph(box=around, lines=lines)
    return Block(kind=kind, box=around, paragraphs=(paragraph,), table=table)


def document(*pages: tuple[Block, ...]) -> Document:
    """A document of pages of 1000 by 500 pixels."""
    return Document(
        media_type="image/png",
        languages="eng",
        engine=EngineInfo(name="tesserocr", version="5"),
        timings=Timings(decode_ms=0, ocr_ms=0),
        pages=tuple(
            Page(number=number, width=1000, height=500, blocks=blocks)
            for number, blocks in enumerate(pages, 1)
        ),
    )


def of_type(blocks: list[dict[str, Any]], block_type: str) -> list[dict[str, Any]]:
    """The blocks of one type."""
    return [each for each in blocks if each["BlockType"] == block_type]


def children(each: dict[str, Any], kind: str = "CHILD") -> list[str]:
    """The ids of a block's relationship."""
    found = [part["Ids"] for part in each.get("Relationships", []) if part["Type"] == kind]
    return found[0] if found else []


def table_block() -> Block:
    """Two rows of three columns; the heading covers two of them, and one cell is empty."""
    head, left, right = word("Amount", 0), word("Oak", 0, 40), word("12", 200, 40)
    cells = (
        Cell(
            row=1,
            column=1,
            column_span=2,
            is_header=True,
            box=box(0, 0, 200, 20),
            text="Amount",
            confidence=90,
            words=(head,),
        ),
        Cell(row=1, column=3, box=box(200, 0, 300, 20)),
        Cell(row=2, column=1, box=box(0, 40, 100, 60), text="Oak", words=(left,)),
        Cell(row=2, column=2, box=box(100, 40, 200, 60)),
        Cell(row=2, column=3, box=box(200, 40, 300, 60), text="12", words=(right,)),
    )
    table = Table(box=box(0, 0, 300, 60), row_count=2, column_count=3, cells=cells)
    return block(BlockKind.TABLE, [head], [left, right], table=table)


def test_a_page_has_its_lines_and_they_have_their_words() -> None:
    """Parents come first, every id is known, and nothing is null."""
    text = block(BlockKind.TEXT, [word("one", 0), word("two", 110)], [word("three", 0, 40)])
    blocks = blocks_of(document((text,)))
    ids = {each["Id"]: number for number, each in enumerate(blocks)}

    assert len(ids) == len(blocks)
    assert [each["BlockType"] for each in blocks[:3]] == ["PAGE", "LINE", "WORD"]
    assert [each["Text"] for each in of_type(blocks, "LINE")] == ["one two", "three"]
    assert {each["TextType"] for each in of_type(blocks, "WORD")} == {"PRINTED"}
    assert all(ids[child] > ids[each["Id"]] for each in blocks for child in children(each))
    assert None not in [value for each in blocks for value in each.values()]


def test_geometry_is_in_ratios_of_the_page() -> None:
    """Left, Top, Width and Height between 0 and 1, and the corners from the top left on."""
    blocks = blocks_of(document((block(BlockKind.TEXT, [word("one", 500, 250)]),)))
    geometry = of_type(blocks, "WORD")[0]["Geometry"]

    assert geometry["BoundingBox"] == {"Left": 0.5, "Top": 0.5, "Width": 0.1, "Height": 0.04}
    assert geometry["Polygon"][0] == {"X": 0.5, "Y": 0.5}
    assert geometry["Polygon"][2] == {"X": 0.6, "Y": 0.54}


def test_an_empty_page_is_a_page() -> None:
    """Clients count PAGE blocks, and one without text has no relationship."""
    blocks = blocks_of(document((), (block(BlockKind.TEXT, [word("two", 0)]),)))

    pages = of_type(blocks, "PAGE")
    assert [(each["Page"], "Relationships" in each) for each in pages] == [(1, False), (2, True)]


def test_a_line_ends_at_a_wide_gap() -> None:
    """A label and its value far to the right are two LINE blocks, as Textract has them."""
    row = block(BlockKind.TEXT, [word("Total", 0), word("due", 105), word("12.50", 700)])
    lines = of_type(blocks_of(document((row,))), "LINE")

    assert [each["Text"] for each in lines] == ["Total due", "12.50"]


def test_ids_are_the_same_for_the_same_document() -> None:
    """Parts of an answer that are fetched one by one fit together; two documents share no id."""
    one = document((block(BlockKind.TEXT, [word("one", 0)]),))
    other = document((block(BlockKind.TEXT, [word("other", 0)]),))

    assert blocks_of(one) == blocks_of(one)
    assert not {each["Id"] for each in blocks_of(one)} & {each["Id"] for each in blocks_of(other)}


def test_tables_come_only_when_they_are_asked_for() -> None:
    """Without TABLES there are pages, lines and words alone."""
    types = {each["BlockType"] for each in blocks_of(document((table_block(),)))}

    assert types == {"PAGE", "LINE", "WORD"}


def test_a_table_has_a_cell_for_each_place_and_merged_cells_above_them() -> None:
    """CELLs are one by one; what covers several is a MERGED_CELL of them."""
    blocks = blocks_of(document((table_block(),)), ALL)
    by_id = {each["Id"]: each for each in blocks}
    table = of_type(blocks, "TABLE")[0]
    cells = [by_id[name] for name in children(table)]
    merged = [by_id[name] for name in children(table, "MERGED_CELL")]

    def text(cell: dict[str, Any]) -> str:
        return " ".join(by_id[name]["Text"] for name in children(cell))

    assert {(each["RowIndex"], each["ColumnIndex"]): text(each) for each in cells} == {
        (1, 1): "Amount",
        (1, 2): "",
        (1, 3): "",
        (2, 1): "Oak",
        (2, 2): "",
        (2, 3): "12",
    }
    assert [(each["ColumnSpan"], each["EntityTypes"]) for each in merged] == [
        (2, ["COLUMN_HEADER"])
    ]
    assert [by_id[name]["ColumnIndex"] for name in children(merged[0])] == [1, 2]
    assert len(of_type(blocks, "WORD")) == 3


def test_layout_names_regions_and_groups_the_items_of_a_list() -> None:
    """Roles become LAYOUT blocks, whose children are lines that are there."""
    page = (
        block(BlockKind.TITLE, [word("Title", 0)]),
        block(BlockKind.LIST_ITEM, [word("first", 0, 40)]),
        block(BlockKind.LIST_ITEM, [word("second", 0, 80)]),
        block(BlockKind.FOOTER, [word("foot", 0, 400)]),
    )
    blocks = blocks_of(document(page), [Feature.LAYOUT])
    by_id = {each["Id"]: each for each in blocks}
    layout = [each["BlockType"] for each in blocks if each["BlockType"].startswith("LAYOUT")]
    items = children(of_type(blocks, "LAYOUT_LIST")[0])

    assert layout == ["LAYOUT_TITLE", "LAYOUT_LIST", "LAYOUT_TEXT", "LAYOUT_TEXT", "LAYOUT_FOOTER"]
    assert [by_id[children(by_id[name])[0]]["Text"] for name in items] == ["first", "second"]


def test_a_line_without_words_is_one_word() -> None:
    """Readers lose a LINE that has no WORD."""
    line = Line(text="only a line", box=box(0, 0, 300, 20), confidence=80)
    paragraph = Paragraph(box=line.box, lines=(line,))
    blocks = blocks_of(document((Block(box=line.box, paragraphs=(paragraph,)),)))

    assert [each["Text"] for each in of_type(blocks, "WORD")] == ["only a line"]
