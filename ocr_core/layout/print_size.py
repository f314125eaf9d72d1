"""How large print is, whichever letters a line has.

Engines draw boxes tight around the letters of a word, or as high as the line for all words. Where
they are tight, a line without feet (or of small letters alone) is set no smaller for it.
"""

import re
from collections.abc import Iterable, Sequence
from statistics import median

from ocr_core.layout.rows import Row
from ocr_core.layout.segment import PlacedWord, Segment

_HEADS = re.compile(r"[A-Z0-9bdfhklt(\[{|/$]")
_LETTER = re.compile(r"[^\W_]")
_FEET = re.compile(r"[gjpqy,;()\[\]{}|/$_Q@]")
# How far letters reach of what they would if some had heads and some feet.
_REACH = {(True, True): 1.0, (True, False): 0.78, (False, True): 0.75, (False, False): 0.53}
# By how much words with heads and feet are higher than those with heads alone, if boxes are tight,
# and how many of both tell it.
_TIGHT = 1.12
_LEAST_WORDS = 5


class PrintSizes:
    """Sizes of print on a page, in pixels from heads to feet."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        """Look at all segments of the page, how tight its boxes are and what is usual."""
        self._is_tight = _are_tight(segments)
        self.body = self._usual(segments)
        """That of most characters; at least a pixel."""

    def of(self, row: Row) -> float:
        """That of a row: of its segment with the most characters."""
        return self._size(max(row, key=lambda segment: segment.characters))

    def _size(self, segment: Segment) -> float:
        if not segment.words:
            return segment.height
        words = [placed for placed in segment.words if _LETTER.search(placed.word.text)]
        # Of most words: engines draw a box too large now and then.
        return max(1.0, median(map(self._word_size, words or segment.words)))

    def _word_size(self, placed: PlacedWord) -> float:
        height = placed.box.bottom - placed.box.top
        return height / _REACH[_parts(placed.word.text)] if self._is_tight else height

    def _usual(self, segments: Iterable[Segment]) -> float:
        sizes = sorted((self._size(segment), segment.characters) for segment in segments)
        half = sum(characters for _, characters in sizes) / 2
        for size, characters in sizes:
            half -= characters
            if half <= 0:
                return max(1.0, size)
        return 1.0


def _parts(text: str) -> tuple[bool, bool]:
    """Whether some of its letters have heads, and some feet."""
    return _HEADS.search(text) is not None, _FEET.search(text) is not None


def _are_tight(segments: Sequence[Segment]) -> bool:
    whole, heads = [], []
    for placed in (placed for segment in segments for placed in segment.words):
        parts = _parts(placed.word.text)
        if parts == (True, True):
            whole.append(placed.box.bottom - placed.box.top)
        elif parts == (True, False):
            heads.append(placed.box.bottom - placed.box.top)
    if min(len(whole), len(heads)) >= _LEAST_WORDS:
        return median(whole) > _TIGHT * median(heads)
    return any(_differ(segment) for segment in segments)


def _differ(segment: Segment) -> bool:
    """Whether the words of a line are not all as high."""
    heights = [placed.box.bottom - placed.box.top for placed in segment.words]
    return bool(heights) and max(heights) > _TIGHT * min(heights)
