"""The bill of materials of the real image."""

import json

import pytest
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from local.bill_of_materials import bill_of_materials, contents_of
from local.licences import LOCKS, shipped

pytestmark = pytest.mark.container


def test_it_has_what_was_locked_and_what_was_built(image: str) -> None:
    """Every locked package, Debian's Python and Tesseract are in it, and it is valid."""
    written = JsonV1Dot6(bill_of_materials(contents_of(image))).output_as_string()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(written) is None
    names = {each["name"].lower().replace("_", "-") for each in json.loads(written)["components"]}
    locked = {name for lock in LOCKS for name in shipped(lock)}
    assert {each.replace(".", "-") for each in locked} <= {each.replace(".", "-") for each in names}
    assert {"tesseract", "leptonlib", "tesseract-ocr-eng", "libpng", "python3.13"} <= names
