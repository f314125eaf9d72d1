"""The part of ``docs/benchmarks.md`` that says what happens under load."""

from bench.load.checks import checks
from bench.load.figures import Figures, Latency, Step
from bench.markdown import markdown_table
from bench.page import with_part
from bench.system import ROOT

_PAGE = ROOT / "docs/benchmarks.md"
_NOTHING = "–"
_COLUMNS = (
    *("place", "clients", "answers", "pages/s", "CPU s/page", "p50, s", "p95, s", "max, s"),
    *("refused in, s (p95)", "memory before, MB", "peak", "after"),
)


def write(figures: Figures) -> None:
    """Put the tables into the page."""
    page = _PAGE.read_text(encoding="utf-8")
    for name, table in (
        ("load-checks", checks_table(figures)),
        ("load-steps", steps_table(figures)),
        ("load-machine", machine(figures)),
    ):
        page = with_part(page, name, table)
    _PAGE.write_text(page, encoding="utf-8")


def terminal(figures: Figures) -> str:
    """All of it, for a terminal."""
    return "\n\n".join(part(figures) for part in (steps_table, checks_table, machine))


def line(step: Step) -> str:
    """One step, while the run goes on."""
    return ", ".join(f"{name} {cell}" for name, cell in zip(_COLUMNS, _row(step), strict=True))


def checks_table(figures: Figures) -> str:
    """What has to hold, and whether it did."""
    rows = [[c.what, c.found, "yes" if c.holds else "no"] for c in checks(figures)]
    return markdown_table(["what has to hold", "found", "holds"], rows)


def steps_table(figures: Figures) -> str:
    """A row a step."""
    return markdown_table(_COLUMNS, [_row(step) for step in figures.steps])


def machine(figures: Figures) -> str:
    """What it was measured on, and what was left out."""
    pages = ", ".join(figures.pages)
    said = [
        f"Steps of {figures.seconds:g} s, {figures.measured_on}.",
        f"{figures.machine}.",
        f"Sent in turn: {pages}.",
    ]
    return " ".join(said + ([f"Left out: {figures.left_out}."] if figures.left_out else []))


def _row(step: Step) -> list[str]:
    outcomes = sorted(step.outcomes.items())
    memory = step.memory
    return [
        step.place,
        str(step.clients),
        ", ".join(f"{count:,} × {what}" for what, count in outcomes),
        f"{step.pages_per_s:.1f}",
        _NOTHING if step.cpu_s_per_page is None else f"{step.cpu_s_per_page:.3f}",
        *_latency(step.read),
        _latency(step.refused)[1],
        *(f"{mb:.0f}" for mb in (memory.before_mb, memory.peak_mb, memory.after_mb)),
    ]


def _latency(latency: Latency | None) -> list[str]:
    if latency is None:
        return [_NOTHING] * 3
    return [f"{seconds:.3g}" for seconds in (latency.p50_s, latency.p95_s, latency.max_s)]
