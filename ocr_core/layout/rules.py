"""Ruling lines: level and upright strokes that part cells."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple, cast

from PIL import Image, ImageChops

from ocr_core.layout.frame import Box, Frame

# Heights of a line of text: the least length of rules, and what may be missing of one, where a
# level one may be hidden by words that stand on it.
_LEAST_LEVEL = 3.0
_LEAST_UPRIGHT = 0.8
_MISSING_LEVEL = 1.0
_MISSING_UPRIGHT = 0.25
# The part of a rule that has to be seen; words hide the rest.
_VISIBLE = 0.5
# The white that words may hide, as a multiple of what may be missing.
_MOST_HIDDEN = 20
# By how much letters may reach out of the boxes of their words, in heights of a line.
_OUTSIDE = 0.12
# How far from a rule it has to be lighter than the rule is, and by how many levels of grey.
_ASIDE = 0.25
_LEAST_CONTRAST = 24
# Rules are seen as well where the image is so small that a line is so many pixels high.
_COARSE = 11
_PAPER = 255
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


class Rules(NamedTuple):
    """The level and the upright rules of a page."""

    level: tuple[Rule, ...] = ()
    upright: tuple[Rule, ...] = ()

    def scaled(self, factor: float) -> "Rules":
        """Those of the page when it is larger by ``factor``."""
        if factor == 1:
            return self
        return Rules(
            tuple(rule.scaled(factor) for rule in self.level),
            tuple(rule.scaled(factor) for rule in self.upright),
        )


def rules_in(image: Image.Image, frame: Frame, words: Iterable[Box], height: float) -> Rules:
    """The rules among the pixels of a page.

    Args:
        image: 8-bit grey (Pillow mode ``L``), as sent.
        frame: how the page lies.
        words: where words are on the levelled page: their strokes are no rules.
        height: of a line of text, in pixels.
    """
    factor = max(1, int(height / _COARSE))
    small = image.reduce(factor) if factor > 1 else image
    upright = _upright(small, frame)
    height /= factor
    level, origin = _levelled(upright, frame.slope)
    boxes = [
        Box(*((edge / factor - shift) for edge, shift in zip(box, origin * 2, strict=True)))
        for box in (frame.unmirrored(box) for box in words)
    ]
    wider = max(1.0, _OUTSIDE * height)
    papers = _papers(level, boxes)
    step = max(2, round(height / 5))
    found = (
        _strokes(
            level.reduce((step, 1)),
            boxes,
            papers,
            height,
            step,
            least=_LEAST_LEVEL * height,
            missing=_MISSING_LEVEL * height,
        ),
        _strokes(
            level.reduce((1, step)).transpose(Image.Transpose.TRANSPOSE),
            [Box(box.top, box.left - wider, box.bottom, box.right + wider) for box in boxes],
            papers,
            height,
            step,
            least=_LEAST_UPRIGHT * height,
            missing=_MISSING_UPRIGHT * height,
        ),
    )
    x, y = origin
    across = [
        Rule((at + y) * factor, (start + x) * factor, (end + x) * factor)
        for at, start, end in found[0]
    ]
    down = [
        Rule((at + x) * factor, (start + y) * factor, (end + y) * factor)
        for at, start, end in found[1]
    ]
    return mirrored(Rules(tuple(across), tuple(down)), frame)


def mirrored(rules: Rules, frame: Frame) -> Rules:
    """The rules as they stand on a page that is read from right to left, if it is."""
    if not frame.is_mirrored:
        return rules
    width = frame.upright_size[0]
    return Rules(
        tuple(Rule(rule.at, width - rule.end, width - rule.start) for rule in rules.level),
        tuple(Rule(width - rule.at, rule.start, rule.end) for rule in rules.upright),
    )


def _upright(image: Image.Image, frame: Frame) -> Image.Image:
    """Turned so that lines run to the right."""
    turn = {
        1: Image.Transpose.ROTATE_90,
        2: Image.Transpose.ROTATE_180,
        3: Image.Transpose.ROTATE_270,
    }.get(frame.quarters)
    return image if turn is None else image.transpose(turn)


def _levelled(image: Image.Image, slope: float) -> tuple[Image.Image, tuple[float, float]]:
    """The image with level lines, and where its corner is on the levelled page."""
    if not slope:
        return image, (0.0, 0.0)
    width, height = image.size
    corners = [(x + slope * y, y - slope * x) for x in (0, width) for y in (0, height)]
    left, top = min(x for x, _ in corners), min(y for _, y in corners)
    size = (
        round(max(x for x, _ in corners) - left),
        round(max(y for _, y in corners) - top),
    )
    scale = 1 + slope**2
    # Pillow asks where each new pixel comes from: the inverse of what ``Frame.box`` does.
    matrix = (
        1 / scale,
        -slope / scale,
        (left - slope * top) / scale,
        slope / scale,
        1 / scale,
        (top + slope * left) / scale,
    )
    level = image.transform(size, Image.Transform.AFFINE, matrix, fillcolor=_PAPER)
    return level, (left, top)


def _papers(image: Image.Image, words: Iterable[Box]) -> list[int]:
    """What is around each word: the lightest of its corners."""
    pixels = cast("Any", image.load())
    most_x, most_y = image.width - 1, image.height - 1
    found = []
    for box in words:
        left, right = max(0, int(box.left)), min(most_x, int(box.right))
        top, bottom = max(0, int(box.top)), min(most_y, int(box.bottom))
        if left > right or top > bottom:
            found.append(_PAPER)
        else:
            corners = ((left, top), (right, top), (left, bottom), (right, bottom))
            found.append(max(pixels[corner] for corner in corners))
    return found


def _strokes(
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
