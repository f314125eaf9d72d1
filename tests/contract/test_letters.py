"""Letters that RapidOCR gives in the shape of others, drawn and read for real."""

from importlib.resources import as_file, files

import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr_core import Deadline, OcrEngine, OcrOptions, PageImage
from ocr_core.errors import UnknownLanguage

pytestmark = pytest.mark.usefixtures("photos")


@pytest.mark.parametrize(
    ("languages", "text"),
    [
        ("isl", "Það er þetta þegar því þrír Þórður ÍSLENSKA ÞJÓÐIN"),
        ("isl", "Ærlegur maður ÆTLAR LÆRA"),
        ("dan+eng", "Ærlighed og VÆRELSE og KÆRLIGHED MICHAEL"),
        ("tur", "DOĞRU BİLGİ GÖSTERİŞ doğru bilgi gösteriş"),
        ("fra", "Œuvre, SŒUR, COEFFICIENT, DOUCEUR, naïf"),
        ("mlt", "Ħares il-ħajja ĦADD"),
        ("hun", "gyűrű fűtés fülű tükör"),
        ("est", "KÕIK ÕIGUSED kõik õigused"),
    ],
)
def test_letters_are_those_of_the_language(photos: OcrEngine, languages: str, text: str) -> None:
    """By how likely the model thinks them, by what it gives in their place, and by capitals."""
    assert read(photos, languages, text) == text


def test_a_letter_stays_what_it_is_in_other_languages(photos: OcrEngine) -> None:
    """Đ is Croatian, Č too, and AE is two letters."""
    text = "ĐAKOVO ČAKOVEC MICHAEL bop"
    assert read(photos, "hrv", text) == text
    assert read(photos, "hrv+tur", text) == text


@pytest.mark.parametrize(
    "language", ["aze", "ces", "cym", "lav", "lit", "pol", "ron", "slk", "vie"]
)
def test_a_language_is_refused_whose_letters_are_not_given(
    photos: OcrEngine, language: str
) -> None:
    """Rather than read with other letters."""
    with pytest.raises(UnknownLanguage, match="does not support a requested language"):
        photos.check(OcrOptions(languages=language))


def read(engine: OcrEngine, languages: str, text: str) -> str:
    """What an engine reads of one line in Noto Sans."""
    with as_file(files("ocrmypdf") / "data/NotoSans-Regular.ttf") as path:
        font = ImageFont.truetype(path, 36)
    page = Image.new("L", (round(font.getlength(text)) + 80, 120), 255)
    ImageDraw.Draw(page).text((40, 30), text, fill=0, font=font)
    options = OcrOptions(languages=languages)
    image = PageImage(number=1, image=page)
    return engine.recognize(image, options, deadline=Deadline.after(60)).text
