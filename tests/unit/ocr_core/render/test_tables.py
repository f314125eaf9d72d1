"""Tables as CSV and as a workbook, read back by other programs."""

import csv
import io
from typing import Any

import openpyxl
import pytest

from ocr_core import Cell, Document, OutputFormat, render_document
from ocr_core.render import csv as csv_format
from tests.unit.ocr_core.render.structured import block, box, document, table


def csv_rows(read: Document) -> list[list[str]]:
    """The rows of all tables."""
    made = render_document(read, OutputFormat.CSV, original=b"")
    assert made.content_type == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(made.body.decode(), newline="")))


def workbook(read: Document) -> Any:
    """The workbook."""
    made = render_document(read, OutputFormat.XLSX, original=b"")
    return openpyxl.load_workbook(io.BytesIO(made.body))


def test_cells_with_commas_quotes_and_lines_survive() -> None:
    """CSV is read back as it was; the lines of a cell are one."""
    rows = [["Item", 'The "best" one'], ["Oak, seasoned", "two\nlines"]]

    assert csv_rows(document([table(rows)])) == [
        ["Item", 'The "best" one'],
        ["Oak, seasoned", "two lines"],
    ]


def test_each_table_is_a_file_by_page_and_number() -> None:
    """Tables are numbered on their page; together they are parted by an empty line."""
    read = document([table([["a"]]), block("text"), table([["b"]])], [table([["c"]])])

    assert list(csv_format.files(read)) == [
        "page-1-table-1.csv",
        "page-1-table-2.csv",
        "page-2-table-1.csv",
    ]
    assert csv_rows(read) == [["a"], [], ["b"], [], ["c"]]


def test_a_document_without_tables_is_empty() -> None:
    """No row, and a workbook with one empty sheet."""
    read = document([block("text")])

    assert csv_rows(read) == []
    assert workbook(read).active.max_row == 1


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+2", "'=1+2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+cmd", "'+cmd"),
        ("-a", "'-a"),
        ("-12.50", "-12.50"),
        ("+3 %", "'+3 %"),
        ("-1 234,50", "-1 234,50"),
    ],
)
def test_csv_holds_no_formula(text: str, written: str) -> None:
    """A cell that a spreadsheet would run is text; a number with a sign stays one."""
    assert csv_rows(document([table([[text]])])) == [[written]]


@pytest.mark.parametrize("text", ["=1+2", "@SUM(A1)", "+cmd|' /C calc'!A0", "http://a.b/"])
def test_a_workbook_holds_no_formula(text: str) -> None:
    """Every text is a string, and no link."""
    cell = workbook(document([table([[text]])])).active["A1"]

    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


@pytest.mark.parametrize(
    ("text", "value", "number_format"),
    [
        ("12", 12, "0"),
        ("12.50", 12.5, "0.00"),
        ("-3.1", -3.1, "0.0"),
        ("1,284.50", 1284.5, "#,##0.00"),
        ("0", 0, "0"),
        ("123456789012345", 123456789012345, "0"),
    ],
)
def test_a_number_is_one_where_nothing_is_lost(text: str, value: float, number_format: str) -> None:
    """Its format shows the text that was read."""
    cell = workbook(document([table([[text]])])).active["A1"]

    assert (cell.value, cell.number_format) == (value, number_format)


@pytest.mark.parametrize(
    "text",
    [
        "007",
        "1234567890123456",
        "1,284",
        "12,50",
        "1.284,50",
        "12%",
        "2026-12-01",
        "-0",
        "1e5",
        "٣",
    ],
)
def test_what_would_lose_something_stays_text(text: str) -> None:
    """Leading zeros, long digits, commas that may be decimal points, dates."""
    cell = workbook(document([table([[text]])])).active["A1"]

    assert (cell.value, cell.data_type) == (text, "s")


def test_cells_that_span_are_merged() -> None:
    """A sheet has the table's spans; its name says where the table stands."""
    wide = Cell(row=1, column=1, column_span=2, is_header=True, box=box(0, 0, 9, 9), text="Both")
    rows = [[None, None], ["1", "2"]]
    book = workbook(document([table(rows, spans=[wide])]))  # type: ignore[arg-type]  # the span
    sheet = book["page-1-table-1"]

    assert [str(each) for each in sheet.merged_cells.ranges] == ["A1:B1"]
    assert (sheet["A1"].value, sheet["A1"].font.bold, sheet["B2"].value) == ("Both", True, 2)
