"""XML that is well-formed and safe to show, whatever the text in it."""

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

Attributes = Mapping[str, str | int]

# XML 1.0, production 2 (Char): no other character may stand in a document, not even
# as a reference.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REPLACEMENT = "\ufffd"
_NOTHING: Attributes = {}


class Leaf(NamedTuple):
    """An element that holds text and nothing else."""

    name: str
    text: str
    attributes: Attributes = _NOTHING


class XmlWriter:
    """Writes UTF-8, a row an element, indented.

    All text and attributes are escaped. A control character that XML forbids becomes
    U+FFFD, the replacement character: a word never vanishes for it.
    """

    def __init__(self, prolog: str) -> None:
        self._buffer = io.BytesIO()
        self._depth = 0
        self._row(prolog)

    @contextmanager
    def element(self, name: str, attributes: Attributes = _NOTHING) -> Iterator[None]:
        """An element; what is written meanwhile stands in it."""
        self._row(f"<{name}{_attributes(attributes)}>")
        self._depth += 1
        yield
        self._depth -= 1
        # An end tag even when nothing came between: HTML reads <div/> as <div>.
        self._row(f"</{name}>")

    def leaf(self, name: str, text: str, attributes: Attributes = _NOTHING) -> None:
        """An element that holds text and nothing else."""
        self.leaves([Leaf(name, text, attributes)])

    def leaves(self, leaves: Iterable[Leaf]) -> None:
        """Such elements without white space between them."""
        self._row("".join(map(_markup, leaves)))

    def void(self, name: str, attributes: Attributes = _NOTHING) -> None:
        """An element that holds nothing and, in HTML, has no end tag."""
        self._row(f"<{name}{_attributes(attributes)}/>")

    def getvalue(self) -> bytes:
        """All that was written."""
        return self._buffer.getvalue()

    def _row(self, text: str) -> None:
        self._buffer.write(f"{' ' * self._depth}{text}\n".encode())


def _markup(leaf: Leaf) -> str:
    content = escape(_allowed(leaf.text))
    return f"<{leaf.name}{_attributes(leaf.attributes)}>{content}</{leaf.name}>"


def _attributes(attributes: Attributes) -> str:
    return "".join(f" {name}={_quoted(value)}" for name, value in attributes.items())


def _quoted(value: str | int) -> str:
    return f'"{value}"' if isinstance(value, int) else quoteattr(_allowed(value))


def _allowed(text: str) -> str:
    return _FORBIDDEN.sub(_REPLACEMENT, text)
