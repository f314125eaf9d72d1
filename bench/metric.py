"""The measure that fits a file, as ``SPLIT.tsv`` has it."""

from enum import StrEnum
from fnmatch import fnmatch

from bench.corpus import Sample


class Metric(StrEnum):
    """How a file is judged; each is made a share, 0 (nothing right) to 1 (all right)."""

    CHARACTERS = "1 - CER"
    """One less the character error rate."""
    WORDS_IN_ORDER = "1 - WER"
    """One less the word error rate."""
    WORDS = "word F1"
    """F1 of the bag of words: where the order is not told."""
    WORD_RECALL = "word recall"
    """Share of the truth's words: where the truth does not have them all."""
    LOOSE_WORD_RECALL = "loose word recall"
    """The same of runs of letters or digits: where punctuation is at odd places."""
    LINE_RECALL = "line recall"
    """Share of the truth's lines that occur, letters and digits alone, by their length."""
    PHRASE_RECALL = "phrase recall"
    """Share of the truth's phrases, one a line, that occur."""


# Set or note to metric; the first that fits counts. `phrase` and `keywords` are in files' names.
_BY_NAME = (
    ("*/*phrase*", Metric.PHRASE_RECALL),
    ("*/*keywords*", Metric.PHRASE_RECALL),
    ("*/wildreceipt_nospace*", Metric.LINE_RECALL),
    # Reading order is open where the note says "order-free for tables/multicol".
    ("scribe_ocr_benchmark_en/table_*", Metric.WORDS),
    ("scribe_ocr_benchmark_en/multicol_*", Metric.WORDS),
    ("scribe_ocr_benchmark_en/chart_*", Metric.WORDS),
    ("scribe_ocr_benchmark_en/form_*", Metric.WORDS),
    ("scribe_ocr_benchmark_en/deposition_*", Metric.WORDS),
)
_BY_NOTE = (
    ("phrase recall*", Metric.PHRASE_RECALL),
    ("word recall*", Metric.WORD_RECALL),
    ("bag-of-words*", Metric.WORDS),
    ("*order-free", Metric.WORDS),
    ("*punctuation-loose*", Metric.LOOSE_WORD_RECALL),
    ("CER*", Metric.CHARACTERS),
    ("WER*", Metric.WORDS_IN_ORDER),
)


def metric_of(sample: Sample) -> Metric:
    """The measure that fits a file.

    Raises:
        LookupError: the corpus has a note that is not known here.
    """
    for pattern, metric in _BY_NAME:
        if fnmatch(sample.id, pattern):
            return metric
    for pattern, metric in _BY_NOTE:
        if fnmatch(sample.metric_note, pattern):
            return metric
    raise LookupError(f"{sample.id}: no metric is known for the note {sample.metric_note!r}")
