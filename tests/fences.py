"""What stands between fences in a page of the documentation."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT

_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Fence:
    """One such block: where it stands, in what language, and its lines."""

    place: str
    language: str
    text: str


def fences(page: Path) -> Iterator[Fence]:
    """All of a page's, from the top down."""
    text = page.read_text(encoding="utf-8")
    for found in _FENCE.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        yield Fence(f"{page.relative_to(ROOT).as_posix()}:{line}", found[1], found[2])
