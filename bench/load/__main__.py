"""``python -m bench.load``: see ``--help``."""

import argparse
import asyncio
import os
import signal
import sys
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager

from bench.load import given, page
from bench.load.checks import checks
from bench.load.clients import press, read_alone
from bench.load.figures import Figures, Step
from bench.load.memory import Watch
from bench.load.place import Place, make_run, no_container, one_container
from bench.speed.given import Given
from bench.system import ROOT
from handler.settings import Settings

_FIGURES = ROOT / "docs/figures/load.json"
_FOLDER = ROOT / "build/bench/load"
_CLIENTS = (1, 8, 64)
# Whoever asks a container waits outside of it: many more clients would show no more.
_CONTAINER_CLIENTS = 8


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, save, and write the page if asked for; 1 if something does not hold."""
    options = _parser().parse_args(arguments)
    figures = Figures.load(_FIGURES) if options.page_only else _measure(options)
    print(page.terminal(figures))
    if options.write:
        figures.save(_FIGURES)
    if options.write or options.page_only:
        page.write(figures)
    return 0 if all(check.holds for check in checks(figures)) else 1


def _measure(options: argparse.Namespace) -> Figures:
    pages = given.draw(_FOLDER, mixed=options.mixed)
    figures = Figures(seconds=options.seconds, pages=[one.name for one in pages])
    clients = sorted(options.clients)
    whole: int = Settings.model_fields["max_queue"].default
    for queue, some in ((whole, clients), (options.full_queue, clients[-1:])):
        _measure_at(make_run(queue), some, figures, pages)
    figures.left_out = no_container() if options.container else "one container"
    if figures.left_out:
        print(f"one container is left out: {figures.left_out}", flush=True)
    else:
        some = sorted({min(count, _CONTAINER_CLIENTS) for count in clients})
        _measure_at(one_container(), some, figures, pages)
    return figures


def _measure_at(
    where: AbstractContextManager[Place],
    clients: Sequence[int],
    figures: Figures,
    pages: Sequence[Given],
) -> None:
    """Add the steps of a place, which is started for them."""
    with where as place:
        asyncio.run(_steps(place, clients, figures, pages))
        figures.ends[place.name] = place.end()


async def _steps(
    place: Place, clients: Sequence[int], figures: Figures, pages: Sequence[Given]
) -> None:
    try:
        texts = await read_alone(place.target, pages)
        for count in clients:
            with Watch(place.memory_mb) as watch:
                started_s, cpu_s = time.monotonic(), place.cpu_s()
                answers = await press(
                    place.target, pages, texts, clients=count, seconds=figures.seconds
                )
                seconds, cpu_s = time.monotonic() - started_s, place.cpu_s() - cpu_s
            step = Step.of(place, count, answers, seconds=seconds, cpu_s=cpu_s, watch=watch)
            figures.steps.append(step)
            print(page.line(step), flush=True)
    finally:
        await place.target.close()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="of each step")
    parser.add_argument("--clients", type=int, nargs="+", default=_CLIENTS, help="a step for each")
    parser.add_argument(
        "--full-queue",
        type=int,
        default=8,
        help="MAX_QUEUE of the last step, which the most clients are too many for",
    )
    parser.add_argument(
        "--mixed", action="store_true", help="with a receipt and a dense page among the pages"
    )
    parser.add_argument(
        "--no-container", dest="container", action="store_false", help="`make run` alone"
    )
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    parser.add_argument("--page-only", action="store_true", help="from the figures of the last run")
    return parser


if __name__ == "__main__":
    os.chdir(ROOT)
    # What was started is ended also where this is.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    sys.exit(main())
