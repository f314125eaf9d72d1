"""The plot of the page: ``python -m bench.plot FIGURES.json PLOT.svg``, where matplotlib is."""

import json
import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib import pyplot

# Okabe and Ito's colours, which people who do not see all colours can tell apart; with shapes.
_STYLES = (
    ("#000000", "o"),
    ("#D55E00", "D"),
    ("#0072B2", "s"),
    ("#56B4E9", "P"),
    ("#009E73", "^"),
    ("#CC79A7", "v"),
    ("#E69F00", "X"),
    ("#999999", "*"),
    ("#F0E442", "p"),
)


def main(arguments: list[str]) -> None:
    """Draw word F1 by group, and beside it what a page costs."""
    source, target = map(Path, arguments)
    figures = json.loads(source.read_text(encoding="utf-8"))
    # The same figures give the same file.
    mpl.rcParams.update({"svg.hashsalt": "accuracy", "svg.fonttype": "none", "font.size": 9})
    picture, (left, right) = pyplot.subplots(
        1, 2, figsize=(11, 6), width_ratios=(3, 2), layout="constrained"
    )
    _draw_groups(left, figures)
    _draw_costs(right, figures)
    picture.legend(*left.get_legend_handles_labels(), loc="outside lower center", ncols=4)
    picture.savefig(target, metadata={"Date": None})


def _draw_groups(axes: Any, figures: dict[str, Any]) -> None:  # noqa: ANN401  no types in matplotlib
    """A row a group, a mark a system."""
    groups = list(figures["word_f1"])
    for number, system in enumerate(figures["systems"]):
        colour, marker = _STYLES[number % len(_STYLES)]
        values = [figures["word_f1"][group][number] for group in groups]
        axes.plot(values, groups, marker, color=colour, label=system, alpha=0.8)
    axes.invert_yaxis()
    axes.grid(alpha=0.3)
    axes.set_xlim(0, 1.02)
    axes.set_xlabel("word F1 (right is better)")


def _draw_costs(axes: Any, figures: dict[str, Any]) -> None:  # noqa: ANN401  no types in matplotlib
    """All files: word F1 over seconds."""
    for number, _ in enumerate(figures["systems"]):
        colour, marker = _STYLES[number % len(_STYLES)]
        axes.plot(figures["cpu_s"][number], figures["all_word_f1"][number], marker, color=colour)
    axes.grid(alpha=0.3)
    axes.set_xscale("log")
    axes.set_xlim(0.2, 20)
    axes.set_xticks((0.2, 0.5, 1, 2, 5, 10, 20), minor=False)
    axes.xaxis.set_major_formatter("{x:g}")
    axes.xaxis.set_minor_formatter("")
    axes.set_xlabel("processor seconds a page (left is better)")
    axes.set_ylabel("word F1, all files that all were given")


if __name__ == "__main__":
    main(sys.argv[1:])
