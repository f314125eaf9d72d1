"""Tables with and without rules."""

import math
from collections.abc import Sequence

import pytest
from PIL import Image, ImageDraw

from ocr_core.layout import arranged
from ocr_core.model import Block, BlockKind, Line, Page, Table
from tests.unit.ocr_core.layout.sheets import (
    HEIGHT_OF_PAGE,
    STEP,
    WIDTH,
    askew,
    leftward,
    line,
    page,
    texts,
)

PROSE = "the harbour lay still under a sky and the boats that had come in with the tide were"
STATEMENT = [
    ["Date", "Booking", "Debit", "Credit"],
    ["02.03.", "Rent for March", "1,284.50", ""],
    ["05.03.", "Salary Aldridge", "", "3,120.00"],
    ["09.03.", "Harbour dues", "96.20", ""],
    ["14.03.", "Refund Brampton", "", "48.75"],
]
LEFTS = (50, 180, 450, 600)


def set_(rows: Sequence[Sequence[str]], *, top: int = 100, step: int = STEP) -> list[Line]:
    """Cells as lines of their own."""
    return [
        line(text, left, top + step * at)
        for at, row in enumerate(rows)
        for left, text in zip(LEFTS, row, strict=False)
        if text
    ]


def grid(table: Table) -> list[list[str]]:
    """The texts of cells by row."""
    rows: list[list[str]] = [[] for _ in range(table.row_count)]
    for cell in table.cells:
        rows[cell.row - 1].append(cell.text)
    return rows


def tables(found: Page) -> list[Table]:
    """The tables of a page."""
    return [block.table for block in found.blocks if block.table is not None]


def one_table(found: Page) -> Block:
    """The only table of a page."""
    (block,) = [block for block in found.blocks if block.kind is BlockKind.TABLE]
    assert block.table is not None
    return block


def rules(
    xs: Sequence[int], ys: Sequence[int], *, without: Sequence[tuple[int, int, int, int]] = ()
) -> Image.Image:
    """A grid of rules, without these strokes: x, y, x, y."""
    image = Image.new("L", (WIDTH, HEIGHT_OF_PAGE), 255)
    draw = ImageDraw.Draw(image)
    for x in xs:
        draw.line((x, ys[0], x, ys[-1]), fill=0, width=2)
    for y in ys:
        draw.line((xs[0], y, xs[-1], y), fill=0, width=2)
    for stroke in without:
        draw.line(stroke, fill=255, width=6)
    return image


def test_rows_of_one_table_are_not_the_header_of_the_next() -> None:
    """What stands over the columns of the second one has been given out: no word comes twice."""
    rows = (
        {330: "Rent", 750: "Ada"},
        {180: "Ada", 450: "7 Mill", 600: "Ada"},
        {330: "7 Mill", 600: "Dues"},
        {180: "Dues", 330: "12.50"},
        {180: "Ada", 330: "Ada", 750: "Rent"},
        {180: "Ada", 450: "12.50"},
    )
    given = [
        line(text, left, 100 + STEP * at)
        for at, row in enumerate(rows)
        for left, text in row.items()
    ]
    found = " ".join(texts(arranged(page(given))))
    assert sorted(found.split()) == sorted(" ".join(each.text for each in given).split())


def test_a_title_of_two_pieces_across_a_table_does_not_part_it() -> None:
    """Its white stands where the columns have words."""
    title = [line("Bookings of", 250, 100 + STEP), line("March", 390, 100 + STEP)]
    wide = ["16.03.", "Rent of boats, paid twice", "1.00", "2.00"]
    rows = [*set_(STATEMENT[:1]), *title, *set_([*STATEMENT[1:], wide, *STATEMENT[1:]], top=160)]
    table = one_table(arranged(page(rows))).table
    assert table is not None
    assert table.row_count == 11


def test_a_statement_without_rules() -> None:
    """Each amount is in the row of its booking and in the column of its side; none is invented."""
    block = one_table(arranged(page(set_(STATEMENT))))
    assert block.table is not None
    assert grid(block.table) == STATEMENT
    assert [cell.is_header for cell in block.table.cells] == [True] * 4 + [False] * 16


def test_each_row_is_a_line_of_the_block() -> None:
    """The text of a page has the cells of a row on one line, from left to right."""
    block = one_table(arranged(page(set_(STATEMENT))))
    lines = [line.text for paragraph in block.paragraphs for line in paragraph.lines]
    assert lines == [" ".join(text for text in row if text) for row in STATEMENT]


def test_the_words_of_a_cell_and_their_confidence() -> None:
    """A cell has its words; an empty one has none, and no confidence."""
    block = one_table(arranged(page(set_(STATEMENT))))
    assert block.table is not None
    cells = {(cell.row, cell.column): cell for cell in block.table.cells}
    assert [word.text for word in cells[2, 2].words] == ["Rent", "for", "March"]
    assert (cells[2, 2].confidence, cells[2, 4].confidence) == (90, None)


def test_headings_within_a_table() -> None:
    """A row of one cell between rows of figures belongs to the table."""
    rows = [*STATEMENT[:3], ["April"], *STATEMENT[3:]]
    block = one_table(arranged(page(set_(rows))))
    assert block.table is not None
    assert grid(block.table)[3] == ["April", "", "", ""]


def test_a_label_of_two_lines_is_one_cell() -> None:
    """Where the next word would not have fitted into the line before."""
    rows = [
        ("Depreciation of property and other", ""),
        ("equipment", "8,038"),
        ("Inventories", "209"),
        ("Accounts payable", "47"),
        ("Other assets of the company and all", "3,591"),
    ]
    lines = [line(text, 50, 100 + STEP * at) for at, (text, _) in enumerate(rows)]
    lines += [line(text, 500, 100 + STEP * at) for at, (_, text) in enumerate(rows) if text]
    lines += [line(text, 700, 100 + STEP * at) for at, (_, text) in enumerate(rows) if text]
    block = one_table(arranged(page(lines)))
    assert block.table is not None
    assert grid(block.table)[0] == [
        "Depreciation of property and other\nequipment",
        "8,038",
        "8,038",
    ]
    assert texts(arranged(page(lines)))[0].startswith(f"{rows[0][0]} equipment 8,038")


def test_a_currency_sign_belongs_to_its_number() -> None:
    """However far to its left it stands; it is no column."""
    lines = [
        each
        for at, (label, amount) in enumerate(
            [("Rent", "1,284"), ("Dues", "96"), ("Total", "1,380")]
        )
        for each in (
            line(label, 50, 100 + STEP * at),
            line("$", 300, 100 + STEP * at),
            line(amount, 450 - 10 * len(amount), 100 + STEP * at),
        )
    ]
    block = one_table(arranged(page(lines)))
    assert block.table is not None
    assert grid(block.table) == [["Rent", "$ 1,284"], ["Dues", "$ 96"], ["Total", "$ 1,380"]]


def test_a_minus_sign_belongs_to_its_amount() -> None:
    """Where nothing stands close before it."""
    lines = [
        line(f"{label.ljust(40)}{amount}", 50, 100 + STEP * at)
        for at, (label, amount) in enumerate(
            [("Federal tax", "- 40.60"), ("Medicare", "- 6.56"), ("Pages 3 - 8", "9.20")]
        )
    ]
    assert texts(arranged(page(lines))) == [
        "Federal tax -40.60",
        "Medicare -6.56",
        "Pages 3 - 8 9.20",
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [("1.", "the first of the items"), ("2.", "the second item"), ("3.", "and one more")],
        [("Harbour and its history", "3"), ("Timber", "17"), ("Prices of paper", "44")],
        [(PROSE[:35], PROSE[35:70]), (PROSE[5:40], PROSE[40:75])] * 3,
    ],
    ids=["list", "contents", "columns"],
)
def test_what_is_no_table(rows: Sequence[tuple[str, str]]) -> None:
    """Items with their numbers, headings with pages, and columns of prose."""
    lines = [
        line(text, left, 100 + STEP * at)
        for at, row in enumerate(rows)
        for text, left in zip(row, (50, 500), strict=True)
    ]
    assert tables(arranged(page(lines))) == []


def test_prose_that_is_set_wide_is_no_table() -> None:
    """Though its spaces are wide, and some stand below each other."""
    wide = "the  harbour  lay  still  under  a  pale  sky  and  boats  that  had"
    lines = [line(wide, 50, 100 + STEP * at) for at in range(4)]
    assert tables(arranged(page(lines))) == []


def test_rules_part_cells() -> None:
    """With spans, empty cells, and cells of several lines."""
    xs, ys = (40, 240, 440, 640), (90, 150, 230, 290)
    image = rules(xs, ys, without=[(240, 94, 240, 146), (440, 154, 440, 226)])
    lines = [
        line("Both of these", 60, 110),
        line("Alone", 460, 110),
        line("two", 60, 165),
        line("lines", 60, 195),
        line("across", 260, 180),
        line("left", 60, 250),
        line("right", 460, 250),
    ]
    block = one_table(arranged(page(lines), image))
    assert block.table is not None
    spans = [(cell.text, cell.row_span, cell.column_span) for cell in block.table.cells]
    assert spans == [
        ("Both of these", 1, 2),
        ("Alone", 1, 1),
        ("two\nlines", 1, 1),
        ("across", 1, 2),
        ("left", 1, 1),
        ("", 1, 1),
        ("right", 1, 1),
    ]
    found = [each.text for each in block.paragraphs[0].lines]
    assert found == ["Both of these Alone", "two lines across", "left right"]


def test_a_cell_over_two_rows() -> None:
    """Its rule is missing between them."""
    image = rules((40, 240, 440), (90, 150, 210, 270), without=[(44, 210, 236, 210)])
    lines = [
        *(line("Day", 60, 110), line("What", 260, 110)),
        *(line("Monday", 60, 170), line("soup", 260, 170)),
        line("bread", 260, 230),
    ]
    block = one_table(arranged(page(lines), image))
    assert block.table is not None
    (monday,) = [cell for cell in block.table.cells if cell.text == "Monday"]
    assert (monday.row, monday.row_span) == (2, 2)


def test_lines_across_a_rule_are_parted() -> None:
    """An engine may take the cells of a row for one line of words."""
    image = rules((40, 160, 280, 400), (90, 130, 170, 210))
    lines = [line("alpha      beta        gamma", 60, 100 + 40 * at) for at in range(3)]
    block = one_table(arranged(page(lines), image))
    assert block.table is not None
    assert grid(block.table) == [["alpha", "beta", "gamma"]] * 3


def test_only_upright_rules_part_columns() -> None:
    """Then each line of text is a row."""
    image = rules((40, 240, 440), (90, 250))
    lines = [
        line(text, left, 100 + STEP * at)
        for at, row in enumerate(
            [("Oak", "3.20"), ("Brass", "11.00"), ("Glue", "4.75"), ("Paint", "8")]
        )
        for text, left in zip(row, (60, 260), strict=True)
    ]
    block = one_table(arranged(page(lines), image))
    assert block.table is not None
    assert grid(block.table)[:2] == [["Oak", "3.20"], ["Brass", "11.00"]]


def test_text_around_a_ruled_table() -> None:
    """It is read before and after it, and none of it between its rows."""
    image = rules((40, 240, 440), (190, 230, 270, 310))
    cells = [("Oak", "3.20"), ("Brass", "11.00"), ("Glue", "4.75")]
    lines = [
        line(text, left, 200 + 40 * at)
        for at, row in enumerate(cells)
        for text, left in zip(row, (60, 260), strict=True)
    ]
    lines += [line("Below the table", 50, 340), line("Above the table", 50, 130)]
    expected = ["Above the table", "Oak 3.20", "Brass 11.00", "Glue 4.75", "Below the table"]
    assert texts(arranged(page(lines), image)) == expected


def test_a_frame_around_prose_is_no_table() -> None:
    """Nor is a page whose columns are parted by a rule."""
    image = rules((40, 480, 960), (90, 800))
    lines = [line(PROSE[:42], left, 100 + STEP * at) for at in range(20) for left in (50, 500)]
    assert tables(arranged(page(lines), image)) == []


@pytest.mark.parametrize("degrees", [-5, -1, 2, 5])
def test_a_ruled_table_askew(degrees: float) -> None:
    """Up to five degrees either way the cells are those of the level table."""
    image = Image.new("L", (1500, 1700), 255)
    draw = ImageDraw.Draw(image)
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))

    def placed(x: float, y: float) -> tuple[float, float]:
        return x * cosine - y * sine + 200, x * sine + y * cosine + 200

    xs, ys = (40, 240, 440, 640), (90, 140, 190, 240)
    for x in xs:
        draw.line((*placed(x, ys[0]), *placed(x, ys[-1])), fill=0, width=3)
    for y in ys:
        draw.line((*placed(xs[0], y), *placed(xs[-1], y)), fill=0, width=3)
    cells = [
        ["Item of the list", "Price", "Sum"],
        ["Oak and elm", "", "2"],
        ["Brass nails", "4", ""],
    ]
    lines = [
        line(text, left, 105 + 50 * at)
        for at, row in enumerate(cells)
        for text, left in zip(row, (50, 260, 460), strict=True)
        if text
    ]
    found = arranged(page(askew(lines, degrees), width=1500, height=1700), image)
    block = one_table(found)
    assert block.table is not None
    assert grid(block.table) == cells


def test_a_table_from_right_to_left() -> None:
    """Its first column is the right one."""
    rows = [("תאריך", "סכום"), ("מרק בצל", "6.50"), ("דג", "17.90"), ("סך הכל", "24.40")]
    lines = [leftward(name, 900, 100 + STEP * at) for at, (name, _) in enumerate(rows)]
    lines += [leftward(price, 300, 100 + STEP * at) for at, (_, price) in enumerate(rows)]
    block = one_table(arranged(page(lines)))
    assert block.table is not None
    assert grid(block.table) == [list(row) for row in rows]
