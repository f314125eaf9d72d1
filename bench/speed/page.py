"""The tables of ``docs/benchmarks.md`` that say how fast it is."""

import json
import statistics
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import cost
from bench.markdown import markdown_table
from bench.page import with_part
from bench.speed import cold, imports
from bench.speed.contestants import (
    DEBIAN,
    FLOOR,
    HANDLER,
    LAYER,
    NAIVE,
    NAIVE_ONE,
    ONE_CPU,
    TWO_CPUS,
)
from bench.speed.figures import Figures, divided, median
from bench.system import PEERS_PYTHON, ROOT

_PAGE = ROOT / "docs/benchmarks.md"
_PLOT = ROOT / "docs/plots/speed.svg"
_SIZE_PLOT = ROOT / "docs/plots/memory-size.svg"
LABEL = "label"
SMALL = "640×480"
RECEIPT = "receipt"
DENSE = "dense A4, grey JPEG"
COLOUR = "dense A4, colour PNG"
SCAN = "16-page PDF"
_NOTHING = "–"


@dataclass(frozen=True)
class Target:
    """One aim: what it says, what was measured, and whether that is enough."""

    what: str
    aim: str
    found: Callable[[Figures], float | None]
    is_met: Callable[[float], bool]
    shown: str = "{:.2f}"


def _ratio(file: str, slower: str, faster: str) -> Callable[[Figures], float | None]:
    return lambda figures: figures.ratio(file, slower, faster)


def _above_floor_ms(figures: Figures) -> float | None:
    ours, floor = figures.median_s(SMALL, HANDLER), figures.median_s(SMALL, FLOOR)
    return (ours - floor) * 1000 if ours and floor else None


def _cold(kind: str) -> Callable[[Figures], float | None]:
    return lambda figures: divided(
        median(figures.cold.get(kind)), median(figures.cold.get(cold.HELLO))
    )


def _at_most(bound: float) -> Callable[[float], bool]:
    return lambda value: value <= bound


def _at_least(bound: float) -> Callable[[float], bool]:
    return lambda value: value >= bound


TARGETS: Sequence[Target] = (
    Target(
        "handler, dense A4 in a grey JPEG, to recognition alone",
        "≤ 1.05",
        _ratio(DENSE, HANDLER, FLOOR),
        _at_most(1.05),
    ),
    Target("the same, in a colour PNG", "", _ratio(COLOUR, HANDLER, FLOOR), _at_most(float("inf"))),
    Target(
        "handler, 640×480, above recognition alone",
        "≤ 10 ms",
        _above_floor_ms,
        _at_most(10),
        "{:.1f} ms",
    ),
    Target(
        "FastAPI + pytesseract to ours, dense A4, 2 CPUs",
        "≥ 8",
        _ratio(DENSE, NAIVE, TWO_CPUS),
        _at_least(8),
    ),
    Target("the same, 640×480", "≥ 8", _ratio(SMALL, NAIVE, TWO_CPUS), _at_least(8)),
    Target(
        "the same with OMP_THREAD_LIMIT=1, dense A4",
        "≥ 1.3",
        _ratio(DENSE, NAIVE_ONE, TWO_CPUS),
        _at_least(1.3),
    ),
    Target("the same, 640×480", "≥ 2.2", _ratio(SMALL, NAIVE_ONE, TWO_CPUS), _at_least(2.2)),
    Target(
        "16-page scan, 1 CPU to 2 CPUs", "≥ 1.9", _ratio(SCAN, ONE_CPU, TWO_CPUS), _at_least(1.9)
    ),
    Target(
        "first answer of a new container (`/healthz`) to that of FastAPI + Mangum",
        "≤ 1.5",
        _cold(cold.ALIVE),
        _at_most(1.5),
    ),
    Target("the same, with a label read", "", _cold(cold.READS), _at_most(float("inf"))),
    Target(
        "peak memory, dense A4",
        "≤ 350 MB",
        lambda figures: figures.peak_mb,
        _at_most(350),
        "{:.0f} MB",
    ),
    Target(
        "`tesseract` of Debian to that of `layers/tesseract`, dense A4",
        "≥ 1.2",
        _ratio(DENSE, DEBIAN, LAYER),
        _at_least(1.2),
    ),
)


def write(figures: Figures) -> None:
    """Put the tables into the page, and draw the plots."""
    page = _PAGE.read_text(encoding="utf-8")
    for name, table in (
        ("speed-targets", targets_table(figures)),
        ("speed-seconds", seconds_table(figures)),
        ("speed-ratios", ratios_table(figures)),
        ("speed-cold", cold_table(figures)),
        ("speed-imports", imports_table(figures)),
        ("speed-sizes", sizes_table(figures)),
        ("speed-machine", machine(figures)),
    ):
        page = with_part(page, name, table)
    _PAGE.write_text(page, encoding="utf-8")
    _draw(figures)
    _draw_sizes(figures)


def terminal(figures: Figures) -> str:
    """All tables, for a terminal."""
    tables = (targets_table, seconds_table, ratios_table, cold_table, sizes_table)
    return "\n\n".join(table(figures) for table in tables)


def line(figures: Figures, file: str) -> str:
    """One file's medians, while the run goes on."""
    cells = [f"{name} {_s(median(seconds))}" for name, seconds in figures.files[file].items()]
    failed = [f"{name}: {why}" for name, why in figures.failed[file].items()]
    return "\n  ".join([f"{file}:", *cells, *failed])


def targets_table(figures: Figures) -> str:
    """Aims, and how far they were reached."""
    rows = []
    for target in TARGETS:
        found = target.found(figures)
        if found is not None:
            met = "" if not target.aim else "yes" if target.is_met(found) else "no"
            rows.append([target.what, target.aim, target.shown.format(found), met])
    return markdown_table(["what", "aim", "measured", "reached"], rows)


def seconds_table(figures: Figures) -> str:
    """Medians in seconds by contestant and file."""
    return _by_contestant(figures, lambda file, name: _s(figures.median_s(file, name)))


def ratios_table(figures: Figures) -> str:
    """How many times as long as ours, in process, by contestant and file."""
    return _by_contestant(figures, lambda file, name: _times(figures.ratio(file, name, HANDLER)))


def cold_table(figures: Figures) -> str:
    """First answers of new containers."""
    rows = [
        [name, _s(median(seconds)), _times(_cold(name)(figures))]
        for name, seconds in figures.cold.items()
    ]
    return markdown_table(["first answer of a new container", "s", "to `hello`"], rows)


def imports_table(figures: Figures) -> str:
    """What a cold start imports."""
    total = figures.imports_ms.get(imports.ALL) or 1
    rows = [
        [name if name == imports.ALL else f"`{name}`", f"{ms:.0f}", f"{ms / total:.0%}"]
        for name, ms in figures.imports_ms.items()
    ]
    return markdown_table(["package", "ms", "share"], rows)


def sizes_table(figures: Figures) -> str:
    """Seconds by memory size."""
    files = list(next(iter(figures.sizes.values()), {}))
    rows = [
        [size, *(_s(median(seconds[file])) for file in files)]
        for size, seconds in figures.sizes.items()
    ]
    return markdown_table(["memory, MB", *(f"{file}, s" for file in files)], rows)


def machine(figures: Figures) -> str:
    """What it was measured on."""
    versions = ", ".join(
        what if what.startswith(name) else f"{name} {what}"
        for name, what in figures.versions.items()
    )
    turns = f"Medians of {figures.rounds} turns each, {figures.measured_on}."
    return f"{turns} {figures.machine}. {versions}."


def _by_contestant(figures: Figures, cell: Callable[[str, str], str]) -> str:
    names = dict.fromkeys(name for of_file in figures.files.values() for name in of_file)
    rows = [[name, *(cell(file, name) for file in figures.files)] for name in names]
    return markdown_table(["", *figures.files], rows)


def _draw(figures: Figures) -> None:
    names = dict.fromkeys(name for of_file in figures.files.values() for name in of_file)
    ratios = {
        name: [figures.ratio(file, name, HANDLER) for file in figures.files] for name in names
    }
    _have_drawn("plot", {"files": list(figures.files), "ratios": ratios}, _PLOT)


def _draw_sizes(figures: Figures) -> None:
    seconds: dict[str, list[float]] = {}
    dollars: dict[str, list[float]] = {}
    for size, of_size in figures.sizes.items():
        for file, turns in of_size.items():
            typical = statistics.median(turns)
            seconds.setdefault(file, []).append(typical)
            of_thousand = cost.by_api(typical, int(size), "x86_64").per_1000
            dollars.setdefault(file, []).append(of_thousand)
    sizes_mb = [int(size) for size in figures.sizes]
    drawn = {"sizes_mb": sizes_mb, "seconds": seconds, "dollars": dollars}
    _have_drawn("size_plot", drawn, _SIZE_PLOT)


def _have_drawn(module: str, values: Mapping[str, Any], target: Path) -> None:
    """Have a plot drawn where matplotlib is."""
    path = ROOT / f"build/bench/speed-{module}.json"
    path.write_text(json.dumps(values), encoding="utf-8")
    command = [str(PEERS_PYTHON), "-m", f"bench.speed.{module}", str(path), str(target)]
    subprocess.run(command, cwd=ROOT, check=True)


def _s(seconds: float | None) -> str:
    """Three figures, which is more than a run can repeat."""
    return _NOTHING if seconds is None else f"{seconds:.3g}" if seconds < 100 else f"{seconds:.0f}"


def _times(ratio: float | None) -> str:
    return _NOTHING if ratio is None else f"{ratio:.2f}"
