"""Tables of what was measured."""

from collections.abc import Mapping, Sequence

from bench.groups import GROUPS
from bench.result import Result, Summary, summarise

Measured = Mapping[str, Sequence[Result]]


def text_table(measured: Measured) -> str:
    """Word F1 and processor seconds a page by group and system, for a terminal."""
    rows = [["", *measured], *([name, *map(_cell, cells)] for name, cells in _by_group(measured))]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def _by_group(measured: Measured) -> list[tuple[str, list[Summary | None]]]:
    names = [group.name for group in GROUPS]
    rows = [
        (name, [_summary(results, group=name) for results in measured.values()]) for name in names
    ]
    rows.append(("all files", [summarise(results) for results in measured.values()]))
    return [(name, cells) for name, cells in rows if any(cells)]


def _summary(results: Sequence[Result], *, group: str) -> Summary | None:
    return summarise([result for result in results if result.group == group])


def _cell(summary: Summary | None) -> str:
    if summary is None:
        return "-"
    cer = "  -  " if summary.cer is None else f"{summary.cer:.3f}"
    return f"{summary.word_f1:.3f} cer {cer} {summary.cpu_s_per_page:5.2f} s ({summary.files})"
