"""The order in which the characters of a line are seen, from left to right."""

import re
import unicodedata
from collections.abc import Sequence

from ocr_core.text_direction import text_direction

# Numbers run to the right in every script (Unicode Standard Annex 9, table 4).
_KINDS = {"L": "L", "EN": "L", "AN": "L", "R": "R", "AL": "R"}
# Runs of one direction, with the neutral characters inside them.
_RIGHTWARD_RUN = re.compile(r"L(?:[LN]*L)?")
_LEFTWARD_RUN = re.compile(r"R(?:[RN]*R)?")
_LEFT_TO_RIGHT_MARK = "\u200e"
_RIGHT_TO_LEFT_MARK = "\u200f"


def visual_order(words: Sequence[str], *, line: str) -> list[str]:
    """The words of a line with their characters in the order in which they are seen.

    A short form of Unicode Standard Annex 9: what runs against its line is turned round
    as a whole. Where such a run ends, a mark of the line's direction is put, or poppler
    takes the space behind for a part of the run, and glues the next word to it: of
    "2048 on Monday" in an Arabic line it makes "2048on Monday".

    Brackets are left as they are, for poppler and pdf.js do not mirror them when they
    turn text back (PDFium does).

    Args:
        words: from left to right.
        line: the text of the line that they stand in, as it is read.
    """
    is_leftward = text_direction(line) == "rtl"
    seen = [_seen(word.replace("\n", " "), is_leftward) for word in words]
    return _marked("\n".join(seen), is_leftward).split("\n")


def _kinds(text: str) -> str:
    """L (rightwards), R (leftwards) or N (neutral) for every character; marks as their letter."""
    kinds = ""
    for character in text:
        kind = unicodedata.bidirectional(character)
        kinds += (kinds[-1:] or "N") if kind == "NSM" else _KINDS.get(kind, "N")
    return kinds


def _seen(text: str, is_leftward: bool) -> str:
    kinds = _kinds(text)
    if is_leftward:
        text, kinds = text[::-1], kinds[::-1]
    for run in (_RIGHTWARD_RUN if is_leftward else _LEFTWARD_RUN).finditer(kinds):
        start, end = run.span()
        text = text[:start] + text[start:end][::-1] + text[end:]
    return text


def _marked(seen: str, is_leftward: bool) -> str:
    """A mark between each run against the line and what is read after it."""
    runs = (_RIGHTWARD_RUN if is_leftward else _LEFTWARD_RUN).finditer(_kinds(seen))
    mark = _RIGHT_TO_LEFT_MARK if is_leftward else _LEFT_TO_RIGHT_MARK
    ends = [run.start() if is_leftward else run.end() for run in runs]
    for end in reversed(ends):
        if 0 < end < len(seen):
            seen = seen[:end] + mark + seen[end:]
    return seen
