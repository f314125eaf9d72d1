"""What a system did on a file: its reading and its score."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from bench.corpus import Sample
from bench.groups import group_of
from bench.metric import Metric, metric_of
from bench.reading import Reading
from bench.score import Score, score


@dataclass(frozen=True, slots=True)
class Result:
    """One file. ``skipped`` says why it was not given to the system; it then counts nowhere."""

    id: str
    set: str
    group: str
    metric: Metric
    reading: Reading
    score: Score
    skipped: str | None = None

    @property
    def rightness(self) -> float:
        """Share of what was read right: word F1, or where words cannot be told apart, the fit."""
        return self.score.fit if self.metric is Metric.LINE_RECALL else self.score.word_f1

    def as_json(self) -> dict[str, Any]:
        """All figures and no text."""
        reading = self.reading.as_json()
        del reading["text"]
        return {
            "id": self.id,
            "group": self.group,
            "metric": self.metric,
            "skipped": self.skipped,
            "word_f1": round(self.score.word_f1, 4),
            "cer": None if self.score.cer is None else round(self.score.cer, 4),
            "fit": round(self.score.fit, 4),
            **reading,
        }


def judge(sample: Sample, reading: Reading, *, skipped: str | None = None) -> Result:
    """The result of a file; one that could not be read has no text, and scores as such."""
    metric = metric_of(sample)
    return Result(
        id=sample.id,
        set=sample.set,
        group=group_of(sample.set),
        metric=metric,
        reading=reading,
        score=score(reading.text, sample.truth, tier=sample.tier, metric=metric),
        skipped=skipped,
    )


@dataclass(frozen=True, slots=True)
class Summary:
    """Means over files, each counting once; ``cer`` over those that have one."""

    files: int
    word_f1: float
    cer: float | None
    fit: float
    wall_s_per_page: float
    cpu_s_per_page: float


def summarise(results: Sequence[Result]) -> Summary | None:
    """Means of the files that were given to the system; ``None`` when none was."""
    read = [result for result in results if not result.skipped]
    if not read:
        return None
    rates = [result.score.cer for result in read if result.score.cer is not None]
    pages = sum(result.reading.pages for result in read)
    return Summary(
        files=len(read),
        word_f1=fmean(result.score.word_f1 for result in read),
        cer=fmean(rates) if rates else None,
        fit=fmean(result.score.fit for result in read),
        wall_s_per_page=sum(result.reading.wall_s for result in read) / pages,
        cpu_s_per_page=sum(result.reading.cpu_s for result in read) / pages,
    )


def mean_of_sets(results: Sequence[Result]) -> Summary | None:
    """Means in which each set counts once; ``files`` is how many sets there are."""
    names = dict.fromkeys(result.set for result in results)
    found = [summarise([result for result in results if result.set == name]) for name in names]
    sets = [summary for summary in found if summary]
    if not sets:
        return None
    rates = [summary.cer for summary in sets if summary.cer is not None]
    return Summary(
        files=len(sets),
        word_f1=fmean(summary.word_f1 for summary in sets),
        cer=fmean(rates) if rates else None,
        fit=fmean(summary.fit for summary in sets),
        wall_s_per_page=fmean(summary.wall_s_per_page for summary in sets),
        cpu_s_per_page=fmean(summary.cpu_s_per_page for summary in sets),
    )
