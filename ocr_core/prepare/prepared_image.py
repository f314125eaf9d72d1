"""The image of a page on its way to the engine."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Self

from PIL.Image import Image

from ocr_core.engine import PageImage
from ocr_core.model import Block, Line, Page, Preparation, Table, Word
from ocr_core.prepare.placement import Placement, Size


@dataclass(frozen=True, slots=True)
class PreparedImage:
    """Pixels (8-bit grey), where they stand on the page as sent, and what was done to them."""

    image: Image
    placement: Placement = field(default_factory=Placement)
    preparation: Preparation = field(default_factory=Preparation)

    def changed(self, image: Image, inner: Placement | None = None, **done: float) -> Self:
        """The next image on the way.

        Args:
            image: the new pixels.
            inner: where they stand in the old ones; at the same place when ``None``.
            **done: fields of ``Preparation`` that this step sets.
        """
        return replace(
            self,
            image=image,
            placement=self.placement.after(inner) if inner else self.placement,
            preparation=self.preparation.model_copy(update=done),
        )

    def as_sent(self, page: Page, sent: PageImage, *, dpi: float | None) -> Page:
        """What was read of these pixels, with boxes and baselines of the page as sent.

        Args:
            page: as the engine gave it.
            sent: the page that these pixels are of.
            dpi: what the file or the caller said.
        """
        size = sent.image.size
        update: dict[str, Any] = {"preparation": self.preparation, "dpi": dpi}
        if self.placement != Placement():
            update |= {
                "width": size[0],
                "height": size[1],
                "blocks": placed_blocks(page.blocks, self.placement, size),
            }
        return page.model_copy(update=update)


def placed_blocks(blocks: Iterable[Block], placement: Placement, size: Size) -> tuple[Block, ...]:
    """The blocks of a prepared image, with boxes and baselines of the page.

    Args:
        blocks: with what is in them, in pixels of the prepared image.
        placement: where that is on the page.
        size: width and height of the page in pixels.
    """
    return tuple(_block(block, placement, size) for block in blocks)


def _block(block: Block, placement: Placement, size: Size) -> Block:
    paragraphs = tuple(
        paragraph.model_copy(
            update={
                "box": placement.box(paragraph.box, size),
                "lines": tuple(_line(line, placement, size) for line in paragraph.lines),
            }
        )
        for paragraph in block.paragraphs
    )
    update = {
        "box": placement.box(block.box, size),
        "paragraphs": paragraphs,
        "table": block.table and _table(block.table, placement, size),
    }
    return block.model_copy(update=update)


def _table(table: Table, placement: Placement, size: Size) -> Table:
    cells = tuple(
        replace(
            cell,
            box=placement.box(cell.box, size),
            words=tuple(_word(word, placement, size) for word in cell.words),
        )
        for cell in table.cells
    )
    return table.model_copy(update={"box": placement.box(table.box, size), "cells": cells})


def _line(line: Line, placement: Placement, size: Size) -> Line:
    return replace(
        line,
        box=placement.box(line.box, size),
        baseline=line.baseline and placement.baseline(line.baseline),
        words=tuple(_word(word, placement, size) for word in line.words),
    )


def _word(word: Word, placement: Placement, size: Size) -> Word:
    return replace(word, box=placement.box(word.box, size))
