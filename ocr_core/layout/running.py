"""What runs along the edges of a document's pages: the same line at the same place of several."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ocr_core.model import Block, BlockKind, BoundingBox, Line, Page, Paragraph

# How many lines from either edge are looked at.
_LINES = 3
# The part of the page at either edge in which they stand.
_ZONE = 0.2
# The share of pages on which a line has to stand, of those on the left or right alone as well.
_LEAST_SHARE = 0.4
_LEAST_PAGES = 2
_LEAST_LETTERS = 3
_SURE = 90.0
_DIGITS = re.compile(r"\d+")
_NO_TEXT = re.compile(r"[\W_]+")
# Places are compared by this share of a page's height.
_PLACE = 0.025
_MARGINS = (BlockKind.HEADER, BlockKind.FOOTER, BlockKind.PAGE_NUMBER)


class _Edge(NamedTuple):
    """What is compared of a line: its text without figures, and where it stands."""

    text: str
    place: int

    def near(self) -> "tuple[_Edge, _Edge, _Edge]":
        """The same text there, and a little higher and lower."""
        return self, self._replace(place=self.place - 1), self._replace(place=self.place + 1)


def with_running_lines(pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages, lines that come again on others at their edges as headers and footers."""
    if len(pages) < _LEAST_PAGES:
        return tuple(pages)
    edges = [{edge for _, edge in _edges(page)} for page in pages]
    least = max(_LEAST_PAGES, _LEAST_SHARE * len(pages))
    counts = Counter(
        near for found in edges for near in {near for edge in found for near in edge.near()}
    )
    running = {edge for found in edges for edge in found if counts[edge] >= least}
    return tuple(_with_running(page, running) for page in pages)


def _edges(page: Page) -> list[tuple[Line, _Edge]]:
    """The lines at both edges of a page that have letters."""
    lines = sorted(
        (
            line
            for block in page.blocks
            if block.table is None
            for paragraph in block.paragraphs
            for line in paragraph.lines
        ),
        key=lambda line: line.box.top,
    )
    return [*_outer(lines, page.height), *_outer(lines[::-1], page.height)]


def _outer(lines: Sequence[Line], height: int) -> Iterator[tuple[Line, _Edge]]:
    """Of lines from an edge of the page on, the first ones that have letters."""
    for line in lines[:_LINES]:
        middle = (line.box.top + line.box.bottom) / 2 / max(1, height)
        text = _NO_TEXT.sub(" ", _DIGITS.sub("", line.text)).strip().casefold()
        if (middle < _ZONE or middle > 1 - _ZONE) and len(text) >= _LEAST_LETTERS:
            yield line, _Edge(text, round(middle / _PLACE))


def _with_running(page: Page, running: set[_Edge]) -> Page:
    edges = _edges(page)
    found: dict[int, Line] = {}
    for half in (0, 1):
        # Behind the first line that does not run there is text.
        for line, edge in edges:
            if (edge.place * _PLACE > 1 / 2) is bool(half):
                if edge not in running:
                    break
                found[id(line)] = line
    if not found:
        return page
    blocks = [part for block in page.blocks for part in _parted(block, found, page.height)]
    return page.model_copy(update={"blocks": tuple(blocks)})


def _parted(block: Block, running: dict[int, Line], height: int) -> Iterator[Block]:
    """A block without the running lines, which are blocks of their own before or behind it."""
    lines = [line for paragraph in block.paragraphs for line in paragraph.lines]
    if block.table is not None or not any(id(line) in running for line in lines):
        yield block
        return
    if block.kind in _MARGINS:
        yield block.model_copy(update={"kind_confidence": _SURE})
        return
    above = [line for line in lines if id(line) in running and line.box.top < height / 2]
    below = [line for line in lines if id(line) in running and line.box.top >= height / 2]
    for line in above:
        yield _block(line, BlockKind.HEADER)
    paragraphs = tuple(_rest(block, running))
    if paragraphs:
        box = BoundingBox.around(paragraph.box for paragraph in paragraphs)
        yield block.model_copy(update={"paragraphs": paragraphs, "box": box})
    for line in below:
        yield _block(line, BlockKind.FOOTER)


def _rest(block: Block, running: dict[int, Line]) -> Iterator[Paragraph]:
    for paragraph in block.paragraphs:
        lines = tuple(line for line in paragraph.lines if id(line) not in running)
        if len(lines) == len(paragraph.lines):
            yield paragraph
        elif lines:
            yield Paragraph(box=BoundingBox.around(line.box for line in lines), lines=lines)


def _block(line: Line, kind: BlockKind) -> Block:
    paragraph = Paragraph(box=line.box, lines=(line,))
    return Block(kind=kind, kind_confidence=_SURE, box=line.box, paragraphs=(paragraph,))
