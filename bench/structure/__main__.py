"""How well the structure of pages is kept: ``python -m bench.structure --help``."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.structure import report
from bench.structure.figures import Figures
from bench.structure.measuring import Measuring, Reader
from bench.structure.ours import Ours
from bench.structure.peer import Kreuzberg
from bench.system import OURS, PEERS_PYTHON, ROOT

_FOLDER = ROOT / "build/bench/structure"
_PEER = "kreuzberg"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and write the page if asked for."""
    asked = _parser().parse_args(arguments)
    measured = {OURS: _figures(Ours(), asked)}
    if not asked.alone and PEERS_PYTHON.exists():
        with Kreuzberg() as peer:
            measured[_PEER] = _figures(peer, asked)
    print("\n\n".join(report.tables(measured).values()))
    if asked.write:
        report.write(measured)
    return 0


def _figures(reader: Reader, asked: argparse.Namespace) -> Figures:
    measuring = Measuring(reader, _FOLDER)
    measuring.measure_drawn()
    if (corpus := os.environ.get("OCR_CORPUS")) and not asked.drawn:
        measuring.measure_corpus(Path(corpus))
    return measuring.figures


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.structure", description=__doc__)
    add = parser.add_argument
    add("--alone", action="store_true", help="leave the peer out")
    add("--drawn", action="store_true", help="leave OCR_CORPUS out")
    add("--write", action="store_true", help="put the tables into docs/structure.md")
    return parser


if __name__ == "__main__":
    sys.exit(main())
