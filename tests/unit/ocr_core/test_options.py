"""What a caller may ask for."""

import pytest
from pydantic import ValidationError

from ocr_core import OcrOptions, PageRanges, PageSegMode


@pytest.mark.parametrize(
    ("given", "normal"),
    [
        ("eng", "eng"),
        ("eng+deu", "eng+deu"),
        ("eng deu", "eng+deu"),  # a + in a query string arrives as a space
        ("eng, deu", "eng+deu"),
        ("deu+eng+deu", "deu+eng"),
        ("chi_sim", "chi_sim"),
        ("script/Latin", "script/Latin"),
    ],
)
def test_languages_are_normalised(given: str, normal: str) -> None:
    """However they are joined, languages become `a+b`, each once and in order."""
    options = OcrOptions(languages=given)
    assert options.languages == normal
    assert options.language_codes == tuple(normal.split("+"))


@pytest.mark.parametrize(
    "given",
    [
        "",
        "+",
        "../etc/passwd",
        "eng;rm",
        "~eng",
        "eng/../../x",
        "-l",
        "a" * 300,
        "+".join("abcdefghi"),
    ],
)
def test_what_is_no_language_code_is_refused(given: str) -> None:
    """Paths, flags and too many codes never reach an engine."""
    with pytest.raises(ValidationError):
        OcrOptions(languages=given)


@pytest.mark.parametrize("psm", [0, 2, 14, -1, 99])
def test_modes_that_read_no_text_are_refused(psm: int) -> None:
    """Only modes that give text are modes here."""
    with pytest.raises(ValidationError):
        OcrOptions.model_validate({"psm": psm})


def test_every_mode_says_whether_it_needs_orientation_data() -> None:
    """Exactly the two OSD modes do."""
    assert [mode.value for mode in PageSegMode if mode.needs_osd] == [1, 12]


@pytest.mark.parametrize("dpi", [0, 69, 2401])
def test_an_absurd_resolution_is_refused(dpi: int) -> None:
    """Only resolutions that Tesseract would believe are taken."""
    with pytest.raises(ValidationError):
        OcrOptions(dpi=dpi)


def test_an_unknown_option_is_refused() -> None:
    """A misspelt option is an error and not ignored."""
    with pytest.raises(ValidationError):
        OcrOptions.model_validate({"langauges": "deu"})


@pytest.mark.parametrize(
    ("text", "count", "selected"),
    [
        ("1-", 3, [1, 2, 3]),
        ("2", 3, [2]),
        ("1-2,7", 9, [1, 2, 7]),
        ("3,1-2", 9, [1, 2, 3]),
        ("2-3,3-4", 9, [2, 3, 4]),
        ("5-9", 6, [5, 6]),
        ("9", 3, []),
    ],
)
def test_page_ranges_select(text: str, count: int, selected: list[int]) -> None:
    """Pages come in order, each once, and only those that exist."""
    assert list(PageRanges.parse(text).select(count)) == selected


def test_a_file_that_claims_countless_pages_is_not_counted_through() -> None:
    """What is asked for is found at once: who goes through them all does not come to an end."""
    claimed = 10**15
    assert list(PageRanges.parse("7,3-5,4-6,3").select(claimed)) == [3, 4, 5, 6, 7]
    assert list(PageRanges.parse("999999").select(claimed)) == [999_999]


@pytest.mark.parametrize(
    "text", ["", "0", "0-2", "3-1", "a", "1,,2", "-3", "1-2-3", "9999999", "1.5"]
)
def test_what_is_no_page_range_is_refused(text: str) -> None:
    """Anything else is an error with the form in its message."""
    with pytest.raises(ValidationError, match="pages"):
        OcrOptions(pages=text)


@pytest.mark.parametrize("text", ["1-99999999999", "1000000", "1000000-", "9" * 150])
def test_a_page_number_out_of_reach_is_told_as_what_it_is(text: str) -> None:
    """With the highest there is, and how to ask for all the rest."""
    with pytest.raises(ValidationError, match=r"pages count up to 999,999; for all .* write 5-"):
        OcrOptions(pages=text)
    assert OcrOptions(pages="1-999999").page_ranges.parts == ((1, 999_999),)


def test_page_ranges_are_written_as_they_are_read() -> None:
    """The text form of ranges reads back as the same ranges."""
    ranges = PageRanges.parse("1-3,5,7-")
    assert str(ranges) == "1-3,5,7-"
    assert PageRanges.parse(str(ranges)) == ranges


@pytest.mark.parametrize("value", [True, "true", "True"])
def test_a_switch_is_a_truth_value_or_its_word(value: object) -> None:
    """What addresses, forms and metadata have; numbers and other words are refused."""
    assert OcrOptions.model_validate({"layout": value}).layout is True
    others: tuple[object, ...] = (0, 1, "1", "on", "", None, [])
    for other in others:
        with pytest.raises(ValidationError, match="give true or false"):
            OcrOptions.model_validate({"layout": other})
