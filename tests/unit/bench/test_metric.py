"""The metric that fits a file."""

from pathlib import Path

import pytest

from bench.corpus import samples
from bench.groups import GROUPS
from bench.languages import languages_of
from bench.metric import Metric, metric_of
from tests.unit.bench.samples import sample


@pytest.mark.parametrize(
    ("id", "note", "expected"),
    [
        ("format_matrix/a.png", "CER; *phrase* files: contains", Metric.CHARACTERS),
        ("format_matrix/a_phrase.png", "CER; *phrase* files: contains", Metric.PHRASE_RECALL),
        ("dpi_ladder_en/a.png", "WER, order-free", Metric.WORDS),
        ("scribe_ocr_benchmark_en/table_1.png", "WER (order-free for tables)", Metric.WORDS),
        ("scribe_ocr_benchmark_en/filing_1.png", "WER (order-free …)", Metric.WORDS_IN_ORDER),
        ("sroie_receipts_en/1.jpg", "…, punctuation-loose WER", Metric.LOOSE_WORD_RECALL),
        ("phone_photos_en/wildreceipt_nospace_1.jpg", "wildreceipt: …", Metric.LINE_RECALL),
    ],
)
def test_name_and_note_tell_the_metric(id: str, note: str, expected: Metric) -> None:
    """A file's name goes before the note of its set."""
    assert metric_of(sample(id, metric_note=note)) is expected


def test_an_unknown_note_is_refused() -> None:
    """Nothing is measured by a metric that was guessed."""
    with pytest.raises(LookupError, match="beauty"):
        metric_of(sample("new_set/a.png", metric_note="beauty"))


@pytest.mark.parametrize(
    ("id", "note", "expected"),
    [
        ("uw3_lines_en/a.png", "eng", "eng"),
        ("format_matrix/a.png", "eng (+euro)", "eng"),
        ("format_matrix/eurotext.png", "eng (+euro)", "eng+deu+fra+ita+spa+por"),
        ("cnocr_zh_en/a.png", "chi_sim+eng", "chi_sim+eng"),
        ("invoices_pdf_multilang/fr_a.png", "eng/fra/deu/nld", "fra"),
        ("ocrd_historical_de/a.tif", "deu_latf/frk/script/Fraktur; use .norm.txt", "Fraktur"),
    ],
)
def test_name_and_note_tell_the_languages(id: str, note: str, expected: str) -> None:
    """As a user who knows the file would say."""
    assert languages_of(sample(id, languages_note=note)) == expected


def test_the_corpus_is_known(corpus: Path) -> None:
    """Every file of the corpus has a metric, a truth and a set that is in one group alone."""
    found = samples(corpus)
    assert found
    assert all(metric_of(one) and one.truth and one.path.exists() for one in found)
    grouped = [name for group in GROUPS for name in group.sets]
    assert len(grouped) == len(set(grouped))
    assert {one.set for one in found} <= set(grouped)
