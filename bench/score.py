"""How right a text is, against the truth."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from bench.metric import Metric
from bench.normalisation import letters, normal_text, words

_RUN_OF_LETTERS_OR_DIGITS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Score:
    """Shares of 0 to 1.

    ``word_f1`` and ``fit`` are better when higher; ``fit`` is by the file's own metric. ``cer`` is
    better when lower, and ``None`` where the truth is not the full text.
    """

    word_f1: float
    cer: float | None
    fit: float


def score(text: str, truth: str, *, tier: str, metric: Metric) -> Score:
    """Judge a text.

    Args:
        text: what was read.
        truth: what stands on the page.
        tier: of the truth: A full text, B approximate words, C phrases alone. With C, where the
            truth lacks most words, the share of phrases stands for the F1.
        metric: the file's own.
    """
    fit = _FITS[metric](text, truth)
    return Score(
        word_f1=fit if tier == "C" else word_f1(words(text), words(truth)),
        cer=character_error_rate(text, truth) if tier == "A" else None,
        fit=fit,
    )


def word_f1(read: Sequence[str], true: Sequence[str]) -> float:
    """Harmonic mean of precision and recall of the bag of words; 1 when both are empty."""
    if not read and not true:
        return 1.0
    return 2 * _common(read, true) / (len(read) + len(true))


def word_recall(read: Sequence[str], true: Sequence[str]) -> float:
    """Share of the bag of the truth's words that was read; 1 when it has none."""
    return _common(read, true) / len(true) if true else 1.0


def character_error_rate(text: str, truth: str) -> float:
    """Edits to the truth, by its length, in normal form with its case; no more than 1."""
    return _error_rate(normal_text(text), normal_text(truth))


def phrase_recall(text: str, truth: str) -> float:
    """Share of the truth's lines that occur in the text, case-folded."""
    read = normal_text(text).casefold()
    phrases = [normal_text(line).casefold() for line in truth.splitlines() if line.strip()]
    return sum(phrase in read for phrase in phrases) / len(phrases) if phrases else 1.0


def line_recall(text: str, truth: str) -> float:
    """Share of the truth's letters and digits whose line occurs in the text, all spaces taken."""
    read = letters(text)
    lines = [line for line in map(letters, truth.splitlines()) if line]
    return sum(len(line) for line in lines if line in read) / max(1, sum(map(len, lines)))


def _loose_word_recall(text: str, truth: str) -> float:
    return word_recall(_runs(text), _runs(truth))


def _runs(text: str) -> list[str]:
    return _RUN_OF_LETTERS_OR_DIGITS.findall(normal_text(text).casefold())


def _common(read: Sequence[str], true: Sequence[str]) -> int:
    return (Counter(read) & Counter(true)).total()


def _error_rate(read: Sequence[str], true: Sequence[str]) -> float:
    """Levenshtein's distance by the length of the truth, no more than 1."""
    if not true:
        return float(bool(read))
    return min(1.0, Levenshtein.distance(read, true) / len(true))


_FITS = {
    Metric.CHARACTERS: lambda text, truth: 1 - character_error_rate(text, truth),
    Metric.WORDS_IN_ORDER: lambda text, truth: 1 - _error_rate(words(text), words(truth)),
    Metric.WORDS: lambda text, truth: word_f1(words(text), words(truth)),
    Metric.WORD_RECALL: lambda text, truth: word_recall(words(text), words(truth)),
    Metric.LOOSE_WORD_RECALL: _loose_word_recall,
    Metric.LINE_RECALL: line_recall,
    Metric.PHRASE_RECALL: phrase_recall,
}
