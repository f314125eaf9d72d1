"""The tables of ``docs/letters.md``, and the one that the engines are chosen by."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from bench.letters.alphabet import Alphabet
from bench.letters.figures import Figures
from bench.markdown import markdown_table
from bench.page import with_part
from bench.system import ROOT
from ocr_core.engines.missing_letters import Missing

_PAGE = ROOT / "docs/letters.md"
_TABLE = ROOT / "ocr_core/engines/missing_letters.py"
_TABLE_IN_CODE = re.compile(r"(?<=\] = \{\n).*?(?=^\}$)", re.DOTALL | re.MULTILINE)
_NONE = "–"
_NOT_MEASURED = "not measured"
_MOST_INSTEAD = 2

Measured = Mapping[str, Figures]


def write(measured: Measured, alphabets: Sequence[Alphabet]) -> None:
    """Put the tables between their marks, and the letters into the library."""
    page = _PAGE.read_text(encoding="utf-8")
    for name, table in tables(measured, alphabets).items():
        page = with_part(page, name, table)
    _PAGE.write_text(page, encoding="utf-8")
    code = _TABLE.read_text(encoding="utf-8")
    lines = _code(measured, alphabets)
    _TABLE.write_text(_TABLE_IN_CODE.sub(lambda _: lines, code), encoding="utf-8")


def tables(measured: Measured, alphabets: Sequence[Alphabet]) -> dict[str, str]:
    """Each by the name of its marks."""
    versions = [f"- {name} {one.version}, {one.day}" for name, one in measured.items()]
    return {
        "versions": "\n".join(versions),
        "letters": _letters(measured, alphabets),
        "instead": _instead(measured, alphabets),
    }


def _letters(measured: Measured, alphabets: Sequence[Alphabet]) -> str:
    head = [
        "language",
        *(f"{name}: {what}" for name in measured for what in ("missing", "in 1,000")),
    ]
    rows = []
    for alphabet in alphabets:
        row = [f"`{alphabet.language}`"]
        for figures in measured.values():
            if missing := _missing(figures, alphabet):
                letters = f"`{missing.letters}`" if missing.letters else _NONE
                row += [letters, f"{missing.per_1000:.1f}" if missing.letters else _NONE]
            else:
                row += [_NOT_MEASURED, _NONE]
        rows.append(row)
    return markdown_table(head, rows)


def _instead(measured: Measured, alphabets: Sequence[Alphabet]) -> str:
    """What is given for letters that are missing, by the number of times."""
    rows = []
    for name, figures in measured.items():
        for alphabet in alphabets:
            tally = figures.tallies.get(alphabet.language)
            if tally is None:
                continue
            for letter in tally.missing(alphabet.letters):
                most = tally.instead.get(letter, Counter()).most_common(_MOST_INSTEAD)
                given = ", ".join(f"{_shown(other)} {count}" for other, count in most)
                read = f"{tally.read[letter]} of {tally.drawn[letter]}"
                rows.append([name, f"`{alphabet.language}`", letter, read, given or _NONE])
    return markdown_table(["engine", "language", "letter", "read", "in its place"], rows)


def _shown(sign: str) -> str:
    """A sign in a cell of a table."""
    return {" ": "(space)", "|": "\\|"}.get(sign, sign)


def _missing(figures: Figures, alphabet: Alphabet) -> Missing | None:
    tally = figures.tallies.get(alphabet.language)
    if tally is None:
        return None
    letters = tally.missing(alphabet.letters)
    return Missing(letters, round(alphabet.per_1000(letters), 1))


def _code(measured: Measured, alphabets: Sequence[Alphabet]) -> str:
    """The lines of the dictionary, as ruff would have them."""
    lines = []
    for name, figures in measured.items():
        lines.append(f'    "{name}": {{\n')
        for alphabet in alphabets:
            missing = _missing(figures, alphabet)
            if missing and missing.letters:
                value = f'Missing("{missing.letters}", {missing.per_1000})'
                lines.append(f'        "{alphabet.language}": {value},\n')
        lines.append("    },\n")
    return "".join(lines)
