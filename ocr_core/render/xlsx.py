"""The tables as a workbook of Office Open XML, a sheet each.

Cells are text, which no spreadsheet takes for a formula. One is a number only where its text can be
told from the number and its format again: no leading zeros, at most fifteen digits (what a
double-precision number holds), a full stop before the decimals, commas between thousands only
where decimals follow, since elsewhere a comma may be a decimal point.
"""

import io
import re

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ocr_core.model import Cell, Document
from ocr_core.render.joined_lines import joined_lines
from ocr_core.render.tables import NamedTable, named_tables

_PLAIN = re.compile(r"-?(?:0|[1-9]\d*)(?:\.(\d+))?")
_GROUPED = re.compile(r"-?[1-9]\d{0,2}(?:,\d{3})+\.(\d+)")
_MOST_DIGITS = 15
# What a cell may hold (Excel's specifications and limits).
_MOST_CHARACTERS = 32_767


def render(document: Document) -> bytes:
    """A workbook; of a document without tables, one with an empty sheet."""
    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        writer = _Writer(workbook)
        for table in named_tables(document):
            writer.write(table)
        if not workbook.worksheets():
            workbook.add_worksheet("no tables")
    return buffer.getvalue()


class _Writer:
    """Writes tables into a workbook."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._formats: dict[tuple[str, bool], Format] = {}

    def write(self, table: NamedTable) -> None:
        sheet = self._workbook.add_worksheet(table.name)
        for cell in table.table.cells:
            self._cell(sheet, cell)

    def _cell(self, sheet: Worksheet, cell: Cell) -> None:
        text = joined_lines(cell.text.split("\n"))[:_MOST_CHARACTERS]
        row, column = cell.row - 1, cell.column - 1
        number_format = _number_format(text)
        style = self._format(number_format or "@", is_header=cell.is_header)
        if cell.row_span > 1 or cell.column_span > 1:
            last = (row + cell.row_span - 1, column + cell.column_span - 1)
            sheet.merge_range(row, column, *last, "", style)
        if number_format:
            sheet.write_number(row, column, float(text.replace(",", "")), style)
        elif text:
            sheet.write_string(row, column, text, style)

    def _format(self, number_format: str, *, is_header: bool) -> Format:
        key = (number_format, is_header)
        if key not in self._formats:
            properties = {"num_format": number_format, "bold": is_header}
            self._formats[key] = self._workbook.add_format(properties)
        return self._formats[key]


def _number_format(text: str) -> str | None:
    """The format that shows a number as ``text``; ``None`` where it has to stay text."""
    plain, grouped = _PLAIN.fullmatch(text), _GROUPED.fullmatch(text)
    found = plain or grouped
    if found is None or sum(map(str.isdigit, text)) > _MOST_DIGITS:
        return None
    decimals = f".{'0' * len(found[1])}" if found[1] else ""
    # A number of zero has no sign to show.
    if text.startswith("-") and not text.strip("-0.,"):
        return None
    return f"{'#,##' if grouped else ''}0{decimals}"
