"""The options that an object carries as metadata."""

import pytest

from handler.jobs.request import DocumentRequest
from ocr_core import OutputFormat, PageSegMode, TextLayer
from ocr_core.errors import InvalidOption

_ALWAYS = (OutputFormat.TEXT, OutputFormat.JSON)


def _parse(*made: OutputFormat, **options: str) -> DocumentRequest:
    given = {name.replace("_", "-"): value for name, value in options.items()}
    return DocumentRequest.parse(given, languages="deu", formats=made)


def test_nothing_gives_the_defaults() -> None:
    """An object without options is read with the service's languages, into JSON and text."""
    request = _parse()

    assert request.languages == "deu"
    assert request.formats == _ALWAYS


def test_every_option_can_be_given() -> None:
    """Metadata is text; its values are those of the query options."""
    request = _parse(
        languages="eng+fra", psm="6", dpi="300", pages="1-3,7", text_layer="ignore", formats="pdf"
    )

    assert request.ocr_options.languages == "eng+fra"
    assert request.ocr_options.psm is PageSegMode.SINGLE_BLOCK
    assert request.ocr_options.dpi == 300
    assert request.ocr_options.pages == "1-3,7"
    assert request.ocr_options.text_layer is TextLayer.IGNORE
    assert request.formats == (OutputFormat.PDF, *_ALWAYS)


def test_formats_add_up_and_json_is_last() -> None:
    """The operator's, the object's and those that always are, each once."""
    request = _parse(OutputFormat.HOCR, OutputFormat.PDF)
    more = DocumentRequest.parse(
        {"formats": "tsv, pdf,json"}, languages="eng", formats=(OutputFormat.PDF,)
    )

    assert request.formats == (OutputFormat.HOCR, OutputFormat.PDF, *_ALWAYS)
    assert more.formats == (OutputFormat.PDF, OutputFormat.TSV, *_ALWAYS)
    assert more.formats[-1] is OutputFormat.JSON


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"psm": "99"}, "psm"),
        ({"dpi": "many"}, "dpi"),
        ({"pages": "3-1"}, "pages count from 1"),
        ({"formats": "docx"}, "'pdf'"),
        ({"langauges": "deu"}, "ocr-languages"),
        ({"text_layer": "no"}, "ocr-text-layer"),
    ],
)
def test_bad_options_are_named(options: dict[str, str], said: str) -> None:
    """The error says which option it is, and what there is to choose from."""
    with pytest.raises(InvalidOption, match=said):
        _parse(**options)


def test_values_are_not_repeated() -> None:
    """What stands on the object is its owner's, and stays out of the error."""
    with pytest.raises(InvalidOption) as caught:
        _parse(dpi="secret-value")

    assert "secret-value" not in str(caught.value)
