"""What is made equal before texts are compared, and what is not."""

import pytest

from bench.normalisation import letters, normal_text, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“one” ‘two’ «three»", '"one" \'two\' "three"'),
        ("1990–95 — all", "1990-95 - all"),
        ("ﬁne ſea ½", "fine sea 1⁄2"),
        ("（中文）：好", "(中文):好"),
        ("zero\u200bwidth so\u00adft", "zerowidth soft"),
        ("a \t b\r\nc\fd", "a b c d"),
    ],
)
def test_what_no_reader_minds_is_folded(text: str, expected: str) -> None:
    """Quotes, dashes, ligatures, full-width and format characters, white space."""
    assert normal_text(text) == expected


@pytest.mark.parametrize("hyphen", ["-", "‐", "¬", "- "])
def test_a_hyphen_at_the_end_of_a_line_joins(hyphen: str) -> None:
    """A word that was divided is whole again."""
    assert normal_text(f"rea{hyphen}\n ding") == "reading"


@pytest.mark.parametrize("text", ["2018-\n2019", "well-known", "a -\nb", "one-\n\ntwo"])
def test_other_hyphens_stay(text: str) -> None:
    """Between digits, inside a line, alone, and before an empty line they divide no word."""
    assert "-" in normal_text(text)


def test_case_and_accents_stay_in_text() -> None:
    """Character errors count case and accents."""
    assert normal_text("Él É e\u0301") == "Él É é"


def test_words_have_no_case_and_no_punctuation_at_their_ends() -> None:
    """What is inside a word stays, and so do signs; punctuation alone is no word."""
    assert words("(Total): $12.50, don't — e-mail!") == ["total", "$12.50", "don't", "e-mail"]


def test_characters_written_without_spaces_are_words() -> None:
    """So that a space more or less between them is no error."""
    assert words("你好 世界 OCR") == words("你 好世界OCR") == ["你", "好", "世", "界", "ocr"]
    assert normal_text("你 好，世界") == normal_text("你好, 世界") == "你好,世界"


def test_letters_are_letters_and_digits_alone() -> None:
    """Nothing else is left of a text."""
    assert letters("Reg. price 3.99\nB") == "regprice399b"
