"""Which pages of the accuracy corpus say something of structure."""

from collections.abc import Sequence
from fnmatch import fnmatch

from bench.corpus import Sample

# Letters, reports and books, looked through by a person: what is on them, nobody calls a table.
_WITHOUT_TABLES = (
    "unlv_isri_en/*",
    "old_books_en/*",
    "ocrd_historical_de/*",
    "gallicorpora_18c_fr/*",
    "tesseract_test/*",
    "normcap_screenshots/09_two_columns.png",
    "scribe_ocr_benchmark_en/filing_*",
)
# Pages whose truth goes down one column before the next.
_MULTI_COLUMN = ("scribe_ocr_benchmark_en/multicol_*", "normcap_screenshots/*two_columns*")


def without_tables(samples: Sequence[Sample]) -> list[Sample]:
    """Pages on which any table is a false one."""
    return [sample for sample in samples if _is_of(sample, _WITHOUT_TABLES)]


def multi_column(samples: Sequence[Sample]) -> list[Sample]:
    """Pages with columns of prose."""
    return [sample for sample in samples if _is_of(sample, _MULTI_COLUMN)]


def _is_of(sample: Sample, patterns: Sequence[str]) -> bool:
    return any(fnmatch(sample.id, pattern) for pattern in patterns)
