"""The tables of ``docs/structure.md``."""

from collections.abc import Callable, Mapping, Sequence

from bench.markdown import markdown_table
from bench.page import with_part
from bench.structure.figures import DrawnFigures, Figures
from bench.structure.grid import Counts
from bench.system import ROOT

Measured = Mapping[str, Figures]
_PAGE = ROOT / "docs/structure.md"
_NONE = "–"
_AT_MOST_NAMED = 6


def write(measured: Measured) -> None:
    """Put the tables between their marks; those without figures stay as they are."""
    page = _PAGE.read_text(encoding="utf-8")
    for name, table in tables(measured).items():
        page = with_part(page, name, table)
    _PAGE.write_text(page, encoding="utf-8")


def tables(measured: Measured) -> dict[str, str]:
    """Each table by the name of its marks, where there is something to show."""
    has: dict[str, Callable[[Figures], object]] = {
        "drawn": lambda figures: figures.drawn,
        "textract": lambda figures: figures.recorded,
        "facts": lambda figures: any(figures.facts.values()),
        "false-tables": lambda figures: figures.false_tables,
        "order": lambda figures: figures.order,
    }
    makers = (_drawn, _textract, _facts, _false_tables, _order)
    return {
        name: make(measured)
        for (name, is_there), make in zip(has.items(), makers, strict=True)
        if any(is_there(figures) for figures in measured.values())
    }


def _drawn(measured: Measured) -> str:
    head = [
        "document",
        *(f"{name}: {what}" for name in measured for what in ("rows", "cells", "tables", "CER")),
    ]
    names = list(next(iter(measured.values())).drawn)
    rows = [
        [
            name,
            *(cell for figures in measured.values() for cell in _drawn_cells(figures.drawn[name])),
        ]
        for name in names
    ]
    return markdown_table(head, rows)


def _drawn_cells(figures: DrawnFigures) -> list[str]:
    cells = figures.cells
    # Where nobody has a table there is nothing to agree on; a false one counts as 0.
    is_told = cells is not None and (cells.ours or cells.theirs)
    return [
        _share(figures.rows.recall) if figures.rows.theirs else _NONE,
        _share(cells.f1) if cells is not None and is_told else _NONE,
        str(figures.tables),
        _share(figures.cer),
    ]


def _textract(measured: Measured) -> str:
    rows = []
    for name, figures in measured.items():
        recorded = list(figures.recorded.values())
        words = [one.words.f1 for one in recorded]
        together = [_sum([getattr(one, what) for one in recorded]) for what in ("rows", "cells")]
        rows.append(
            [
                name,
                _share(sum(words) / max(1, len(words))),
                f"{_share(together[0].recall)} of {together[0].theirs}",
                _share(together[1].f1),
            ]
        )
    return markdown_table(["system", "words", "rows", "cells"], rows)


def _facts(measured: Measured) -> str:
    kinds = list(next(iter(measured.values())).facts)
    rows = [
        [
            name,
            *(f"{sum(held)} of {len(held)}" for held in figures.facts.values()),
            _share(figures.mean_of_kinds),
        ]
        for name, figures in measured.items()
    ]
    return markdown_table(["system", *kinds, "mean of kinds"], rows)


def _false_tables(measured: Measured) -> str:
    rows = []
    for name, figures in measured.items():
        wrong = [id for id, count in figures.false_tables.items() if count]
        named = ", ".join(f"`{id}`" for id in wrong[:_AT_MOST_NAMED])
        more = f" and {len(wrong) - _AT_MOST_NAMED} more" if len(wrong) > _AT_MOST_NAMED else ""
        rows.append([name, f"{len(wrong)} of {len(figures.false_tables)}", named + more or _NONE])
    return markdown_table(["system", "pages with a false table", "which"], rows)


def _order(measured: Measured) -> str:
    pages = list(next(iter(measured.values())).order)
    rows = [
        [f"`{page}`", *(_share(figures.order[page]) for figures in measured.values())]
        for page in pages
    ]
    return markdown_table(["page", *measured], rows)


def _sum(counts: Sequence[Counts]) -> Counts:
    return sum(counts, Counts())


def _share(value: float) -> str:
    return f"{value:.3f}"
