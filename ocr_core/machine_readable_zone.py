"""Machine-readable zones of passports, visas and identity cards (ICAO 9303).

Engines take the letter O for a zero there, and the other way round. The format says which places
hold letters and which digits, and check digits tell whether the rest is right. Text is changed only
where the check digits of the whole zone are right afterwards.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import NamedTuple

from ocr_core.model import Line, Page, Word

_SIGNS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<")
_LETTER = {"0": "O", "1": "I", "2": "Z", "5": "S", "6": "G", "8": "B"}
_LETTER_OF = {letter: digit for digit, letter in _LETTER.items()}
_DIGIT = _LETTER_OF | {"D": "0", "Q": "0", "L": "1"}
# ICAO 9303-3, 4.9: the weights of the signs of a field, in turn.
_WEIGHTS = (7, 3, 1)
# So many signs of a field may be one thing or the other: each doubles the trials.
_MOST_OPEN = 8


class _Field(NamedTuple):
    """A field with a check digit: its line, its signs, and where that digit stands."""

    line: int
    start: int
    end: int
    check: int


class _Format(NamedTuple):
    """One of the formats: ``places`` has a line of kinds a line.

    ``a`` is a letter or a filler, ``9`` a digit, ``x`` either.
    """

    places: tuple[str, ...]
    fields: tuple[_Field, ...]


# Parts 4, 5, 6 and 7 of ICAO 9303; dates may hold fillers, so that they are digits or those.
_FORMATS = (
    _Format(  # TD3: passports
        ("aaaaa" + "a" * 39, "x" * 9 + "9" + "aaa" + "9" * 7 + "a" + "9" * 7 + "x" * 14 + "99"),
        (_Field(1, 0, 9, 9), _Field(1, 13, 19, 19), _Field(1, 21, 27, 27), _Field(1, 28, 42, 42)),
    ),
    _Format(  # TD2
        ("aaaaa" + "a" * 31, "x" * 9 + "9" + "aaa" + "9" * 7 + "a" + "9" * 7 + "x" * 7 + "9"),
        (_Field(1, 0, 9, 9), _Field(1, 13, 19, 19), _Field(1, 21, 27, 27)),
    ),
    _Format(  # TD1: cards
        (
            "aaaaa" + "x" * 9 + "x" + "x" * 15,
            "9" * 7 + "a" + "9" * 7 + "aaa" + "x" * 11 + "9",
            "a" * 30,
        ),
        (_Field(0, 5, 14, 14), _Field(1, 0, 6, 6), _Field(1, 8, 14, 14)),
    ),
)


def with_right_zones(page: Page) -> Page:
    """The page, with letters and digits in machine-readable zones exchanged where they have to be.

    Boxes and confidences stay.
    """
    lines = list(page.lines)
    changed: dict[int, Line] = {}
    for first, texts in _zones(lines):
        for offset, text in enumerate(texts):
            line = lines[first + offset]
            if text != _compact(line):
                changed[id(line)] = _rewritten(line, text)
    return _with_lines(page, changed) if changed else page


def _zones(lines: Sequence[Line]) -> Iterator[tuple[int, Sequence[str]]]:
    """Where zones begin among the lines, and what they say."""
    texts = [_compact(line) if "<" in line.text else "" for line in lines]
    for first in range(len(texts)):
        for form in _FORMATS:
            zone = texts[first : first + len(form.places)]
            if [len(text) for text in zone] != [len(places) for places in form.places]:
                continue
            if not all(_SIGNS.issuperset(text) for text in zone):
                continue
            right = _right(zone, form)
            if right is not None:
                yield first, right


def _right(zone: Sequence[str], form: _Format) -> Sequence[str] | None:
    """The zone by its format; ``None`` where its check digits are wrong."""
    lines = [
        "".join(_as(kind, sign) for kind, sign in zip(places, text, strict=True))
        for places, text in zip(form.places, zone, strict=True)
    ]
    for field in form.fields:
        text = lines[field.line]
        may_be_either = form.places[field.line][field.start] == "x"
        found = _field(text[field.start : field.end], text[field.check], may_be_either)
        if found is None:
            return None
        lines[field.line] = text[: field.start] + found + text[field.end :]
    return lines


def _field(text: str, check: str, may_be_either: bool) -> str | None:
    """The field, or the nearest to it that has this check digit; a filler is that of no signs."""
    if check == "<" and not text.strip("<"):
        return text
    are_open = [may_be_either and (sign in _LETTER or sign in _LETTER_OF) for sign in text]
    open_places = [at for at, is_open in enumerate(are_open) if is_open]
    trials = product((False, True), repeat=min(len(open_places), _MOST_OPEN))
    for exchanged in sorted(trials, key=sum):
        signs = list(text)
        for at, is_other in zip(open_places, exchanged, strict=False):
            if is_other:
                signs[at] = _LETTER.get(signs[at]) or _LETTER_OF[signs[at]]
        if _check_digit("".join(signs)) == check:
            return "".join(signs)
    return None


def _check_digit(text: str) -> str:
    """ICAO 9303-3, 4.9: digits count as themselves, letters from 10, fillers as 0."""
    values = (int(sign, 36) if sign != "<" else 0 for sign in text)
    total = sum(value * _WEIGHTS[at % len(_WEIGHTS)] for at, value in enumerate(values))
    return str(total % 10)


def _as(kind: str, sign: str) -> str:
    if kind == "a":
        return _LETTER.get(sign, sign)
    return _DIGIT.get(sign, sign) if kind == "9" else sign


def _compact(line: Line) -> str:
    return "".join(line.text.split())


def _rewritten(line: Line, text: str) -> Line:
    """The line with other signs in its words, which keep their lengths."""
    words: list[Word] = []
    at = 0
    for word in line.words:
        words.append(replace(word, text=text[at : at + len(word.text)]))
        at += len(word.text)
    written, signs = "", iter(text)
    for sign in line.text:
        written += sign if sign.isspace() else next(signs)
    return replace(line, text=written, words=tuple(words))


def _with_lines(page: Page, changed: Mapping[int, Line]) -> Page:
    blocks = tuple(
        block.model_copy(
            update={
                "paragraphs": tuple(
                    paragraph.model_copy(
                        update={
                            "lines": tuple(changed.get(id(line), line) for line in paragraph.lines)
                        }
                    )
                    for paragraph in block.paragraphs
                )
            }
        )
        for block in page.blocks
    )
    return page.model_copy(update={"blocks": blocks})
