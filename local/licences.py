"""`make licences`: writes the table in docs/licences.md, the licences of the packages that ship."""

import re
from collections.abc import Iterator
from email.message import Message
from importlib.metadata import distribution
from pathlib import Path
from typing import cast

from packaging.requirements import Requirement

_ROOT = Path(__file__).parent.parent
LICENCES = _ROOT / "docs" / "licences.md"
LOCKS = tuple(_ROOT / "requirements" / name for name in ("runtime.txt", "photos.txt"))

# Where the packages are installed: the image.
_IMAGE = {
    "python_version": "3.13",
    "python_full_version": "3.13.0",
    "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
    "os_name": "posix",
    "platform_system": "Linux",
    "sys_platform": "linux",
}
# What is longer in the field `License` is the licence itself.
_LONGEST_NAME = 60
# Says nothing by itself; the classifiers say it.
_VAGUE = {"", "dual license"}

# What stands above it in the page is written by hand.
_HEADING = "## Python's packages"
_TABLE = """
| package | licence, as it says itself |
|---|---|
"""


def shipped(lock: Path) -> Iterator[str]:
    """The names of the packages of a lock that the image gets."""
    for line in lock.read_text(encoding="utf-8").splitlines():
        if re.match(r"[a-z0-9]", line):
            requirement = Requirement(line.rstrip("\\ "))
            if not requirement.marker or requirement.marker.evaluate(_IMAGE):
                yield requirement.name


def licence_of(metadata: Message) -> str:
    """What a package says of its licence (core metadata 2.4): an expression, or some words."""
    expression = metadata.get("License-Expression")
    if expression:
        return str(expression)
    words = str(metadata.get("License", ""))
    if words.lower() not in _VAGUE and "\n" not in words and len(words) <= _LONGEST_NAME:
        return words
    classifiers = [str(each) for each in metadata.get_all("Classifier", [])]
    names = [each.rpartition(" :: ")[2] for each in classifiers if each.startswith("License ::")]
    return " or ".join(names) or "see its files"


def licences_md() -> str:
    """The page, with its table as the packages have it now."""
    before = LICENCES.read_text(encoding="utf-8").partition(_HEADING)[0]
    names = sorted({name for lock in LOCKS for name in shipped(lock)})
    rows = [
        f"| {name} | {licence_of(cast('Message', distribution(name).metadata))} |" for name in names
    ]
    return f"{before}{_HEADING}\n{_TABLE}" + "\n".join(rows) + "\n"


if __name__ == "__main__":
    LICENCES.write_text(licences_md(), encoding="utf-8")
