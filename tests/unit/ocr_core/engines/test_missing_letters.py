"""The letters that engines miss, in the library and in the documentation."""

import re

import pytest

from ocr_core.engines.missing_letters import MISSING_LETTERS, Missing, lacks_letters
from ocr_core.engines.pp_ocr_languages import (
    EASTERN_LANGUAGES,
    MODEL_LANGUAGES,
    PP_OCR_LANGUAGES,
)
from tests.conftest import ROOT

_ROW = re.compile(r"\| `(\w+)` \| (.+?) \| (.+?) \| (.+?) \| (.+?) \|")


def test_the_documented_table_is_the_one_that_engines_are_chosen_by() -> None:
    """Letters and shares, for each engine."""
    page = (ROOT / "docs/letters.md").read_text(encoding="utf-8")
    table = page.split("<!-- letters -->")[1].split("<!-- /letters -->")[0]
    rows = [match.groups() for match in map(_ROW.match, table.splitlines()) if match]
    assert set(MODEL_LANGUAGES.values()) - EASTERN_LANGUAGES <= {row[0] for row in rows}
    for column, engine in ((1, "tesseract"), (3, "rapidocr")):
        documented = {
            row[0]: Missing(row[column].strip("`"), float(row[column + 1]))
            for row in rows
            if row[column].startswith("`")
        }
        assert documented == MISSING_LETTERS[engine]


def test_the_languages_of_rapidocr_are_those_without_missing_letters() -> None:
    """Of those that its model is made for."""
    missing = MISSING_LETTERS["rapidocr"]
    for language in MODEL_LANGUAGES.values():
        is_lacking = language in missing and missing[language].is_everyday
        assert (language in PP_OCR_LANGUAGES) != is_lacking


@pytest.mark.parametrize(
    ("missing", "is_everyday"),
    [
        (Missing("Ąą", 1.0), True),
        (Missing("ÿŸ", 0.1), False),
        (Missing("àáẁẃẅŵŷ", 0.0), True),
        (Missing("ÀÁẀẂẄŴŶ", 0.0), False),
    ],
)
def test_what_is_rare_is_no_lack(missing: Missing, is_everyday: bool) -> None:
    """One letter in 1,000 or seven small letters are."""
    assert missing.is_everyday == is_everyday


def test_one_language_is_enough_for_a_lack() -> None:
    """English beside it does not help; a language that was not measured has all letters."""
    assert lacks_letters("rapidocr", ["eng", "ces"])
    assert not lacks_letters("rapidocr", ["eng", "zzz"])
