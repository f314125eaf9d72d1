"""What a caller may ask for: options, page ranges and formats."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from handler.app.answer import ResponseFormat, accepted_format, parse_formats
from handler.app.schemas import OcrQuery
from handler.jobs.job import JobRequest
from handler.jobs.request import DocumentRequest
from ocr_core import Limits, OcrOptions, OutputFormat, PageRanges, PageSegMode, ReadBy, Step
from ocr_core.errors import InvalidOption, TooManyPages
from ocr_core.load import select_pages
from ocr_core.options import MAX_LANGUAGES, TextLayer
from tests.fuzz.profile import EVERY_TIME_THE_SAME

NUMBERS = st.integers(1, 60)
PARTS = st.tuples(NUMBERS, st.none() | st.integers(0, 30)).map(
    lambda part: (part[0], None if part[1] is None else part[0] + part[1])
)
RANGES = st.lists(PARTS, min_size=1, max_size=8).map(lambda parts: PageRanges(tuple(parts)))
# What ranges are written with, in any order, digits of other scripts among them.
NEAR_RANGES = st.text("0123456789-, ٣", max_size=30)
CODES = st.from_regex(r"[a-z]{3}(_[a-z]{2,5})?|script/[A-Z][a-z]{3,6}", fullmatch=True)
VALID: dict[str, st.SearchStrategy[Any]] = {
    "languages": st.lists(CODES, min_size=1, max_size=MAX_LANGUAGES).map("+".join),
    "psm": st.sampled_from(["auto", *(str(mode.value) for mode in PageSegMode)]),
    "rotate": st.sampled_from(Step),
    "deskew": st.sampled_from(Step),
    "enhance": st.sampled_from(Step),
    "dpi": st.integers(70, 2400).map(str),
    "pages": RANGES.map(str),
    "text_layer": st.sampled_from(TextLayer),
    "engine": st.sampled_from(ReadBy),
}
GOOD_OPTIONS = st.fixed_dictionaries({}, optional=VALID)
ANY_OPTIONS = st.dictionaries(
    st.sampled_from(list(VALID)) | st.text(max_size=10), st.text(max_size=20), max_size=5
)


@EVERY_TIME_THE_SAME
@given(RANGES)
def test_ranges_read_back_as_they_were_written(ranges: PageRanges) -> None:
    """Text and ranges are the same thing."""
    assert PageRanges.parse(str(ranges)) == ranges


@EVERY_TIME_THE_SAME
@given(RANGES, st.integers(0, 80))
def test_ranges_select_what_they_name(ranges: PageRanges, page_count: int) -> None:
    """By the definition: a page is read where any range has it between its ends."""
    wanted = set()
    for first, last in ranges.parts:
        wanted |= set(range(first, (page_count if last is None else last) + 1))
    assert list(ranges.select(page_count)) == sorted(wanted & set(range(1, page_count + 1)))


@EVERY_TIME_THE_SAME
@given(RANGES, st.integers(1, 80), st.integers(1, 40))
def test_no_more_pages_are_selected_than_the_limit(
    ranges: PageRanges, page_count: int, max_pages: int
) -> None:
    """Some of them, or an error that says that they are too many or none."""
    everything = list(ranges.select(page_count))
    try:
        found = select_pages(page_count, ranges, Limits(max_pages=max_pages))
    except TooManyPages:
        assert len(everything) > max_pages
    except InvalidOption:
        assert not everything
    else:
        assert found == everything


@EVERY_TIME_THE_SAME
@given(NEAR_RANGES | st.text(max_size=30))
def test_any_text_is_ranges_or_refused(text: str) -> None:
    """What is taken is written in a form that means the same, and is taken again."""
    try:
        options = OcrOptions(pages=text)
    except ValidationError:
        return
    assert options.page_ranges == PageRanges.parse(text)
    assert OcrOptions(pages=options.pages) == options
    assert options.pages.isascii()


@EVERY_TIME_THE_SAME
@given(st.text("eng+deu ,_/AZ09", max_size=40) | st.text(max_size=40))
def test_any_text_is_languages_or_refused(text: str) -> None:
    """What reaches an engine is codes: no path upwards, no flag, none twice."""
    try:
        options = OcrOptions(languages=text)
    except ValidationError:
        return
    codes = options.language_codes
    assert 1 <= len(codes) == len(set(codes)) <= MAX_LANGUAGES
    assert all(code[0].isalpha() and code.isascii() for code in codes)
    assert ".." not in options.languages
    assert OcrOptions(languages=options.languages) == options


@EVERY_TIME_THE_SAME
@given(GOOD_OPTIONS)
def test_good_options_are_the_same_by_every_way_in(given_options: dict[str, str]) -> None:
    """A query, the metadata of an object and a job's request ask for the same."""
    query = OcrQuery.model_validate(given_options).options("eng")
    named = {name.replace("_", "-"): value for name, value in given_options.items()}
    document = DocumentRequest.parse(named, languages="eng", formats=())
    job = JobRequest.model_validate({"content_type": "image/png"} | given_options)
    assert query == document.ocr_options == job.options("eng")
    # A job hands its options to the object that is uploaded, as text.
    handed_on = {name.replace("_", "-"): value for name, value in job.texts().items()}
    again = DocumentRequest.parse(handed_on, languages="eng", formats=())
    assert again.ocr_options == query


@EVERY_TIME_THE_SAME
@given(ANY_OPTIONS)
def test_any_metadata_is_a_request_or_refused(options: dict[str, str]) -> None:
    """The refusal repeats no value; what is taken can be kept in a plan and read again."""
    request, refusal = request_or_refusal(options)
    if request is None:
        assert refusal.isprintable()
        assert not [name for name in options if repeats_value(refusal, options, name)]
    else:
        assert DocumentRequest.model_validate_json(request.model_dump_json()) == request


def request_or_refusal(options: dict[str, str]) -> tuple[DocumentRequest | None, str]:
    """What the metadata of an object asks for, or why it asks for nothing."""
    try:
        return DocumentRequest.parse(options, languages="eng", formats=()), ""
    except InvalidOption as error:
        return None, str(error)


def repeats_value(refusal: str, options: dict[str, str], name: str) -> bool:
    """Whether a refusal has an option's value, and would not have it with another value.

    A value can be a word of ours, ``languages`` say, that the refusal has in any case.
    """
    value = options[name]
    if len(value) <= 8 or value not in refusal:
        return False
    _, without = request_or_refusal(options | {name: "?" * len(value)})
    return value not in without


@EVERY_TIME_THE_SAME
@given(st.lists(st.sampled_from(ResponseFormat), min_size=1), st.sampled_from([",", ", ", " ,"]))
def test_formats_come_in_order_and_each_once(formats: list[ResponseFormat], comma: str) -> None:
    """However they are joined."""
    assert parse_formats(comma.join(formats)) == tuple(dict.fromkeys(formats))


@EVERY_TIME_THE_SAME
@given(st.text("jsonpdfhcralt,. ", max_size=20) | st.text(max_size=20))
def test_any_text_is_formats_or_refused(text: str) -> None:
    """The refusal names what there is."""
    refusal = None
    try:
        assert parse_formats(text)
    except ValueError as error:
        refusal = str(error)
    assert refusal is None or all(each.value in refusal for each in ResponseFormat)


@EVERY_TIME_THE_SAME
@given(st.text(max_size=60) | st.from_regex(r"[a-z]+/[a-z*]+(;q=0\.\d)?(, ?[a-z]+/[a-z]+)*"))
def test_any_accept_header_gives_one_format(accept: str) -> None:
    """Where it names nothing that is known, the one that everybody reads."""
    assert accepted_format(accept) in (
        ResponseFormat.RESULTS,
        ResponseFormat.TEXT,
        ResponseFormat.TSV,
        ResponseFormat.PDF,
    )


@pytest.mark.parametrize("made", [JobRequest, DocumentRequest])
@EVERY_TIME_THE_SAME
@given(formats=st.lists(st.sampled_from(OutputFormat)))
def test_formats_are_a_list_or_joined_by_commas(
    made: type[JobRequest | DocumentRequest], formats: list[OutputFormat]
) -> None:
    """Both mean the same."""
    more = {"content_type": "image/png"} if made is JobRequest else {}
    listed = made.model_validate({"formats": formats} | more)
    assert listed.formats == tuple(formats)
    if formats:
        assert made.model_validate({"formats": ", ".join(formats)} | more) == listed
