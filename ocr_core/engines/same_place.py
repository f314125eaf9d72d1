"""Which boxes of two readings stand at the same place of a page."""

from collections import defaultdict
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from ocr_core.model import BoundingBox


class Place(NamedTuple):
    """The numbers of the boxes that stand there, in the first and in the second reading."""

    first: list[int]
    second: list[int]


def places_of(first: Sequence[BoundingBox], second: Sequence[BoundingBox]) -> list[Place]:
    """The places of all boxes: those that overlap are at one, with what overlaps them in turn."""
    strips = _Strips(first)
    above = [
        [number for number in strips.around(box) if overlap(first[number], box)] for box in second
    ]
    beside: defaultdict[int, list[int]] = defaultdict(list)
    for number, others in enumerate(above):
        for other in others:
            beside[other].append(number)
    places = [Place([], [number]) for number, others in enumerate(above) if not others]
    seen: set[int] = set()
    for number in range(len(first)):
        if number in seen:
            continue
        seen.add(number)
        place = Place([number], [])
        for one in place.first:
            for other in beside[one]:
                if other not in place.second:
                    place.second.append(other)
                    new = [each for each in above[other] if each not in seen]
                    seen.update(new)
                    place.first.extend(new)
        places.append(place)
    return places


class _Strips:
    """Boxes by the strips of the page that they reach into."""

    def __init__(self, boxes: Sequence[BoundingBox]) -> None:
        self._step = max(1, round(median(box.bottom - box.top for box in boxes))) if boxes else 1
        self._strips: defaultdict[int, list[int]] = defaultdict(list)
        for number, box in enumerate(boxes):
            for strip in self._of(box):
                self._strips[strip].append(number)

    def around(self, box: BoundingBox) -> list[int]:
        """The numbers of those that may overlap a box."""
        return sorted({number for strip in self._of(box) for number in self._strips.get(strip, ())})

    def _of(self, box: BoundingBox) -> range:
        return range(box.top // self._step, box.bottom // self._step + 1)


def area(box: BoundingBox) -> int:
    """Its square pixels."""
    return max(0, box.right - box.left) * max(0, box.bottom - box.top)


def share_within(box: BoundingBox, other: BoundingBox) -> float:
    """The share of a box that is in another one, 0 to 1."""
    return _common(box, other) / max(1, area(box))


def overlap(one: BoundingBox, other: BoundingBox) -> bool:
    """Whether they stand at the same place: a third of the smaller one is in the other."""
    return 3 * _common(one, other) >= max(1, min(area(one), area(other)))


def _common(one: BoundingBox, other: BoundingBox) -> int:
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    return max(0, width) * max(0, height)


def extent(box: BoundingBox, is_upright: bool) -> tuple[int, int]:
    """From where to where a box reaches along its line, which runs down if it is upright."""
    return (box.top, box.bottom) if is_upright else (box.left, box.right)
