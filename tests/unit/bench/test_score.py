"""Scores: what is right counts, whatever else there is."""

import pytest

from bench.metric import Metric
from bench.score import (
    character_error_rate,
    line_recall,
    phrase_recall,
    score,
    word_f1,
    word_recall,
)


@pytest.mark.parametrize(
    ("read", "true", "expected"),
    [
        ("a b c", "c b a", 1.0),
        ("a a", "a", 2 / 3),
        ("a x", "a b", 0.5),
        ("", "a", 0.0),
        ("a", "", 0.0),
        ("", "", 1.0),
    ],
)
def test_word_f1_is_of_the_bag_of_words(read: str, true: str, expected: float) -> None:
    """Order does not count, and each word counts as often as it occurs."""
    assert word_f1(read.split(), true.split()) == pytest.approx(expected)


def test_word_recall_does_not_mind_more_words() -> None:
    """What was read besides the truth costs nothing."""
    assert word_recall(["a", "b", "x", "y"], ["a", "b", "c", "d"]) == 0.5


@pytest.mark.parametrize(
    ("text", "truth", "expected"),
    [
        ("abcd", "abcd", 0.0),
        ("abxd", "abcd", 0.25),
        ("Abcd", "abcd", 0.25),
        ("ab\ncd", "ab cd", 0.0),
        ("", "abcd", 1.0),
        ("far too much of everything", "abcd", 1.0),
        ("a", "", 1.0),
        ("", "", 0.0),
    ],
)
def test_character_errors_are_edits_by_length(text: str, truth: str, expected: float) -> None:
    """Levenshtein's distance by the length of the truth, no more than 1."""
    assert character_error_rate(text, truth) == pytest.approx(expected)


def test_phrases_are_lines_that_occur() -> None:
    """Across the ends of lines, without case; empty lines are no phrases."""
    assert phrase_recall("BILL of\nLading 42", "Bill of Lading\n\n43\n") == 0.5


def test_lines_count_by_their_letters() -> None:
    """A line that occurs, spaces and punctuation taken, counts as long as it is."""
    assert line_recall("THANK YOU. tota1", "THANKYOU\nTO TAL") == pytest.approx(8 / 13)


@pytest.mark.parametrize("metric", Metric)
def test_every_metric_is_a_share(metric: Metric) -> None:
    """All right is 1 and nothing right is 0, by any of them."""
    assert score("One two\nthree", "One two\nthree", tier="A", metric=metric).fit == 1
    assert score("", "One two\nthree", tier="A", metric=metric).fit == 0


def test_a_truth_of_phrases_has_no_other_figure() -> None:
    """Without most of the words, the share of phrases is the F1 and there is no CER."""
    found = score("much more than a phrase", "a phrase", tier="C", metric=Metric.PHRASE_RECALL)
    assert (found.word_f1, found.cer) == (1, None)


def test_approximate_words_have_no_character_errors() -> None:
    """Tier B has an F1 and no CER."""
    found = score("a b", "a b", tier="B", metric=Metric.WORD_RECALL)
    assert (found.word_f1, found.cer) == (1, None)
