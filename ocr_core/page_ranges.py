"""Which pages of a document to read: ``1-3,7``."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

_PART = re.compile(r"(\d+)(-(\d+)?)?")
_MAX_PARTS = 100
# Far above any document, and short of what takes time to count.
_MAX_NUMBER = 999_999


@dataclass(frozen=True, slots=True)
class PageRanges:
    """Ranges of pages, counted from 1, both ends included; an end of ``None`` is the last page."""

    parts: tuple[tuple[int, int | None], ...]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``1-3,7`` or ``5-``.

        Raises:
            ValueError: it is not of that form.
        """
        pieces = [piece.strip() for piece in text.split(",")]
        if len(pieces) > _MAX_PARTS:
            raise ValueError(f"name at most {_MAX_PARTS} page ranges")
        return cls(tuple(_parse_part(piece) for piece in pieces))

    def select(self, page_count: int) -> Iterator[int]:
        """The page numbers asked for that exist, in order and each once.

        It takes no longer where a file of a few bytes says that it has a million pages.
        """
        given = 0
        for first, last in sorted((first, last or page_count) for first, last in self.parts):
            for number in range(max(first, given + 1), min(last, page_count) + 1):
                yield number
                given = number

    def __str__(self) -> str:
        return ",".join(
            f"{first}-" if last is None else f"{first}" if first == last else f"{first}-{last}"
            for first, last in self.parts
        )


def _parse_part(piece: str) -> tuple[int, int | None]:
    match = _PART.fullmatch(piece)
    if not match:
        raise ValueError("pages are numbers and ranges such as 1-3,7 or 5-")
    first = int(match[1])
    last = first if not match[2] else int(match[3]) if match[3] else None
    if max(first, last or 0) > _MAX_NUMBER:
        raise ValueError(f"pages count up to {_MAX_NUMBER:,}; for all from page 5 on, write 5-")
    if first < 1 or (last is not None and last < first):
        raise ValueError("pages count from 1, and a range goes upwards")
    return first, last
