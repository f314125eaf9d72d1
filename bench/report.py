"""Tables of what was measured."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from statistics import fmean

from bench.confidence import honesty
from bench.groups import GROUPS
from bench.markdown import markdown_table
from bench.normalisation import normal_text
from bench.result import Result, Summary, mean_of_sets, summarise
from bench.system import OURS, System
from bench.turning import SET as TURNED
from bench.turning import upright_id

Measured = Mapping[str, Sequence[Result]]
# Plain Tesseract, and the engine for photographs: what our choice between them is held against.
_PLAIN = ("pytesseract", "rapidocr")
_NOTHING = "–"
_TURNED = "turned by the bench"


def text_table(measured: Measured) -> str:
    """Word F1, CER and processor seconds a page by group and system, for a terminal."""
    rows = [["", *measured], *_rows(measured, _terminal_cell)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def groups() -> str:
    """The groups, their sets, and why they are together, in Markdown."""
    rows = [
        [group.name, ", ".join(f"`{name}`" for name in group.sets), group.reason]
        for group in GROUPS
    ]
    return markdown_table(["group", "sets", "what it is"], rows)


def group_table(measured: Measured, figure: Callable[[Summary], str]) -> str:
    """One figure by group and system, in Markdown."""
    return markdown_table(["", "files", *measured], _rows(measured, figure, counted=True))


def set_table(measured: Measured) -> str:
    """The fitting metric's share by set and system, in Markdown."""
    first = next(iter(measured.values()))
    rows = []
    for name in _set_names(measured):
        metrics = dict.fromkeys(result.metric for result in first if result.set == name)
        cells = [
            _of(summarise([result for result in results if result.set == name]), fit)
            for results in measured.values()
        ]
        rows.append([f"`{name}`", ", ".join(metrics), *cells])
    return markdown_table(["set", "metric", *measured], rows)


def better_table(measured: Measured) -> str:
    """Ours beside the better of plain Tesseract and RapidOCR, in Markdown; empty without them.

    The better of a set is one system on all its files; file by file it is whichever read each
    file better, which no choice beforehand can pass without reading better itself.
    """
    if not all(name in measured for name in _PLAIN):
        return ""
    ours = [name for name in measured if System(name).reader == OURS]
    rows = []
    for name in _set_names(measured):
        plain = [[one for one in measured[peer] if one.set == name] for peer in _PLAIN]
        better = max(_mean(results) for results in plain)
        by_file = [
            max(one.score.word_f1 for one in pair if not one.skipped)
            for pair in zip(*plain, strict=True)
            if not all(one.skipped for one in pair)
        ]
        found = [_mean([one for one in measured[system] if one.set == name]) for system in ours]
        cells = [cell for mean in found for cell in (f"{mean:.3f}", f"{mean - better:+.3f}")]
        rows.append([f"`{name}`", f"{better:.3f}", f"{fmean(by_file or [0]):.3f}", *cells])
    head = [cell for system in ours for cell in (system, "difference")]
    return markdown_table(["set", "better of the two", "file by file", *head], rows)


def turned_table(measured: Measured) -> str:
    """What becomes of a page that is turned, in Markdown."""
    rows = []
    for name, results in measured.items():
        by_id = {result.id: result for result in results}
        turned = [result for result in results if result.set == TURNED]
        upright = {upright_id(result.id): by_id[upright_id(result.id)] for result in turned}
        same = [result for result in turned if _text(result) == _text(by_id[upright_id(result.id)])]
        rows.append(
            [
                name,
                _of(summarise(list(upright.values())), word_f1),
                _of(summarise(turned), word_f1),
                f"{len(same)} of {len(turned)}",
            ]
        )
    return markdown_table(["", "F1 upright", "F1 turned", "same text"], rows)


def honesty_table(measured: Measured) -> str:
    """Confidence and review, in Markdown; of the systems that say a confidence."""
    head = ["", "files", "rank correlation", "bad", "flagged", "precision", "recall"]
    rows = []
    for name, results in measured.items():
        if any(result.reading.confidence is not None for result in results):
            found = honesty(corpus_alone(results))
            shares = [_share(found.precision), _share(found.recall)]
            counts = [str(found.bad), str(found.flagged)]
            rows.append([name, str(found.files), _share(found.rank_correlation), *counts, *shares])
    return markdown_table(head, rows)


def failures(measured: Measured) -> str:
    """What was skipped, and what could not be read, with the reasons, in Markdown."""
    lines = []
    for name, results in measured.items():
        reasons: dict[str, list[str]] = {}
        for result in results:
            if reason := result.skipped or result.reading.error:
                kind = "skipped" if result.skipped else "failed"
                reasons.setdefault(f"{kind}: {reason}", []).append(result.id)
        lines += [f"- {name}, {_files(ids)}, {reason}" for reason, ids in reasons.items()]
    return "\n".join(lines) or "None."


def word_f1(summary: Summary) -> str:
    """Mean word F1."""
    return f"{summary.word_f1:.3f}"


def cer(summary: Summary) -> str:
    """Mean character error rate."""
    return _NOTHING if summary.cer is None else f"{summary.cer:.3f}"


def fit(summary: Summary) -> str:
    """Mean of the metrics that fit."""
    return f"{summary.fit:.3f}"


def cpu_s(summary: Summary) -> str:
    """Seconds of processor time a page."""
    return f"{summary.cpu_s_per_page:.2f}"


def by_group(measured: Measured) -> Iterator[tuple[str, list[Summary | None]]]:
    """Each group that something was read of, with the summary of each system, in order."""
    for name in [group.name for group in GROUPS] + [_TURNED]:
        sets = [TURNED] if name == _TURNED else _sets(name)
        cells = [
            summarise([result for result in results if result.set in sets])
            for results in measured.values()
        ]
        if any(cells):
            yield name, cells


def corpus_alone(results: Sequence[Result]) -> list[Result]:
    """Without what the bench has turned."""
    return [result for result in results if result.set != TURNED]


def given_to_all(measured: Measured) -> dict[str, list[Result]]:
    """The files of the corpus that no system skipped: what one mean of all is fair over."""
    skipped = {result.id for results in measured.values() for result in results if result.skipped}
    return {
        name: [result for result in corpus_alone(results) if result.id not in skipped]
        for name, results in measured.items()
    }


def _rows(
    measured: Measured, figure: Callable[[Summary], str], *, counted: bool = False
) -> list[list[str]]:
    """A row a group, then those of all that every system was given."""
    corpus = given_to_all(measured)
    everything = [
        ("all files", [summarise(results) for results in corpus.values()]),
        ("mean of sets", [mean_of_sets(results) for results in corpus.values()]),
    ]
    rows = [*by_group(measured), *(row for row in everything if any(row[1]))]
    return [
        [name, *([str(_count(cells))] if counted else []), *(_of(cell, figure) for cell in cells)]
        for name, cells in rows
    ]


def _set_names(measured: Measured) -> list[str]:
    """The sets of the corpus that were measured, in its order."""
    first = next(iter(measured.values()))
    return list(dict.fromkeys(result.set for result in corpus_alone(first)))


def _mean(results: Sequence[Result]) -> float:
    """Mean word F1; 0 where nothing was given to the system."""
    summary = summarise(results)
    return summary.word_f1 if summary else 0.0


def _sets(group_name: str) -> tuple[str, ...]:
    return next(group.sets for group in GROUPS if group.name == group_name)


def _count(cells: Sequence[Summary | None]) -> int:
    return max(cell.files if cell else 0 for cell in cells)


def _terminal_cell(summary: Summary) -> str:
    return f"{word_f1(summary)} cer {cer(summary):5} {cpu_s(summary)} s ({summary.files})"


def _of(summary: Summary | None, figure: Callable[[Summary], str]) -> str:
    return _NOTHING if summary is None else figure(summary)


def _share(value: float | None) -> str:
    return _NOTHING if value is None else f"{value:.2f}"


def _files(ids: Sequence[str]) -> str:
    return f"`{ids[0]}`" if len(ids) == 1 else f"{len(ids)} files (`{ids[0]}`, …)"


def _text(result: Result) -> str:
    return normal_text(result.reading.text)
