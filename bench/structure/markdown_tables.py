"""The tables that stand in Markdown: GFM's with pipes, and HTML's."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from bench.structure.grid import Grid, Place

_ROW = re.compile(r"\s*\|.*\|\s*$")
_DELIMITER = re.compile(r":?-+:?")
_PIPE = re.compile(r"(?<!\\)\|")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_LINE_END = re.compile(r"<br\s*/?>", re.IGNORECASE)


def tables_of(markdown: str) -> list[Grid]:
    """All tables, those of HTML first."""
    parser = _Tables()
    parser.feed(markdown)
    parser.close()
    return [*parser.grids, *_pipe_tables(markdown)]


def without_escapes(text: str) -> str:
    """The text that Markdown shows: no backslashes before punctuation."""
    return _ESCAPE.sub(r"\1", text)


def _pipe_tables(markdown: str) -> Iterator[Grid]:
    rows: list[list[str]] = []
    for line in [*markdown.splitlines(), ""]:
        if _ROW.match(line):
            rows.append(_PIPE.split(line.strip()[1:-1]))
        elif rows:
            texts = [[_shown(cell) for cell in row] for row in rows]
            yield Grid.of_rows(row for row in texts if not _is_delimiter(row))
            rows = []


def _shown(cell: str) -> str:
    return without_escapes(_LINE_END.sub(" ", cell)).strip()


def _is_delimiter(row: list[str]) -> bool:
    """Whether it is the row of dashes below the heading."""
    return all(_DELIMITER.fullmatch(cell) for cell in row)


class _Tables(HTMLParser):
    """Collects ``table`` elements; none is expected within another."""

    def __init__(self) -> None:
        super().__init__()
        self.grids: list[Grid] = []
        self._is_cell = False
        self._start()

    def _start(self) -> None:
        self._cells: dict[Place, str] = {}
        self._spans: dict[Place, Place] = {}
        self._headers: set[Place] = set()
        self._row, self._column = -1, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._start()
        elif tag == "tr":
            self._row, self._column, self._is_cell = self._row + 1, 0, False
        elif tag in ("td", "th"):
            self._begin_cell(tag, dict(attrs))
        elif self._is_cell:
            self.handle_data(" ")

    def _begin_cell(self, tag: str, attributes: dict[str, str | None]) -> None:
        while (self._row, self._column) in self._spans:
            self._column += 1
        self._place = (self._row, self._column)
        self._cells[self._place], self._is_cell = "", True
        rows = int(attributes.get("rowspan") or 1)
        columns = int(attributes.get("colspan") or 1)
        places = [(self._row + r, self._column + c) for r in range(rows) for c in range(columns)]
        self._spans |= dict.fromkeys(places, self._place)
        self._headers |= set(places) if tag == "th" else set()
        self._column += columns

    def handle_data(self, data: str) -> None:
        if self._is_cell:
            self._cells[self._place] += data

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr"):
            self._is_cell = False
        elif tag == "table":
            covered = {place: self._cells[first] for place, first in self._spans.items()}
            self.grids.append(Grid(self._cells, covered, frozenset(self._headers)))
            self._start()
