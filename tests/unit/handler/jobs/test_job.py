"""What goes into a job."""

import subprocess
import sys

import pytest
from pydantic import ValidationError

from handler.complaints import complaints
from handler.jobs.job import JobRequest, JobStatus
from ocr_core import OutputFormat, PageSegMode


def _parse(text: str) -> JobRequest:
    return JobRequest.model_validate_json(text)


def test_only_what_was_given_is_written_on_the_document() -> None:
    """The worker has defaults of its own: a job that names no options has none."""
    assert _parse('{"content_type": "image/png"}').texts() == {}
    nothing = _parse('{"content_type": "image/png", "dpi": null, "formats": []}')
    assert nothing.texts() == {}


def test_options_are_written_in_their_normal_form() -> None:
    """What differs in spelling alone is the same option."""
    request = _parse(
        '{"content_type": "application/pdf", "languages": "eng, deu,eng", "psm": "6", "dpi": 300,'
        ' "pages": " 1-3, 7", "text_layer": "ignore", "formats": ["pdf", "hocr", "pdf"]}'
    )

    assert request.texts() == {
        "languages": "eng+deu",
        "psm": "6",
        "dpi": "300",
        "pages": "1-3,7",
        "text_layer": "ignore",
        "formats": "pdf,hocr",
    }


@pytest.mark.parametrize("written", ['"hocr, pdf"', '["hocr", "pdf"]'])
def test_formats_are_a_list_or_joined_by_commas(written: str) -> None:
    """As JSON has it, or as the query of `POST /` has it."""
    request = _parse(f'{{"content_type": "image/png", "formats": {written}}}')

    assert request.formats == (OutputFormat.HOCR, OutputFormat.PDF)


def test_the_reader_gets_the_languages_of_the_service_where_none_are_named() -> None:
    """The operator's default is not that of the library."""
    unnamed = _parse('{"content_type": "image/png", "psm": 6, "formats": "pdf"}')
    named = _parse('{"content_type": "image/png", "languages": "fra"}')

    assert unnamed.options("deu").languages == "deu"
    assert unnamed.options("deu").psm is PageSegMode.SINGLE_BLOCK
    assert named.options("deu").languages == "fra"


def test_a_complaint_about_a_list_names_the_option() -> None:
    """Not the place in the list."""
    with pytest.raises(ValidationError) as caught:
        _parse('{"content_type": "image/png", "formats": ["pdf", "docx"]}')

    said = complaints(caught.value.errors(), JobRequest.model_fields)
    assert said.startswith("formats: ")
    assert "docx" not in said


def test_a_job_has_ended_when_it_succeeded_or_failed() -> None:
    """Until then it is worth asking again."""
    assert {status for status in JobStatus if status.is_final} == {"succeeded", "failed"}


def test_the_application_loads_no_aws_library_for_jobs() -> None:
    """boto3 takes a tenth of a second to load: a call that needs no job does not wait for it."""
    code = (
        "import sys, handler.bootstrap, handler.app.factory as factory\n"
        "factory.create_app(None).openapi()\n"
        "sys.exit('boto3' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
