"""Words of a PDF page that stand in each other's place, so that nobody can tell which is seen."""

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from ocr_core.model import BoundingBox, Word

# Drawn apart from the digits of their number, in whose box they stand.
_POINTS = frozenset(".,")
# Neighbours in tight lines share less of the smaller box, and what is printed twice, to be bold or
# to throw a shadow, more.
_LEAST_SHARED = 0.3


def overlaps(lines: Sequence[Sequence[Word]]) -> Iterator[tuple[Word, Word]]:
    """The pairs of words that share their place, a word of an earlier line before that of a later.

    Signs alone count for none: fill-in rules and leaders are written over, and so are colons.
    """
    boxes = [BoundingBox.around(word.box for word in line) for line in lines]
    order = sorted(range(len(lines)), key=lambda at: boxes[at].top)
    near: list[int] = []
    for at in order:
        near = [other for other in near if boxes[other].bottom > boxes[at].top]
        for other in near:
            if _shared(boxes[at], boxes[other]):
                first, second = sorted((at, other))
                yield from _between(lines[first], lines[second])
        near.append(at)
    for line in lines:
        yield from _within(line)


def _within(line: Sequence[Word]) -> Iterator[tuple[Word, Word]]:
    for one, other in pairwise(line):
        if _collide(one, other):
            yield one, other


def _between(line: Sequence[Word], other_line: Sequence[Word]) -> Iterator[tuple[Word, Word]]:
    pairs = chain.from_iterable(((one, other) for other in other_line) for one in line)
    return ((one, other) for one, other in pairs if _collide(one, other))


def _collide(one: Word, other: Word) -> bool:
    shared = _shared(one.box, other.box)
    if not shared or shared < _LEAST_SHARED * min(_area(one.box), _area(other.box)):
        return False
    return not (_is_sign(one.text) or _is_sign(other.text))


def _is_sign(text: str) -> bool:
    return text not in _POINTS and not any(map(str.isalnum, text))


def _shared(one: BoundingBox, other: BoundingBox) -> int:
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    return width * height if width > 0 and height > 0 else 0


def _area(box: BoundingBox) -> int:
    return (box.right - box.left) * (box.bottom - box.top)
