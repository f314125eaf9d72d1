"""Samples and results to test with."""

from pathlib import Path

from bench.corpus import Sample
from bench.metric import Metric
from bench.reading import Reading
from bench.result import Result
from bench.score import Score


def sample(id: str, *, languages_note: str = "eng", metric_note: str = "CER") -> Sample:
    """A sample of which only names and notes are looked at."""
    path = Path(id)
    return Sample(str(path.parent), path, path, "A", languages_note, metric_note)


def result(
    id: str,
    word_f1: float,
    *,
    confidence: float | None = None,
    needs_review: bool = False,
    skipped: str | None = None,
    cpu_s: float = 1.0,
) -> Result:
    """A result with these figures, in the group of receipts."""
    return Result(
        id=id,
        set=id.partition("/")[0],
        group="receipts",
        metric=Metric.WORDS,
        reading=Reading(confidence=confidence, needs_review=needs_review, cpu_s=cpu_s),
        score=Score(word_f1=word_f1, cer=None, fit=word_f1),
        skipped=skipped,
    )
