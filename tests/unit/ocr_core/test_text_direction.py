"""Which way texts run."""

import pytest

from ocr_core.text_direction import text_direction


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "ltr"),
        ("你好", "ltr"),
        ("שלום", "rtl"),
        ("مرحبا", "rtl"),
        ("Linux זו מערכת הפעלה", "rtl"),
        ("The word שלום", "ltr"),
        ("12 + 30 = 42!", None),
        ("", None),
    ],
)
def test_the_majority_of_letters_decides(text: str, expected: str | None) -> None:
    """Not the first letter, and no digit, says which way a text runs."""
    assert text_direction(text) == expected
