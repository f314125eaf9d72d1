"""The tables of a document, as rows of text for spreadsheets."""

from collections.abc import Iterator
from typing import NamedTuple

from ocr_core.model import Document, Table
from ocr_core.render.joined_lines import joined_lines


class NamedTable(NamedTuple):
    """A table, its rows of cells as text, and its place: both numbers count from 1."""

    page: int
    number: int
    table: Table
    rows: list[list[str]]

    @property
    def name(self) -> str:
        """What a file or sheet of it is called."""
        return f"page-{self.page}-table-{self.number}"


def named_tables(document: Document) -> Iterator[NamedTable]:
    """All tables, page by page. A cell that spans has its text in its first place."""
    for page in document.pages:
        tables = [block.table for block in page.blocks if block.table is not None]
        for number, table in enumerate(tables, 1):
            yield NamedTable(page.number, number, table, _rows(table))


def _rows(table: Table) -> list[list[str]]:
    rows = [[""] * table.column_count for _ in range(table.row_count)]
    for cell in table.cells:
        rows[cell.row - 1][cell.column - 1] = joined_lines(cell.text.split("\n"))
    return rows
