"""``python -m bench.speed``: see ``--help``."""

import argparse
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

from bench.speed import cold, contestants, imports, page, sizes
from bench.speed.container import in_container
from bench.speed.contestant import Contestant
from bench.speed.figures import Figures
from bench.speed.given import Given, draw_all
from bench.speed.rounds import take_turns
from bench.system import ROOT

_FIGURES = ROOT / "docs/figures/speed.json"
_FOLDER = ROOT / "build/bench/speed"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, save, and write the page if asked for."""
    options = _parser().parse_args(arguments)
    if options.page_only:
        page.write(Figures.load(_FIGURES))
        return
    figures = _measure(options)
    print(page.terminal(figures))
    if options.write:
        figures.save(_FIGURES)
        page.write(figures)


def _measure(options: argparse.Namespace) -> Figures:
    files = [given for given in draw_all(_FOLDER) if not options.file or given.name in options.file]
    chosen = contestants.chosen(options.contestant, _FOLDER)
    figures = Figures(rounds=options.rounds, versions=contestants.versions())
    with _all(chosen) as ready:
        for given in files:
            timed = take_turns(contestants.able(ready, given), given, rounds=options.rounds)
            figures.files[given.name] = {name: list(one.seconds) for name, one in timed.items()}
            figures.failed[given.name] = {n: one.failed for n, one in timed.items() if one.failed}
            print(page.line(figures, given.name), flush=True)
    if options.containers:
        _measure_containers(figures, {given.name: given for given in files}, options.rounds)
    return figures


def _measure_containers(figures: Figures, files: Mapping[str, Given], rounds: int) -> None:
    """Versions of the image, cold starts, memory, and sizes."""
    small, receipt, dense = (files[name] for name in (page.SMALL, page.RECEIPT, page.DENSE))
    figures.versions |= contestants.image_versions()
    figures.imports_ms = imports.by_package()
    figures.cold = cold.first_answers(files[page.LABEL], rounds=rounds)
    with in_container(1) as ours:
        for _ in range(rounds):
            ours.read(dense)
        figures.peak_mb = ours.peak_mb()
    figures.sizes = sizes.by_size([small, receipt, dense], rounds=rounds)


@contextmanager
def _all(
    chosen: Mapping[str, Callable[[], AbstractContextManager[Contestant]]],
) -> Iterator[dict[str, Contestant]]:
    """All of them, started; stopped in the end, whatever happens."""
    with ExitStack() as stack:
        yield {name: stack.enter_context(start()) for name, start in chosen.items()}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.speed", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="turns of each at each file")
    parser.add_argument("--file", action="append", help="a file by its name; again for more")
    parser.add_argument("--contestant", action="append", help="by its name; again for more")
    parser.add_argument(
        "--no-containers",
        dest="containers",
        action="store_false",
        help="neither cold starts nor memory sizes",
    )
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    parser.add_argument("--page-only", action="store_true", help="from the figures of the last run")
    return parser


if __name__ == "__main__":
    os.chdir(Path(ROOT))
    main()
