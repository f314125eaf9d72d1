"""Level strokes in an image that was reduced along its lines."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from PIL import Image, ImageChops

from ocr_core.layout.frame import Box

# The part of a rule that has to be seen; words hide the rest.
_VISIBLE = 0.5
# The white that words may hide, as a multiple of what may be missing.
_MOST_HIDDEN = 20
# How far from a rule it has to be lighter than the rule is, and by how many levels of grey.
_ASIDE = 0.25
_LEAST_CONTRAST = 24
# Words are kept by strips of the page, so many pixels high.
_STRIP = 32


class Rule(NamedTuple):
    """A stroke on the levelled page: where it is across its direction, and from where to where."""

    at: float
    start: float
    end: float

    def scaled(self, factor: float) -> "Rule":
        """The same on a page that is larger by ``factor``."""
        return Rule(*(value * factor for value in self))


def strokes_in(
    lines: Image.Image,
    words: Sequence[Box],
    papers: Sequence[int],
    height: float,
    step: int,
    *,
    least: float,
    missing: float,
) -> list[Rule]:
    """Level strokes of at least that length: dark for long, lighter above and below.

    Args:
        lines: the image, reduced along its lines by ``step``.
        words: where words are in the image before it was reduced.
        papers: the level of grey that takes the place of each word.
        height: of a line of text.
        step: see ``lines``.
        least: the least length of a stroke.
        missing: the white that may be in one.
    """
    for box, paper in zip(words, papers, strict=True):
        left, right = int(box.left / step), int(box.right / step) + 1
        top, bottom = int(box.top), int(box.bottom) + 1
        if right > 0 and bottom > 0:
            lines.paste(paper, (max(0, left), max(0, top), right, bottom))
    aside = max(3, round(_ASIDE * height))
    around = ImageChops.darker(
        ImageChops.offset(lines, 0, aside), ImageChops.offset(lines, 0, -aside)
    )
    contrast = ImageChops.subtract(around, lines)
    # A stroke ends at the edge of the page.
    contrast.paste(0, (lines.width - 1, 0, lines.width, lines.height))
    marks = contrast.point([255 if level >= _LEAST_CONTRAST else 0 for level in range(256)])
    runs = _runs(marks, max(2, int(least / step / 4)))
    joined = _joined(
        [(y, start * step, end * step) for y, start, end in runs],
        _Words(words),
        reach=max(2.0, 0.12 * height),
        missing=missing,
    )
    return [rule for rule in joined if rule.end - rule.start >= least]


def _runs(marks: Image.Image, least: int) -> Iterator[tuple[int, int, int]]:
    """Row, start and end of what is set for long, from the top."""
    width, data = marks.width, marks.tobytes()
    wanted = b"\xff" * least
    at = data.find(wanted)
    while at >= 0:
        end = data.find(b"\x00", at)
        row, start = divmod(at, width)
        yield row, start, start + end - at
        at = data.find(wanted, end)


class _Words:
    """What words hide of a stroke."""

    def __init__(self, boxes: Iterable[Box]) -> None:
        self._near: defaultdict[int, list[Box]] = defaultdict(list)
        for box in boxes:
            for place in range(int(box.top) // _STRIP, int(box.bottom) // _STRIP + 1):
                self._near[place].append(box)

    def hidden(self, y: int, start: float, end: float) -> float:
        """How much of what is between ``start`` and ``end`` is under words."""
        return sum(
            max(0.0, min(end, box.right) - max(start, box.left))
            for box in self._near[y // _STRIP]
            if box.top - 1 <= y <= box.bottom + 1
        )


def _joined(
    runs: Iterable[tuple[int, float, float]], words: _Words, *, reach: float, missing: float
) -> list[Rule]:
    """Runs that go on in each other, as one rule each.

    Args:
        runs: from the top: how far down, from where to where.
        words: what may hide a part of a rule.
        reach: how far down they may be from each other.
        missing: the white that may be between them.
    """
    done: list[_Stroke] = []
    open_: list[_Stroke] = []
    for y, start, end in runs:
        still: list[_Stroke] = []
        for stroke in open_:
            (still if y - stroke.last <= reach else done).append(stroke)
        open_ = still
        near = [
            stroke
            for stroke in open_
            if (start - stroke.end <= missing and stroke.start - end <= missing)
            or _is_hidden(words, y, stroke, start, end, missing)
        ]
        if near:
            stroke = near[0]
            for other in near[1:]:
                stroke.take(other)
                open_.remove(other)
            stroke.add(y, start, end)
        else:
            open_.append(_Stroke(y, start, end))
    return [
        Rule(stroke.middle, stroke.start, stroke.end)
        for stroke in done + open_
        if stroke.visible >= _VISIBLE * (stroke.end - stroke.start)
    ]


def _is_hidden(
    words: _Words, y: int, stroke: "_Stroke", start: float, end: float, missing: float
) -> bool:
    """Whether words hide what is missing between a stroke and a run."""
    left, right = min(stroke.end, end), max(stroke.start, start)
    if right - left > _MOST_HIDDEN * missing:
        return False
    return right - left - words.hidden(y, left, right) <= missing


class _Stroke:
    """Runs that are one rule."""

    def __init__(self, y: int, start: float, end: float) -> None:
        self.start, self.end, self.last = start, end, y
        self._runs = [(start, end)]
        self._sum, self._weight = y * (end - start), end - start

    @property
    def middle(self) -> float:
        """Where it is across its direction."""
        return self._sum / self._weight

    @property
    def visible(self) -> float:
        """How much of its length there are runs on."""
        length, reached = 0.0, float("-inf")
        for start, end in sorted(self._runs):
            length += max(0.0, end - max(start, reached))
            reached = max(reached, end)
        return length

    def add(self, y: int, start: float, end: float) -> None:
        """A run that is a part of it."""
        self.start, self.end, self.last = min(self.start, start), max(self.end, end), y
        self._runs.append((start, end))
        self._sum += y * (end - start)
        self._weight += end - start

    def take(self, other: "_Stroke") -> None:
        """All runs of another one."""
        self.start, self.end = min(self.start, other.start), max(self.end, other.end)
        self.last = max(self.last, other.last)
        self._runs += other._runs
        self._sum += other._sum
        self._weight += other._weight
