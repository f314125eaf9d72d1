"""From characters to words."""

from ocr_core.engines.line_words import Character, words_of


def line(text: str, probability: float = 0.5) -> list[Character]:
    """Characters at equal steps over the whole line."""
    step = 1 / len(text)
    return [Character(char, (index + 0.5) * step, probability) for index, char in enumerate(text)]


def test_spaces_part_words() -> None:
    """Each word begins and ends where its characters do."""
    first, second = words_of(line("ab cde"))
    assert (first.text, second.text) == ("ab", "cde")
    assert abs(first.start) < 1e-9
    assert abs(first.end - 2 / 6) < 1e-9
    assert abs(second.start - 3 / 6) < 1e-9
    assert abs(second.end - 1) < 1e-9
    assert first.confidence == 50


def test_spaces_at_the_ends_are_no_words() -> None:
    """Nor are several in a row."""
    assert [word.text for word in words_of(line(" a  b "))] == ["a", "b"]
    assert words_of(line("  ")) == []
    assert words_of([]) == []


def test_a_character_alone_has_a_width() -> None:
    """With none to measure the step by, it takes its share of the line."""
    (word,) = words_of([Character("7", 0.5, 1)])
    assert (word.start, word.end) == (0, 1)


def test_words_do_not_overlap() -> None:
    """However close they stand."""
    close = [Character("m", 0.1, 1), Character("m", 0.5, 1), Character(" ", 0.6, 1)]
    first, second = words_of([*close, Character("i", 0.7, 1), Character("n", 0.9, 1)])
    assert first.end == second.start == 0.6
