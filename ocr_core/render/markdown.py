"""Markdown as GitHub has it (GFM 0.29): headings, paragraphs, lists and tables.

No word is changed: lines of a paragraph become one, a word that is divided at the end of a line is
joined, and characters that Markdown would take for marks are escaped where they would be one.
Tables with cells that span are HTML, which GFM has no other way for.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape as escape_html
from itertools import groupby

from ocr_core.model import Block, BlockKind, Cell, Document, Page, Paragraph, Table
from ocr_core.options import RenderOptions
from ocr_core.render.joined_lines import joined_lines

_RUNNING = {BlockKind.HEADER, BlockKind.FOOTER, BlockKind.PAGE_NUMBER}
# A heading of which nobody says how high it is; a title is the only one of the first level.
_USUAL_LEVEL = 1
# What stands before the items of a list in print; Markdown's own mark takes its place.
_BULLET = re.compile(r"^[•●○◦▪■□‣⁃∙·»➢✓*–—-]\s+")
_ORDERED = re.compile(r"^(\d{1,9})[.)]\s+")
# Of a list that is numbered, Markdown shows the number that it is given, and a full stop.
_PUNCTUATION = re.escape("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
# At the start of a paragraph: a heading, a quotation, a list, a rule or a fence.
_LEADING = re.compile(r"^(#{1,6}(?=\s|$)|>|[-+*](?=\s|$)|={3,}\s*$|-{3,}\s*$|_{3,}\s*$|~{3})")
_LEADING_NUMBER = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_BACKSLASH = re.compile(rf"\\(?=[{_PUNCTUATION}])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_LINK = re.compile(r"\[(?=[^\]]*\](\(|\[|:))")
# Marks that come in pairs; an underscore within a word is none.
_PAIRED = {
    "*": re.compile(r"\*"),
    "`": re.compile(r"`"),
    "~": re.compile(r"~"),
    "_": re.compile(r"(?<![^\W_])_|_(?![^\W_])"),
}


def render(document: Document, options: RenderOptions) -> bytes:
    """UTF-8 Markdown, blocks parted by blank lines.

    Running headers, footers and page numbers are left out, and pages follow each other without a
    mark, unless ``options`` say otherwise.
    """
    words = frozenset(_compounds(document))
    parts: list[str] = []
    for page in document.pages:
        if options.page_breaks and page is not document.pages[0]:
            parts.append(f"<!-- page {page.number} -->")
        parts += _page(page, options, words)
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


def _page(page: Page, options: RenderOptions, words: frozenset[str]) -> Iterator[str]:
    blocks = [block for block in page.blocks if options.running_text or block.kind not in _RUNNING]
    for is_list, group in groupby(blocks, lambda block: block.kind is BlockKind.LIST_ITEM):
        if is_list:
            # Items of one list are parted by single line feeds: a tight list.
            yield "\n".join(item for block in group for item in _items(block, words))
        else:
            for block in group:
                yield from _block(block, words)


def _block(block: Block, words: frozenset[str]) -> Iterator[str]:
    if block.table is not None:
        yield _table(block.table, words)
        return
    texts = [_paragraph(paragraph, words) for paragraph in block.paragraphs]
    if block.kind is BlockKind.TITLE:
        yield f"# {_escaped(' '.join(texts))}"
    elif block.kind is BlockKind.HEADING:
        level = min(6, (block.level or _USUAL_LEVEL) + 1)
        yield f"{'#' * level} {_escaped(' '.join(texts))}"
    else:
        yield from (_escaped_start(_escaped(text)) for text in texts)


def _items(block: Block, words: frozenset[str]) -> Iterator[str]:
    for paragraph in block.paragraphs:
        text = _paragraph(paragraph, words)
        number = _ORDERED.match(text)
        if number:
            yield f"{number[1]}. {_escaped(text[number.end() :])}"
        else:
            yield f"- {_escaped(_BULLET.sub('', text, count=1))}"


def _paragraph(paragraph: Paragraph, words: frozenset[str]) -> str:
    return joined_lines([line.text for line in paragraph.lines], words)


def _table(table: Table, words: frozenset[str]) -> str:
    spans = any(cell.row_span > 1 or cell.column_span > 1 for cell in table.cells)
    return _html(table, words) if spans else _pipes(table, words)


def _pipes(table: Table, words: frozenset[str]) -> str:
    rows = [[""] * table.column_count for _ in range(table.row_count)]
    for cell in table.cells:
        text = _escaped(_one_line(cell, words))
        rows[cell.row - 1][cell.column - 1] = text.replace("|", "\\|")
    lines = [f"| {' | '.join(row)} |" for row in rows]
    # GFM has no table without a heading, so the first row is one.
    lines.insert(1, f"|{' --- |' * table.column_count}")
    return "\n".join(lines)


def _html(table: Table, words: frozenset[str]) -> str:
    lines = ["<table>"]
    for _, cells in groupby(table.cells, lambda cell: cell.row):
        lines.append(f"<tr>{''.join(_html_cell(cell, words) for cell in cells)}</tr>")
    return "\n".join([*lines, "</table>"])


def _html_cell(cell: Cell, words: frozenset[str]) -> str:
    name = "th" if cell.is_header else "td"
    spans = (("rowspan", cell.row_span), ("colspan", cell.column_span))
    attributes = "".join(f' {key}="{value}"' for key, value in spans if value > 1)
    return f"<{name}{attributes}>{escape_html(_one_line(cell, words), quote=False)}</{name}>"


def _one_line(cell: Cell, words: frozenset[str]) -> str:
    return joined_lines(cell.text.split("\n"), words)


def _escaped(text: str) -> str:
    """Without marks within a line."""
    text = _BACKSLASH.sub(r"\\\\", text)
    for mark, pattern in _PAIRED.items():
        if len(pattern.findall(text)) > 1:
            text = pattern.sub(f"\\\\{mark}", text)
    text = _ENTITY.sub(r"\\&", text)
    text = _TAG.sub(r"\\<", text)
    return _LINK.sub(r"\\[", text)


def _escaped_start(text: str) -> str:
    """Without a mark that only counts where a paragraph begins."""
    text = _LEADING_NUMBER.sub(r"\1\\\2", text)
    return _LEADING.sub(r"\\\1", text)


def _compounds(document: Document) -> Iterable[str]:
    """The words with a hyphen in them that the document has within its lines."""
    for page in document.pages:
        for line in page.lines:
            yield from (
                word.strip(".,;:!?()").lower() for word in _middle(line.text) if "-" in word
            )


def _middle(text: str) -> Sequence[str]:
    return [word for word in text.split() if "-" in word and not word.endswith("-")]
