"""Lines from right to left in a PDF's text layer come as they are read, whatever is in them."""

from collections.abc import Sequence
from unicodedata import normalize

import pytest
from fpdf.bidi import BidiParagraph
from fpdf.enums import TextDirection

from ocr_core import Limits, OcrOptions, Page
from ocr_core.load import open_source
from tests.pdfs import pdf_as_seen, pdf_of_words

HEBREW = "ספר הלימוד הראשון של הילדים"
ARABIC = "كتاب القراءة الأول"
_MIRRORED = dict(zip("()[]«»", ")(][»«", strict=True))

RIGHT_TO_LEFT = (
    "שלום עולם",
    "פתחו את הקובץ test.pdf ביום שני",
    "הגרסה של Python 3.13 יצאה",
    "מחיר 2048 ביום 12/11/2026 (כולל)",
    "הנחה של 25% על 1,000 ספרים",
    "שעות 10:00 - 12:30 בלבד",
    "שורות 100 200 300",
    "Linux זו מערכת הפעלה",
    "Amazon Web Services היא חברה",
    "הכתובת https://example.com/a?b=1 כאן",
    "[ראו (עמוד 7) בספר]",
    "(ראו [סעיף {3} של (החוק)] כאן)",
    "(א (ב) ג)",
    "א) כן ב) לא ג) אולי ד) אין",
    "1) ראשון 2) שני",
    "חברת Amazon Web Services (AWS) היא חברה",
    "פונקציה f(x) היא",
    "גודל A4 (210x297 mm) רגיל",
    "Dr. Cohen (MD) וגם Prof. Levi (PhD)",
    "שלום 😀 עולם",
    "סוף.",
    "شكرا جزيلا",
    "افتح الملف report.pdf يوم 2048 (هنا)",
    "قال «نعم» ثم ذهب",
    "صفحة ١٢ من ٣٠.",
    "تخفيض 25% على السعر",
)
LEFT_TO_RIGHT = (
    "The word שלום means peace.",
    "hello (שלום עולם) world, 25% more",
    "He said (שלום 25 עולם) again",
    "Price: 5,000 (כולל מעמ) net",
)


def _as_seen(text: str, direction: TextDirection, *, mirrored: bool) -> str:
    """The glyphs of a line from left to right, by somebody else's bidirectional algorithm.

    ``mirrored``: a bracket has the name of the shape that is seen, not that of its meaning.
    """
    paragraph = BidiParagraph(text, base_direction=direction)
    return "".join(
        _MIRRORED.get(each.character, each.character)
        if mirrored and each.embedding_level % 2
        else each.character
        for each in paragraph.get_reordered_characters()
    )


def _read(lines: Sequence[Sequence[str]], *, degrees: float = 0) -> Page:
    return _page(pdf_as_seen(lines, degrees=degrees))


def _page(data: bytes) -> Page:
    options = OcrOptions.model_validate({"text_layer": "only"})
    with open_source(data, limits=Limits()) as source:
        [page] = source.pages(options)
    assert isinstance(page, Page)
    return page


def _lines(page: Page) -> list[str]:
    return [line.text for line in page.lines]


@pytest.mark.parametrize("mirrored", [True, False])
@pytest.mark.parametrize("degrees", [0, 30])
@pytest.mark.parametrize("text", RIGHT_TO_LEFT)
def test_a_line_from_right_to_left_is_as_it_was_written(
    text: str, degrees: float, *, mirrored: bool
) -> None:
    """Whatever is in it: foreign words, numbers, brackets; level or not."""
    seen = _as_seen(text, TextDirection.RTL, mirrored=mirrored)
    assert _lines(_read([HEBREW[::-1], seen], degrees=degrees)) == [HEBREW, text]


@pytest.mark.parametrize("mirrored", [True, False])
@pytest.mark.parametrize("text", LEFT_TO_RIGHT)
def test_a_line_from_left_to_right_is_as_it_was_written(text: str, *, mirrored: bool) -> None:
    """It may hold words that run the other way."""
    seen = _as_seen(text, TextDirection.LTR, mirrored=mirrored)
    english = "An English page about Hebrew"
    assert _lines(_read([english, seen])) == [english, text]


def test_each_word_stands_where_it_is_seen() -> None:
    """The first word is at the right end; one from left to right is where its letters are."""
    text = "פתחו את test.pdf היום"
    [line] = _read([_as_seen(text, TextDirection.RTL, mirrored=True)]).lines
    lefts = [word.box.left for word in line.words]
    assert [word.text for word in line.words] == text.split()
    assert lefts == sorted(lefts, reverse=True)


@pytest.mark.parametrize(
    ("glyphs", "text"),
    [
        (["ط", "لا", "ب"][::-1], "طلاب"),
        ([*"عبد", " ", "الله"][::-1], "عبد الله"),
        (["ש", "לָ", "י"][::-1], "שלָי"),
        (["شعر", " ", "حَبيبي"], "حَبيبي شعر"),
        # The ligature's shape as a character of its own, which PDFium takes apart.
        ([*"نعم", " ", "ﻻ"][::-1], "نعم لا"),
    ],
)
def test_letters_that_are_one_glyph_stay_in_order(glyphs: Sequence[str], text: str) -> None:
    """The font says of the glyph what letters it stands for, one after the other."""
    assert _lines(_read([glyphs])) == [text]


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_words_without_spaces_between_them_stay_apart(degrees: float) -> None:
    """PDFium finds the gaps, and puts its own spaces at either end of a letter beside them."""
    words = ["פתחו", "את", "הקובץ", "test.pdf", "ביום", "שני"]
    seen = [word if word.isascii() else word[::-1] for word in reversed(words)]
    data = pdf_of_words([HEBREW[::-1].split(), seen], degrees=degrees)
    assert sorted(_lines(_page(data))) == sorted([HEBREW, " ".join(words)])


def test_marks_stay_with_their_letters() -> None:
    """Points are read after the letter that they stand on."""
    text = "שָׁלוֹם Linux עוֹלָם"
    seen = _as_seen(text, TextDirection.RTL, mirrored=True)
    [first, second] = _lines(_read([HEBREW[::-1], seen]))
    assert first == HEBREW
    assert normalize("NFC", second) == normalize("NFC", text)
