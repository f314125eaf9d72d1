"""docs/cli.md says what there is."""

import re
from pathlib import Path

import click
import pytest

from ocr_core.cli.command import ocr
from ocr_core.cli.exit_status import SEVERITY
from ocr_core.options import OcrOptions, OutputFormat

DOCS = (Path(__file__).parents[4] / "docs" / "cli.md").read_text(encoding="utf-8")
CONTEXT = ocr.make_context("ocr", [], resilient_parsing=True)
OPTIONS = [param for param in ocr.get_params(CONTEXT) if isinstance(param, click.Option)]


def rows(heading: str) -> dict[str, str]:
    """The table below a heading: its first column, and the rest of each row."""
    section = DOCS.split(f"## {heading}\n")[1].split("\n## ")[0]
    found = re.findall(r"^\| (.+?) \| (.+) \|$", section, re.MULTILINE)
    return dict(found[1:])


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: str(option.name))
def test_every_option_has_help_and_a_row(option: click.Option) -> None:
    """With all its names, and the variable that may stand for it."""
    names = sorted(option.opts, key=len)
    row = rows("Options")[", ".join(f"`{name}`" for name in names)]
    assert option.help
    if option.envvar:
        assert f"`{option.envvar}`" in row


def test_there_are_no_other_rows() -> None:
    """What the table has, the command has."""
    assert len(rows("Options")) == len(OPTIONS)


def test_every_option_of_the_library_can_be_given() -> None:
    """By the same name."""
    assert set(OcrOptions.model_fields) <= {option.name for option in OPTIONS}


def test_every_format_is_named() -> None:
    """In the help of --format and in its row."""
    (option,) = (option for option in OPTIONS if option.name == "formats")
    row = rows("Options")["`-f`, `--format`"]
    for form in OutputFormat:
        assert form.value in str(option.help)
        assert f"`{form.value}`" in row


def test_every_exit_status_has_a_row() -> None:
    """Those of the errors, and those that are not about an error."""
    assert {int(status) for status in rows("Exit status")} == {0, 2, 130, 141, *SEVERITY}
