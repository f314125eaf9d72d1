"""From the flat run of words that engines give to the tree of the document model."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from ocr_core.model import (
    Baseline,
    Block,
    BlockKind,
    BoundingBox,
    Line,
    Paragraph,
    Word,
    mean_confidence,
)
from ocr_core.spacing import joined, spaces_before


class PlacedWord(NamedTuple):
    """A word and the block, paragraph and line it stands in, numbered in reading order.

    ``baseline`` is that of the whole line, where the engine knows it.
    """

    block: int
    paragraph: int
    line: int
    word: Word
    baseline: Baseline | None = None


def spaced(words: Sequence[PlacedWord], text: str) -> list[PlacedWord]:
    """The words with what ``text``, the same words as Tesseract writes them, has before each."""
    spaces = spaces_before([placed.word.text for placed in words], text)
    return [
        placed._replace(word=replace(placed.word, follows_space=space))
        for placed, space in zip(words, spaces, strict=True)
    ]


def build_blocks(
    words: Iterable[PlacedWord], kinds: Mapping[int, BlockKind] | None = None
) -> tuple[Block, ...]:
    """Group words, given in reading order, into blocks, paragraphs and lines.

    Args:
        words: in reading order; equal numbers are neighbours.
        kinds: what each block is, by its number, where the engine knows.
    """
    kinds = kinds or {}
    return tuple(
        _block(list(group), kinds.get(number, BlockKind.UNKNOWN))
        for number, group in groupby(words, key=lambda placed: placed.block)
    )


def _block(words: Sequence[PlacedWord], kind: BlockKind) -> Block:
    paragraphs = tuple(
        _paragraph(list(group)) for _, group in groupby(words, key=lambda placed: placed.paragraph)
    )
    box = BoundingBox.around(paragraph.box for paragraph in paragraphs)
    return Block(kind=kind, box=box, paragraphs=paragraphs)


def _paragraph(words: Sequence[PlacedWord]) -> Paragraph:
    lines = tuple(_line(list(group)) for _, group in groupby(words, key=lambda placed: placed.line))
    return Paragraph(box=BoundingBox.around(line.box for line in lines), lines=lines)


def _line(placed_words: Sequence[PlacedWord]) -> Line:
    return line_of([placed.word for placed in placed_words], placed_words[0].baseline)


def line_of(words: Sequence[Word], baseline: Baseline | None = None) -> Line:
    """A line of these words, in reading order."""
    return Line(
        text=joined(words),
        box=BoundingBox.around(word.box for word in words),
        confidence=mean_confidence(words),
        baseline=baseline,
        words=tuple(words),
    )
