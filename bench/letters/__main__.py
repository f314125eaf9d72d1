"""Which letters an engine never gives: ``python -m bench.letters --help``."""

import argparse
import datetime
import sys
from collections.abc import Sequence

from bench.letters import report
from bench.letters.alphabet import Alphabet, load_alphabets
from bench.letters.figures import Figures
from bench.letters.readers import ENGINES, LetterReader
from bench.letters.sheet import FONTS, drawn
from bench.letters.tally import Tally
from bench.letters.words import words_with_letters
from bench.system import ROOT

_FOLDER = ROOT / "build/bench/letters"
# Of each letter, in each font.
_TIMES = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and write the page if asked for."""
    asked = _parser().parse_args(arguments)
    alphabets = load_alphabets()
    chosen = [one for one in alphabets if not asked.language or one.language in asked.language]
    for engine in asked.engine or ENGINES:
        _measure(engine, chosen)
    paths = {engine: _FOLDER / f"{engine}.json" for engine in ENGINES}
    measured = {engine: Figures.load(path) for engine, path in paths.items() if path.exists()}
    print("\n\n".join(report.tables(measured, alphabets).values()))
    if asked.write:
        report.write(measured, alphabets)
    return 0


def _measure(engine: str, alphabets: Sequence[Alphabet]) -> None:
    """Read the alphabets, and keep the figures beside those of other languages."""
    reader = LetterReader(engine)
    path = _FOLDER / f"{engine}.json"
    figures = Figures.load(path) if path.exists() else Figures("", "")
    figures.version = reader.version
    figures.day = datetime.datetime.now(datetime.UTC).date().isoformat()
    for alphabet in alphabets:
        if not reader.reads(alphabet.language):
            print(f"{engine}: {alphabet.language} is left out", file=sys.stderr)
            continue
        figures.tallies[alphabet.language] = tally = _tally(reader, alphabet)
        figures.save(path)
        missing = tally.missing(alphabet.letters)
        print(f"{engine}: {alphabet.language} {missing}", file=sys.stderr, flush=True)


def _tally(reader: LetterReader, alphabet: Alphabet) -> Tally:
    tally = Tally()
    words = words_with_letters(alphabet, times=_TIMES)
    for font in FONTS.values():
        page, text = drawn(words, font)
        tally.add(text, reader.read(page, alphabet.language))
    return tally


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.letters", description=__doc__)
    add = parser.add_argument
    add("--engine", action="append", choices=ENGINES, help="this engine alone; again for more")
    add("--language", action="append", help="this language alone; again for more")
    add("--write", action="store_true", help="put the tables into docs/letters.md")
    return parser


if __name__ == "__main__":
    sys.exit(main())
