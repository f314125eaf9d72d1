"""The plot of memory sizes: ``python -m bench.speed.size_plot SIZES.json PLOT.svg``."""

import json
import sys
from pathlib import Path

import matplotlib as mpl
from matplotlib import pyplot

# Okabe and Ito's colours, as in ``bench.plot``.
_COLOURS = ("#0072B2", "#D55E00", "#009E73")


def main(arguments: list[str]) -> None:
    """Draw seconds and dollars by memory size, a line a file."""
    source, target = map(Path, arguments)
    drawn = json.loads(source.read_text(encoding="utf-8"))
    # The same figures give the same file.
    mpl.rcParams.update({"svg.hashsalt": "sizes", "svg.fonttype": "none", "font.size": 9})
    picture, (left, right) = pyplot.subplots(1, 2, figsize=(11, 3.6), layout="constrained")
    for axes, values, label in (
        (left, drawn["seconds"], "seconds a page"),
        (right, drawn["dollars"], "dollars a thousand pages (API, x86_64)"),
    ):
        for colour, (file, of_file) in zip(_COLOURS, values.items(), strict=False):
            axes.plot(drawn["sizes_mb"], of_file, marker="o", color=colour, label=file)
        axes.set_xticks(drawn["sizes_mb"])
        axes.set_ylim(bottom=0)
        axes.set_xlabel("memory, MB")
        axes.set_ylabel(label)
    picture.legend(*left.get_legend_handles_labels(), loc="outside lower center", ncols=3)
    picture.savefig(target, metadata={"Date": None})


if __name__ == "__main__":
    main(sys.argv[1:])
