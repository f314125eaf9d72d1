"""``docs/benchmarks.md``: prose of people, with tables of the harness between marks."""

import json
import re
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

from bench import report
from bench.report import Measured, by_group
from bench.result import summarise
from bench.system import PEERS_PYTHON, ROOT, System

_PAGE = ROOT / "docs/benchmarks.md"
_PLOT = ROOT / "docs/plots/accuracy.svg"
# What stands between marks of these names.
PARTS: Mapping[str, Callable[[Measured], str]] = {
    "groups": lambda _: report.groups(),
    "word-f1": lambda results: report.group_table(results, report.word_f1),
    "better": report.better_table,
    "cer": lambda results: report.group_table(results, report.cer),
    "seconds": lambda results: report.group_table(results, report.cpu_s),
    "sets": report.set_table,
    "turned": report.turned_table,
    "confidence": report.honesty_table,
    "failures": report.failures,
}


def write_page(measured: Mapping[str, System], results: Measured) -> None:
    """Put the tables into the page, and draw the plot.

    Args:
        measured: the systems by name.
        results: what each did, by name, in the same order.
    """
    versions = "\n".join(f"- {name}: {system.version}" for name, system in measured.items())
    page = with_part(_PAGE.read_text(encoding="utf-8"), "systems", versions)
    for name, table in PARTS.items():
        page = with_part(page, name, table(results))
    _PAGE.write_text(page, encoding="utf-8")
    _draw(results)


def with_part(page: str, name: str, content: str) -> str:
    """The page with the content between ``<!-- name -->`` and ``<!-- /name -->``.

    Raises:
        LookupError: the page has no such marks.
    """
    marks = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    if not marks.search(page):
        raise LookupError(f"the page has no marks <!-- {name} --> and <!-- /{name} -->")
    return marks.sub(lambda match: f"{match[1]}\n{content}\n\n{match[2]}", page)


def _draw(results: Measured) -> None:
    """Have the plot drawn where matplotlib is."""
    groups = {
        name: [cell.word_f1 if cell else None for cell in cells]
        for name, cells in by_group(results)
    }
    alone = [summarise(one) for one in report.given_to_all(results).values()]
    figures = {
        "systems": list(results),
        "word_f1": groups,
        "all_word_f1": [cell.word_f1 if cell else None for cell in alone],
        "cpu_s": [cell.cpu_s_per_page if cell else None for cell in alone],
    }
    path = _figures_path()
    path.write_text(json.dumps(figures), encoding="utf-8")
    _PLOT.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run([PEERS_PYTHON, "-m", "bench.plot", path, _PLOT], cwd=ROOT, check=True)


def _figures_path() -> Path:
    path = ROOT / "build/bench/plot.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
