"""The documents that are drawn here, each with another difficulty.

Their words are ordinary and clearly printed, so that the figures tell of structure alone.
"""

from collections.abc import Sequence
from itertools import pairwise

from bench.structure.drawn import Drawn
from bench.structure.grid import Grid
from bench.structure.sheet import Sheet

_GOODS = (
    ("Article", "Colour", "Pieces", "Price"),
    ("Garden chair", "green", "12", "48.50"),
    ("Folding table", "white", "3", "129.00"),
    ("Parasol", "yellow", "7", "85.25"),
    ("Watering can", "grey", "40", "9.95"),
    ("Flower pot", "brown", "150", "4.20"),
)
_RECEIPT = (
    ("Whole milk", "1.19"),
    ("Rye bread", "3.45"),
    ("Butter", "2.29"),
    ("Apples", "4.10"),
    ("Total", "11.03"),
)
_STATEMENT = (
    ("Date", "Details", "Debit", "Credit"),
    ("02 March", "Rent of the office", "950.00", ""),
    ("05 March", "Invoice of Miller", "", "1,240.00"),
    ("11 March", "Electric power", "86.40", ""),
    ("19 March", "Invoice of Baker", "", "310.75"),
)
_FORM = (
    ("First name:", "Charlotte"),
    ("Family name:", "Anderson"),
    ("Date of birth:", "17 June 1984"),
    ("Place of birth:", "Edinburgh"),
    ("Occupation:", "Carpenter"),
)
_CONTENTS = (
    ("Introduction", "3"),
    ("Measuring the field", "12"),
    ("Choosing the seed", "27"),
    ("Harvest and storage", "45"),
)
_LEFT_COLUMN = (
    "The river rises in the hills to the",
    "north of the town and runs slowly",
    "through meadows and old orchards.",
    "In spring it often floods the lower",
    "fields, and people move their sheep",
    "to the higher ground near the mill.",
)
_RIGHT_COLUMN = (
    "Nobody remembers who built the mill",
    "or when its wheel turned for the last",
    "time. Children play in its yard, and",
    "swallows nest under the broken roof.",
    "A painter from the city bought it and",
    "spends his summers there alone.",
)
_GOODS_X = (90, 480, 720, 940, 1180)
_TOP, _ROW_PX = 200, 74


def documents() -> list[Drawn]:
    """All of them, in the order of the tables."""
    return [
        _goods("ruled table", lines="all"),
        _goods("partly ruled table", lines="across"),
        _goods("table without rules", lines="none"),
        _goods("skewed table, 3°", lines="all", skew=3),
        _goods("skewed table without rules, 2°", lines="none", skew=-2),
        _spanning(),
        _statement(),
        _pairs("receipt", _RECEIPT, value_x=620, is_right_aligned=True),
        _pairs("form", _FORM, value_x=520),
        _pairs("table of contents", _CONTENTS, value_x=1150, is_right_aligned=True),
        _columns(),
    ]


def _goods(name: str, *, lines: str, skew: float = 0) -> Drawn:
    """A table of goods with a heading above and a sentence below."""
    sheet = Sheet()
    _write(sheet, 90, 90, ("What the garden shop has in store",))
    _write_rows(sheet, _GOODS, _GOODS_X)
    if lines != "none":
        _rule_rows(sheet, len(_GOODS), _GOODS_X[0] - 15, _GOODS_X[-1])
    if lines == "all":
        _rule_columns(sheet, len(_GOODS))
    end = "Prices are those of May and include delivery."
    _write(sheet, 90, _row_y(len(_GOODS)) + 60, (end,))
    image = sheet.skewed(skew) if skew else sheet.image
    text = _text([("What the garden shop has in store",), *_GOODS, (end,)])
    return Drawn(name, image, text, _GOODS, (Grid.of_rows(_GOODS),))


def _spanning() -> Drawn:
    """A ruled table with a cell over two columns."""
    sheet = Sheet()
    first = ("Region", "Turnover in thousands")
    others = (("", "2021", "2022"), ("North", "410", "455"), ("South", "372", "398"))
    xs = (90, 480, 760, 1040)
    _write_rows(sheet, [first, *others], xs)
    _rule_rows(sheet, 4, xs[0] - 15, xs[-1])
    bottom = _row_y(4) - 15
    for column, x in enumerate(xs):
        sheet.rule(x - 15, _row_y(0 if column != 2 else 1) - 15, x - 15, bottom)
    sheet.rule(xs[-1], _row_y(0) - 15, xs[-1], bottom)
    cells = {(0, 0): first[0], (0, 1): first[1]}
    cells |= {(r, c): text for r, row in enumerate(others, 1) for c, text in enumerate(row)}
    grid = Grid(cells, cells | {(0, 2): first[1]})
    rows = (first, *others)
    return Drawn("table with a spanning cell", sheet.image, _text(rows), rows, (grid,))


def _statement() -> Drawn:
    """Amounts in one of two columns, so that a gap is an empty cell."""
    sheet = Sheet()
    _write_rows(sheet, _STATEMENT, (90, 320, 780, 1000), right_from=2, right_by=150)
    return Drawn(
        "statement", sheet.image, _text(_STATEMENT), _STATEMENT, (Grid.of_rows(_STATEMENT),)
    )


def _pairs(
    name: str,
    rows: Sequence[tuple[str, str]],
    *,
    value_x: float,
    is_right_aligned: bool = False,
) -> Drawn:
    """Each row a word and its value, without rules."""
    sheet = Sheet()
    for number, (label, value) in enumerate(rows):
        sheet.text(90, _row_y(number), label)
        sheet.text(value_x, _row_y(number), value, is_right_aligned=is_right_aligned)
    return Drawn(name, sheet.image, _text(rows), tuple(rows), may_be_table=True)


def _columns() -> Drawn:
    """Prose that is read down the left column first: no table."""
    sheet = Sheet()
    _write(sheet, 70, 150, _LEFT_COLUMN)
    _write(sheet, 690, 150, _RIGHT_COLUMN)
    text = "\n".join((*_LEFT_COLUMN, *_RIGHT_COLUMN))
    return Drawn("prose in two columns", sheet.image, text)


def _write(sheet: Sheet, x: float, y: float, lines: Sequence[str]) -> None:
    for number, line in enumerate(lines):
        sheet.text(x, y + number * sheet.line_px, line)


def _write_rows(
    sheet: Sheet,
    rows: Sequence[Sequence[str]],
    xs: Sequence[float],
    *,
    right_from: int = 99,
    right_by: float = 0,
) -> None:
    """Cells begin at ``xs``; from column ``right_from`` on they end ``right_by`` after it."""
    for number, row in enumerate(rows):
        for column, (x, text) in enumerate(zip(xs, row, strict=False)):
            is_right = column >= right_from
            at = x + right_by if is_right else x
            sheet.text(at, _row_y(number), text, is_right_aligned=is_right)


def _rule_rows(sheet: Sheet, count: int, left: float, right: float) -> None:
    for number in range(count + 1):
        sheet.rule(left, _row_y(number) - 15, right, _row_y(number) - 15)


def _rule_columns(sheet: Sheet, count: int) -> None:
    top, bottom = _row_y(0) - 15, _row_y(count) - 15
    for x, _ in pairwise(_GOODS_X):
        sheet.rule(x - 15, top, x - 15, bottom)
    sheet.rule(_GOODS_X[-1], top, _GOODS_X[-1], bottom)


def _row_y(number: int) -> int:
    return _TOP + number * _ROW_PX


def _text(rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(" ".join(filter(None, row)) for row in rows)
