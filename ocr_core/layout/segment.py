"""A piece of a line: words that stand next to each other without a wide gap."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from ocr_core.layout.frame import Box, Frame
from ocr_core.layout.signs import stays_with, with_minus_signs
from ocr_core.model import Baseline, BoundingBox, Line, Word
from ocr_core.page_layout import line_of
from ocr_core.text_direction import has_leftward_letters

# White that parts a line, in heights of its letters: a space between words is a third of that.
_GAP = 1.0
# Lines that are set wide have wider spaces throughout, but none as wide as that.
_USUAL_GAPS = 2.0
_WIDEST_GAP = 1.8
_GAPS_THAT_TELL = 4
# Spaces of type that has one width for all letters: as wide as most, and not much wider than high.
_EVEN = 0.75
_TYPED = 1.6
# The slope of a page whose boxes do not show the white between words.
_STEEP = 0.2
# Letters and digits, and signs that reach below the line.
_LETTERS = re.compile(r"[^\W_]")
_FEET = re.compile(r"[gjpqy,;()\[\]{}|/$_Q@çşµ§]")


class PlacedWord(NamedTuple):
    """A word and where it stands on the levelled page."""

    word: Word
    box: Box


class Segment(NamedTuple):
    """Words of one line of the engine's, in reading order, and the box of most of them.

    ``left`` and ``right`` hold all words; ``top`` and ``bottom`` are where most of them have
    theirs, so that a speck or a bracket does not make a line as high as two.
    """

    left: float
    top: float
    right: float
    bottom: float
    characters: int
    words: tuple[PlacedWord, ...]
    line: Line
    table: int = 0
    """Which ruled table it is a row of, counted from 1; 0 where it is text."""

    @property
    def middle(self) -> float:
        """Half way between top and bottom."""
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        """That of most of its letters."""
        return self.bottom - self.top

    @property
    def base(self) -> float | None:
        """How far down its letters stand, going by words without feet; ``None`` without any."""
        feet = [
            placed.box.bottom
            for placed in self.words
            if _LETTERS.search(placed.word.text) and not _FEET.search(placed.word.text)
        ]
        return median(feet) if feet else None

    @property
    def text(self) -> str:
        """Its words with spaces between them."""
        return " ".join(placed.word.text for placed in self.words)

    @property
    def is_whole(self) -> bool:
        """Whether it is all of the engine's line."""
        return len(self.words) == max(1, len(self.line.words))


def segments_of(line: Line, frame: Frame) -> Iterator[Segment]:
    """A line, parted where the white between its words is wide."""
    given = _words(line)
    signed = with_minus_signs(given)
    if signed is not given:
        line = line_of(signed, line.baseline)
    words = [PlacedWord(word, frame.box(word.box)) for word in signed]
    if len(words) == 1 or abs(frame.slope) > _STEEP:
        yield segment_of(words, line)
        return
    for group in _groups(words, is_mixed=has_leftward_letters(line.text)):
        yield segment_of(group, line)


def segment_of(words: Sequence[PlacedWord], line: Line) -> Segment:
    """One segment of these words of ``line``."""
    boxes = [placed.box for placed in words]
    if len(boxes) < 3:
        top, bottom = min(box.top for box in boxes), max(box.bottom for box in boxes)
    else:
        top, bottom = median(box.top for box in boxes), median(box.bottom for box in boxes)
        if bottom - top < 1:
            bottom = top + 1
    return Segment(
        min(box.left for box in boxes),
        top,
        max(box.right for box in boxes),
        bottom,
        sum(len(placed.word.text) for placed in words) + len(words) - 1,
        tuple(words),
        line,
    )


def baseline_of(segments: Sequence[Segment], box: BoundingBox) -> Baseline | None:
    """What the letters of a row stand on; ``None`` where it is not known of all of it."""
    baselines = [segment.line.baseline for segment in segments]
    first, last = baselines[0], baselines[-1]
    if first is None or last is None:
        return None
    if len(segments) == 1 and segments[0].is_whole:
        return first
    if abs(first.x2 - first.x1) < abs(first.y2 - first.y1):
        return None
    is_backwards = first.x2 < first.x1
    start_x, end_x = (box.right, box.left) if is_backwards else (box.left, box.right)
    if abs(_middle(first) - start_x) > abs(_middle(last) - start_x):
        first, last = last, first
    return Baseline(x1=start_x, y1=_at(first, start_x), x2=end_x, y2=_at(last, end_x))


def _middle(baseline: Baseline) -> float:
    return (baseline.x1 + baseline.x2) / 2


def _at(baseline: Baseline, x: int) -> int:
    """How far down a baseline is at ``x``."""
    run = baseline.x2 - baseline.x1
    return (
        round(baseline.y1 + (x - baseline.x1) * (baseline.y2 - baseline.y1) / run)
        if run
        else (baseline.y1)
    )


def _words(line: Line) -> Sequence[Word]:
    return line.words or (Word(text=line.text, box=line.box, confidence=line.confidence),)


def _groups(words: list[PlacedWord], *, is_mixed: bool) -> Iterator[list[PlacedWord]]:
    """Words in reading order, by the wide gaps between them as they stand."""
    seen = sorted(words, key=lambda placed: placed.box.left) if is_mixed else words
    gaps = _gaps(seen)
    widest = _widest_space(seen, gaps)
    if all(gap <= widest for gap in gaps):
        yield words
        return
    number, numbers = 0, {id(seen[0]): 0}
    for placed, gap in zip(seen[1:], gaps, strict=True):
        number += gap > widest
        numbers[id(placed)] = number
    for wanted in range(number + 1):
        yield [placed for placed in words if numbers[id(placed)] == wanted]


def _gaps(words: Sequence[PlacedWord]) -> list[float]:
    """White between neighbours; a word behind the one before it is as far away as that."""
    gaps = []
    for one, other in pairwise(words):
        gap = max(other.box.left - one.box.right, one.box.left - other.box.right)
        gaps.append(0.0 if stays_with(one.word.text, other.word.text) else gap)
    return gaps


def _widest_space(words: Sequence[PlacedWord], gaps: Sequence[float]) -> float:
    """How wide a space between two words may be that are not parted."""
    heights = sorted(placed.box.bottom - placed.box.top for placed in words)
    # Words without high letters do not count.
    height = heights[len(heights) * 3 // 4]
    spaces = sorted(gap for gap in gaps if gap)
    usual = median(spaces) if len(spaces) >= _GAPS_THAT_TELL else 0.0
    if usual > _GAP * height:
        is_even = spaces[len(spaces) // 4] > _EVEN * usual and usual < _TYPED * height
        # Typed with one width for all letters; or else the columns of a table.
        return _TYPED * usual if is_even else _GAP * height
    return min(max(_GAP * height, _USUAL_GAPS * usual), _WIDEST_GAP * height)
