"""The tables as comma-separated values (RFC 4180), in UTF-8.

A spreadsheet takes a cell that begins with ``=``, ``+``, ``-``, ``@`` or a tab for a formula, and
what stands in a picture may be made for that. Such a cell gets an apostrophe before it (OWASP,
*CSV Injection*), unless it is a number.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence

from ocr_core.model import Document
from ocr_core.render.tables import named_tables

_FORMULA = re.compile(r"^[=+\-@\t\r]")
_NUMBER = re.compile(r"^[+-]?[\d.,\u00a0 ]*\d%?$")


def render(document: Document) -> bytes:
    """All tables, with an empty line between them; nothing where there is none."""
    return b"\r\n".join(files(document).values())


def files(document: Document) -> Mapping[str, bytes]:
    """Each table, by the name of a file."""
    return {f"{table.name}.csv": _csv(table.rows) for table in named_tables(document)}


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerows([_harmless(cell) for cell in row] for row in rows)
    return buffer.getvalue().encode()


def _harmless(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.match(cell) else cell
