"""Text with the spaces and blank lines of the picture."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from ocr_core.model import BoundingBox, Line, Page, Word
from ocr_core.spacing import is_parted

# Rows that are further apart than this many usual distances have blank lines between them.
_BLANK = 1.5
# A page has so many blank lines in a row at the most: a picture may stand there.
_MOST_BLANK = 3
# A gap between words of this many characters' width is one that was set, not grown by rounding.
_SET_GAP = 1.6
# With one space behind it, a word takes so many times its own width a character at the most.
_ONE_SPACE = 1.3


def layout_text(page: Page) -> str:
    """The rows of a page, each word in the column that its place in the picture asks for."""
    rows = [sorted(row, key=lambda word: word.box.left) for row in _rows(page.lines)]
    if not rows:
        return ""
    width = _character_width(rows)
    left = min(row[0].box.left for row in rows)
    boxes = [BoundingBox.around(word.box for word in row) for row in rows]
    lines = [_row(rows[0], left, width)]
    distance = _distance(boxes)
    for row, (above, here) in zip(rows[1:], pairwise(boxes), strict=True):
        steps = (_middle(here) - _middle(above)) / distance
        blank = min(_MOST_BLANK, round(steps) - 1) if steps > _BLANK else 0
        lines += [""] * blank + [_row(row, left, width)]
    return "\n".join(lines)


def _rows(lines: Sequence[Line]) -> list[list[Word]]:
    """The words of lines that stand beside each other, from the top of the page."""
    rows: list[tuple[BoundingBox, list[Word]]] = []
    for line in sorted(lines, key=lambda line: _middle(line.box)):
        words = line.words or (Word(text=line.text, box=line.box, confidence=line.confidence),)
        box = line.box
        if rows and rows[-1][0].top <= _middle(box) < rows[-1][0].bottom:
            rows[-1][1].extend(words)
        else:
            rows.append((box, list(words)))
    return [words for _, words in rows]


def _row(words: Sequence[Word], left: int, width: float) -> str:
    text = " " * round((words[0].box.left - left) / width) + words[0].text
    for before, word in pairwise(words):
        gap = word.box.left - before.box.right
        # One space between words of a line, however wide the line was set.
        spaces = int(is_parted(before, word))
        if gap > _SET_GAP * width:
            spaces = max(1, round((word.box.left - left) / width) - len(text))
        text += " " * spaces + word.text
    return text


def _character_width(rows: Sequence[Sequence[Word]]) -> float:
    """Pixels from one character to the next, as most words of the page have it."""
    steps = list(_steps(rows))
    if not steps:
        words = [word for row in rows for word in row]
        steps = [(word.box.right - word.box.left) / max(1, len(word.text)) for word in words]
    return max(1.0, median(steps))


def _steps(rows: Sequence[Sequence[Word]]) -> Iterator[float]:
    """From the start of each word to that of the next, where one space is between them."""
    for row in rows:
        for before, after in pairwise(row):
            step = (after.box.left - before.box.left) / (len(before.text) + 1)
            own = (before.box.right - before.box.left) / max(1, len(before.text))
            if 0 < own <= step < _ONE_SPACE * own:
                yield step


def _distance(boxes: Sequence[BoundingBox]) -> float:
    """Pixels from a row to the next, as most rows that follow each other closely have it."""
    steps = sorted(_middle(here) - _middle(above) for above, here in pairwise(boxes))
    return max(1.0, steps[len(steps) // 3]) if steps else 1.0


def _middle(box: BoundingBox) -> float:
    return (box.top + box.bottom) / 2
