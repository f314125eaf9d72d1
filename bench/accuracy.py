"""How well each system reads the corpus: ``python -m bench.accuracy --help``."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from fnmatch import fnmatch
from pathlib import Path

from bench.comparison import Comparison, saved_figures
from bench.corpus import Sample, samples
from bench.groups import group_of
from bench.page import write_page
from bench.report import better_table, honesty_table, text_table
from bench.result import Result
from bench.run import Run
from bench.system import READERS, ROOT, System, default_systems
from bench.turning import turned

_BUILD = ROOT / "build"


def main(arguments: Sequence[str]) -> int:
    """Measure, print, and write what was asked for; the exit status."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    if asked.save and len(asked.system or default_systems()) > 1:
        parser.error("--save is for one --system")
    if not (directory := os.environ.get("OCR_CORPUS")):
        print("OCR_CORPUS does not name the corpus: nothing to measure.", file=sys.stderr)
        return 0
    corpus = samples(Path(directory))
    corpus += turned(corpus, _BUILD / "bench-turned") if asked.turned else ()
    chosen = [sample for sample in corpus if _is_chosen(sample, asked.set)]
    run = Run(
        build=_BUILD,
        jobs=asked.jobs,
        time_limit_s=asked.time_limit,
        languages=asked.languages,
        retry=asked.retry,
    )
    systems = [System(name) for name in asked.system or default_systems()]
    if asked.against and not asked.against.endswith(".json"):
        systems.append(System(asked.against))
    measured = {}
    for system in systems:
        if system.missing:
            print(f"{system.name} is left out: {system.missing}", file=sys.stderr)
            continue
        measured[system] = run.results(system, chosen)
        _save(system, measured[system], asked.save if len(measured) == 1 else None)
    _print(measured, asked)
    if asked.write:
        names = {system.name: system for system in measured}
        write_page(names, {system.name: results for system, results in measured.items()})
    return 0


def _print(measured: dict[System, list[Result]], asked: argparse.Namespace) -> None:
    tables = {system.name: results for system, results in measured.items()}
    print(text_table(tables))
    print(f"\n{better_table(tables)}\n\n{honesty_table(tables)}")
    if asked.against:
        figures = {
            system.name: {result.id: result.as_json() for result in results}
            for system, results in measured.items()
        }
        is_file = asked.against.endswith(".json")
        against = saved_figures(Path(asked.against)) if is_file else figures[asked.against]
        for name in asked.system or default_systems():
            if name in figures and name != asked.against:
                print(f"\n{name} against {asked.against}")
                print("\n".join(Comparison(figures[name], against).lines(worst=asked.worst)))


def _save(system: System, results: Sequence[Result], name: str | None) -> None:
    """The figures of a run, without texts, where a later one can be compared with them."""
    path = _BUILD / "bench" / f"{(name or system.name).replace('/', '_')}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {
        "system": system.name,
        "version": system.version,
        "digest": system.digest,
        "files": [result.as_json() for result in results],
    }
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _is_chosen(sample: Sample, patterns: Sequence[str] | None) -> bool:
    """Whether its set, its group or the file itself is asked for."""
    names = (sample.set, group_of(sample.set), sample.id)
    return not patterns or any(fnmatch(name, pattern) for name in names for pattern in patterns)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.accuracy", description=__doc__)
    add = parser.add_argument
    add(
        "--system",
        action="append",
        help=f"one of {', '.join(READERS)}, with options after a colon: ours:psm=6,dpi=300; "
        "again for more",
    )
    add("--set", action="append", help="a set, a group or SET/FILE, with * and ?; again for more")
    add("--turned", action="store_true", help="add upright pages that are turned here")
    add("--against", help="compare with this system, or with the .json that a run has saved")
    add("--worst", type=int, default=10, help="how many files to list at both ends")
    add("--languages", help="tell every file these languages in place of its own")
    add("--jobs", type=int, default=1, help="children at a time")
    add("--time-limit", type=float, default=60, help="seconds a file")
    add("--retry", action="store_true", help="try again what failed in an earlier run")
    add("--write", action="store_true", help="put the tables and the plot into docs/benchmarks.md")
    add("--save", help="write build/bench/NAME.json, for a later --against")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
