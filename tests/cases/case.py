"""A file that was once read wrongly, and what is right: ``NAME.ext`` beside ``NAME.expect.md``."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

_EXPECTATION = ".expect.md"
_REQUEST = re.compile(r"Request: `POST /\??([^`]*)`")
# From the heading of the right answer to the next one, and its first block of code.
_RIGHT = re.compile(r"^## Right$(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"^```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_IN_ONE_LINE = re.compile(r"`([^`]+)`")
_PASSWORD = re.compile(r"password: (\S+)")


@dataclass(frozen=True)
class Case:
    """One case.

    ``file`` is what is sent, ``query`` how, ``expectation`` what its description says.
    """

    name: str
    file: Path
    query: str
    expectation: str

    @classmethod
    def read(cls, path: Path) -> Self | None:
        """The case of ``NAME.expect.md``; ``None`` where no one file is to be sent."""
        name = path.name.removesuffix(_EXPECTATION)
        files = [each for each in path.parent.glob(f"{name}.*") if each.name != path.name]
        expectation = path.read_text(encoding="utf-8")
        request = _REQUEST.search(expectation)
        if len(files) != 1 or files[0].suffix == ".sh" or request is None:
            return None
        return cls(name, files[0], request[1], expectation)

    @cached_property
    def right(self) -> str:
        """The section that says what is right."""
        found = _RIGHT.search(self.expectation)
        assert found, f"{self.name}: its description has no section `Right`"
        return found[1]

    @cached_property
    def lines(self) -> list[str]:
        """The right text, line by line, without blank lines."""
        code = _CODE.search(self.right)
        text = code[1] if code else "\n".join(_IN_ONE_LINE.findall(self.right)[:1])
        return [line.rstrip() for line in text.splitlines() if line.strip()]

    @property
    def password(self) -> str | None:
        """That of the file."""
        found = _PASSWORD.search(self.expectation)
        return found[1] if found else None


def cases(folder: Path) -> list[Case]:
    """All cases of a folder, by name."""
    found = (Case.read(path) for path in sorted(folder.glob(f"*{_EXPECTATION}")))
    return [case for case in found if case is not None]
