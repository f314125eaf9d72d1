"""Tables go to their places in the page, and the prose stays."""

from pathlib import Path

import pytest

from bench.page import PARTS, with_part
from bench.report import (
    Measured,
    better_table,
    failures,
    group_table,
    honesty_table,
    set_table,
    word_f1,
)
from tests.unit.bench.samples import result

_MEASURED: Measured = {
    "ours": [
        result("sroie_receipts_en/a", 0.5, confidence=60, needs_review=True),
        result("sroie_receipts_en/b", 1.0, confidence=90),
    ],
    "peer": [
        result("sroie_receipts_en/a", 0.25),
        result("sroie_receipts_en/b", 1.0, skipped="no data"),
    ],
}


def test_a_part_is_replaced_between_its_marks() -> None:
    """What is around it stays, and a second time changes nothing."""
    page = "before\n<!-- a -->\nold\n<!-- /a -->\nafter\n<!-- b -->\n<!-- /b -->\n"
    once = with_part(page, "a", r"new \1")
    assert once.startswith("before\n<!-- a -->\n\nnew \\1\n\n<!-- /a -->\nafter\n<!-- b -->")
    assert with_part(once, "a", r"new \1") == once


def test_a_page_without_marks_is_refused() -> None:
    """A table is never lost in silence."""
    with pytest.raises(LookupError, match="<!-- c -->"):
        with_part("nothing", "c", "table")


def test_groups_have_the_mean_of_files_that_were_given() -> None:
    """A file that was skipped is in no mean, in that of all for nobody, and in the list."""
    assert "| receipts | 2 | 0.750 | 0.250 |" in group_table(_MEASURED, word_f1)
    assert "| all files | 1 | 0.500 | 0.250 |" in group_table(_MEASURED, word_f1)
    assert "| mean of sets | 1 | 0.500 | 0.250 |" in group_table(_MEASURED, word_f1)
    assert failures(_MEASURED) == "- peer, `sroie_receipts_en/b`, skipped: no data"


def test_sets_name_their_metric() -> None:
    """A set's row says what it is judged by."""
    assert "| `sroie_receipts_en` | word F1 | 0.750 | 0.250 |" in set_table(_MEASURED)


def test_ours_stands_beside_the_better_of_two() -> None:
    """The better is one for the whole set; file by file may be better still."""
    measured = {
        "ours:psm=6": [result("s/a", 0.5), result("s/b", 0.8)],
        "pytesseract": [result("s/a", 0.4), result("s/b", 0.8)],
        "rapidocr": [result("s/a", 0.7), result("s/b", 0.3)],
    }
    assert "| `s` | 0.600 | 0.750 | 0.650 | +0.050 |" in better_table(measured)
    assert better_table(_MEASURED) == ""


def test_honesty_is_shown_of_those_that_say_a_confidence() -> None:
    """A peer without one has no row."""
    table = honesty_table(_MEASURED)
    assert "| ours | 2 | 1.00 | 1 | 1 | 1.00 | 1.00 |" in table
    assert "peer" not in table


def test_the_page_has_a_place_for_every_table() -> None:
    """docs/benchmarks.md has the marks that the harness writes between."""
    page = (Path(__file__).parents[3] / "docs/benchmarks.md").read_text(encoding="utf-8")
    for name in PARTS:
        assert with_part(page, name, "table") != page
