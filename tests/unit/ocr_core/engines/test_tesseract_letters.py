"""Letters that Tesseract's data lacks."""

import pytest

from ocr_core.engines.tesseract_letters import with_own_letters
from ocr_core.model import BoundingBox, Word
from ocr_core.page_layout import PlacedWord


@pytest.mark.parametrize(
    ("languages", "given", "text"),
    [
        ("spa", "pingúino VERGÚENZA antigúedad", "pingüino VERGÜENZA antigüedad"),
        ("spa+eng", "averigúé", "averigüé"),
        ("spa", "según agudo Gúdar algún", "según agudo Gúdar algún"),
        ("cat", "llengúeta aqúífer", "llengüeta aqüífer"),
        ("ron", "Ţara şi ţările ŞI", "Țara și țările ȘI"),
        ("ron+tur", "şi", "şi"),
        ("por", "agúe", "agúe"),
        ("eng", "agúe", "agúe"),
    ],
)
def test_another_letter_in_their_place_is_put_right(languages: str, given: str, text: str) -> None:
    """Where the language has no other spelling; boxes and confidences stay."""
    box = BoundingBox(left=0, top=0, right=9, bottom=9)
    words = [PlacedWord(1, 1, 1, Word(text=word, box=box, confidence=90)) for word in given.split()]
    read = with_own_letters(words, languages.split("+"))
    assert " ".join(one.word.text for one in read) == text
    assert [one.word.confidence for one in read] == [90] * len(words)
