"""The layout stage: words with their places in, ordered blocks out, whatever read the words.

Engines and text layers find words and the lines they stand in; in which order they are read, what
is a table and what is a heading is decided here and nowhere else:
docs/architecture-decisions/0023-layout-stage.md.
"""

from collections.abc import Iterator

from PIL.Image import Image

from ocr_core.layout.arrangement import Arrangement, by_direction
from ocr_core.layout.running import with_running_lines
from ocr_core.model import Block, BlockKind, Line, Page

__all__ = ["arranged", "with_running_lines"]

# Chinese characters, kana and full-width letters begin here.
_FIRST_EASTERN = "\u2e80"


def arranged(
    page: Page, image: Image | None = None, *, has_columns: bool = True, has_words: bool = True
) -> Page:
    """The page with its blocks in reading order.

    Args:
        page: as an engine or a text layer gives it, its lines in any order.
        image: the page in 8-bit grey, in any size, in which rules are looked for.
        has_columns: whether columns are looked for; not where the caller knows of one block.
        has_words: whether the image shows the words, too.
    """
    upright = [block for block in page.blocks if _is_upright(block)]
    level = [block for block in page.blocks if not _is_upright(block)]
    if sum(map(_letters, upright)) > sum(map(_letters, level)):
        return page
    blocks: list[Block] = []
    lines = [line for block in level for line in _lines(block)]
    for number, group in enumerate(by_direction(lines)):
        arrangement = Arrangement(group, (page.width, page.height))
        if number:
            blocks += arrangement.asides()
            continue
        if image is not None:
            arrangement.look_for_rules(image, has_words=has_words)
        blocks += arrangement.blocks(has_columns=has_columns)
    return page.model_copy(update={"blocks": (*blocks, *upright)})


def _is_upright(block: Block) -> bool:
    """Whether it is columns of letters; Latin ones on their side are lines."""
    return block.kind is BlockKind.VERTICAL_TEXT and any(
        letter >= _FIRST_EASTERN for line in _lines(block) for letter in line.text
    )


def _lines(block: Block) -> Iterator[Line]:
    return (line for paragraph in block.paragraphs for line in paragraph.lines)


def _letters(block: Block) -> int:
    return sum(len(line.text) for line in _lines(block))
