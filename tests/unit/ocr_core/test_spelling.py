"""Real words pass for words; words with every letter exchanged for another do not."""

import re
from unicodedata import normalize

import pytest

from ocr_core.load.spelling import could_be_said

SOUND = {
    "English": "The quick brown fox jumps over the lazy dog, and nobody in the whole street minds.",
    "German": "Der Rechnungsbetrag ist sofort zahlbar. Sechzig Strümpfe schlüpften durchs Fenster.",
    "French": "Veuillez trouver ci-joint la facture correspondant aux travaux effectués en août.",
    "Polish": "Proszę o przesłanie faktury za usługi świadczone w ubiegłym miesiącu w Krakowie.",
    "Czech": "Prosíme o úhradu částky na účet uvedený níže, nejpozději do konce měsíce prosince.",
    "Finnish": "Yhdistyksen hallituksen kokouksessa päätettiin kevään ohjelmasta ja jäsenmaksusta.",
    "Turkish": "Sözleşmenin imzalanmasından sonra otuz gün içinde ödeme yapılması gerekmektedir.",
    "Russian": "Настоящий договор вступает в силу с момента его подписания обеими сторонами.",
    "Ukrainian": "Цей договір набирає чинності з моменту його підписання обома сторонами в Києві.",
    "Bulgarian": "Настоящият договор влиза в сила от датата на подписването му от страните.",
    "Greek": "Η παρούσα σύμβαση τίθεται σε ισχύ από την ημερομηνία υπογραφής της από τα μέρη.",
}
ALPHABETS = {
    "English": "abcdefghijklmnopqrstuvwxyz",
    "Russian": "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    "Greek": "αβγδεζηθικλμνξοπρστυφχψω",
}


def _moved(text: str, alphabet: str, places: int) -> str:
    return text.translate(str.maketrans(alphabet, alphabet[places:] + alphabet[:places]))


@pytest.mark.parametrize("language", SOUND)
def test_words_of_a_language_are_words(language: str) -> None:
    """In small letters and in capitals."""
    assert could_be_said(SOUND[language])
    assert could_be_said(SOUND[language].upper())


@pytest.mark.parametrize("language", ALPHABETS)
def test_most_moved_letters_make_no_words(language: str) -> None:
    """A few places put vowels for vowels: those cannot be told."""
    # Without the accents, which would stay where they are.
    text = re.sub("[\u0300\u0301]", "", normalize("NFD", SOUND[language].lower()))
    alphabet = ALPHABETS[language]
    places = range(1, len(alphabet))
    passed = [each for each in places if could_be_said(_moved(text, alphabet, each))]
    assert len(passed) <= len(places) // 4
    assert not {1, 2, 3} & set(passed)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "GmbH, HRB 12345, BLZ 100 500 00, Str. Nr. 7, Tel. 030 1234567, MwSt 19 %, kg, cm, mm",
        "AB-1234-XKCD PN 77-21 QTY 4 EUR 12.00 SKU BRGTN " * 2,
        "ООО ТД СТРОЙ ИНН КПП ОГРН БИК ОКПО ОКТМО ОКВЭД КБК УФК НДС ФИО " * 2,
        "The AWS IAM API uses TLS with HTTPS for the SDK and the CLI; see the RFC.",
        # As many marks on a letter as a page may have characters.
        "A" + "\u0301" * 49_000 + "\u0316" * 49_000,
        "合同自双方签字之日起生效" * 10,
        "يدخل هذا العقد حيز التنفيذ من تاريخ توقيعه " * 5,
    ],
)
def test_what_has_no_words_is_not_judged(text: str) -> None:
    """Abbreviations, codes, and scripts whose vowels are not written."""
    assert could_be_said(text)


def test_latin_letters_with_accents_alone_are_no_words() -> None:
    """That is what bytes of another script are in a Latin font."""
    russian = "Развитие экономики и общества зависит от образования".encode("cp1251")
    assert not could_be_said(russian.decode("cp1252"))
