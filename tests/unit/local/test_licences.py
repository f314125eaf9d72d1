"""The licences of what ships."""

import re
from email.message import Message

import pytest

from local.licences import LICENCES, LOCKS, licence_of, licences_md, shipped


def test_the_page_is_what_the_packages_say() -> None:
    """docs/licences.md is as `make licences` would write it now."""
    assert LICENCES.read_text(encoding="utf-8") == licences_md()


def test_every_locked_package_is_there() -> None:
    """Each package of both locks that Linux gets has a row, and a licence."""
    rows = re.findall(r"^\| ([\w.-]+) \| (.+) \|$", licences_md(), flags=re.MULTILINE)
    licences = dict(rows)
    names = {name for lock in LOCKS for name in shipped(lock)}
    assert {"pillow", "tesserocr", "onnxruntime"} <= names
    assert "colorama" not in names  # for Windows alone
    assert names <= set(licences)
    assert "see its files" not in licences.values()


@pytest.mark.parametrize(
    ("fields", "licence"),
    [
        ([("License-Expression", "MIT"), ("License", "other")], "MIT"),
        ([("License", "BSD")], "BSD"),
        ([("License", "x" * 100), ("Classifier", "License :: OSI Approved :: X")], "X"),
        ([("License", "A\nlong text")], "see its files"),
        (
            [
                ("License", "Dual License"),
                ("Classifier", "License :: OSI Approved :: X"),
                ("Classifier", "Topic :: Text"),
                ("Classifier", "License :: OSI Approved :: Y"),
            ],
            "X or Y",
        ),
        ([], "see its files"),
    ],
)
def test_a_licence_is_taken_from_where_it_stands(
    fields: list[tuple[str, str]], licence: str
) -> None:
    """The expression, a short name, or the classifiers, in this order."""
    metadata = Message()
    for name, value in fields:
        metadata[name] = value.replace("\n", "\n ")
    assert licence_of(metadata) == licence
