"""Two systems beside each other: what decides whether a step pays."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.groups import GROUPS
from bench.turning import SET as TURNED

_HEAD = (
    f"{'':30}{'files':>6}{'F1':>9}{'was':>8}{'change':>8}"
    f"{'CER':>9}{'change':>8}{'CPU s':>9}{'times':>7}"
)
Figures = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The figures of both by file id, as ``Result.as_json`` has them; files of both alone count."""

    system: Figures
    against: Figures

    @property
    def files(self) -> list[str]:
        """The ids that neither skipped."""
        return [
            id
            for id, figures in self.system.items()
            if id in self.against and not figures["skipped"] and not self.against[id]["skipped"]
        ]

    def lines(self, *, worst: int) -> Iterator[str]:
        """The comparison for people: sets, groups, all, then the files that changed the most."""
        yield _HEAD
        sets = list(dict.fromkeys(map(_set, self.files)))
        for name in sets:
            yield self._line(name, [id for id in self.files if _set(id) == name])
        yield ""
        for group in GROUPS:
            chosen = [id for id in self.files if self.system[id]["group"] == group.name]
            if chosen:
                yield self._line(group.name, chosen)
        corpus = [id for id in self.files if _set(id) != TURNED]
        if corpus:
            yield self._line("all files", corpus)
            yield self._mean_of_sets([name for name in sets if name != TURNED])
        yield ""
        ordered = sorted(self.files, key=self._change)
        yield from (self._file(id) for id in ordered[:worst] if self._change(id) < 0)
        yield "  …"
        yield from (self._file(id) for id in ordered[-worst:] if self._change(id) > 0)

    def _line(self, name: str, ids: Sequence[str]) -> str:
        now, was = _mean(self.system, ids, "word_f1"), _mean(self.against, ids, "word_f1")
        cer, cer_was = _mean(self.system, ids, "cer"), _mean(self.against, ids, "cer")
        cpu_s, cpu_s_was = _mean(self.system, ids, "cpu_s"), _mean(self.against, ids, "cpu_s")
        times = cpu_s / cpu_s_was if cpu_s_was else float("nan")
        return (
            f"{name:30}{len(ids):6}{now:9.3f}{was:8.3f}{now - was:+8.3f}"
            f"{cer:9.3f}{cer - cer_was:+8.3f}{cpu_s:9.2f}{times:7.2f}"
        )

    def _mean_of_sets(self, sets: Sequence[str]) -> str:
        """Each set counting once."""
        of_sets = [[id for id in self.files if _set(id) == name] for name in sets]
        now = sum(_mean(self.system, ids, "word_f1") for ids in of_sets) / len(sets)
        was = sum(_mean(self.against, ids, "word_f1") for ids in of_sets) / len(sets)
        return f"{'mean of sets':30}{len(sets):6}{now:9.3f}{was:8.3f}{now - was:+8.3f}"

    def _change(self, id: str) -> float:
        return float(self.system[id]["word_f1"] - self.against[id]["word_f1"])

    def _file(self, id: str) -> str:
        now, was = self.system[id], self.against[id]
        note = now["error"] or ""
        return (
            f"  {self._change(id):+.3f}  {was['word_f1']:.3f} → {now['word_f1']:.3f}  {id}  {note}"
        )


def saved_figures(path: Path) -> Figures:
    """The figures by file id that a run has written."""
    saved = json.loads(path.read_text(encoding="utf-8"))
    return {figures["id"]: figures for figures in saved["files"]}


def _set(id: str) -> str:
    """The set that a file's id begins with."""
    return id.partition("/")[0]


def _mean(figures: Figures, ids: Sequence[str], name: str) -> float:
    values = [figures[id][name] for id in ids if figures[id][name] is not None]
    return sum(values) / len(values) if values else float("nan")
