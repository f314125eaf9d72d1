"""The plot of the page: ``python -m bench.speed.plot FIGURES.json PLOT.svg``, by matplotlib."""

import json
import sys
from pathlib import Path

import matplotlib as mpl
from matplotlib import pyplot

# Okabe and Ito's colours, as in ``bench.plot``.
_COLOURS = ("#000000", "#D55E00", "#0072B2", "#56B4E9", "#009E73", "#CC79A7", "#E69F00", "#999999")


def main(arguments: list[str]) -> None:
    """Draw how many times as long as ours each took, a group of bars a file."""
    source, target = map(Path, arguments)
    figures = json.loads(source.read_text(encoding="utf-8"))
    # The same figures give the same file.
    mpl.rcParams.update({"svg.hashsalt": "speed", "svg.fonttype": "none", "font.size": 9})
    picture, axes = pyplot.subplots(figsize=(11, 6), layout="constrained")
    names = list(figures["ratios"])
    height = 0.85 / len(names)
    for number, name in enumerate(names):
        rows = [row + number * height for row in range(len(figures["files"]))]
        values = [value or 0 for value in figures["ratios"][name]]
        colour = _COLOURS[number % len(_COLOURS)]
        hatch = "//" if number >= len(_COLOURS) else None
        axes.barh(rows, values, height=height, label=name, color=colour, hatch=hatch)
    axes.set_yticks([row + 0.4 for row in range(len(figures["files"]))], figures["files"])
    axes.invert_yaxis()
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter("{x:g}")
    axes.axvline(1, color="black", linewidth=0.8)
    axes.set_xlabel("times as long as ours in the handler (left is better)")
    picture.legend(*axes.get_legend_handles_labels(), loc="outside lower center", ncols=3)
    picture.savefig(target, metadata={"Date": None})


if __name__ == "__main__":
    main(sys.argv[1:])
