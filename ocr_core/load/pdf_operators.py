"""The operators of a piece of PDF content, as far as can be said without following them.

Only what stands in them, and too much of it rather than too little: a string may hold what looks
like an operator. The forms are those of ISO 32000-1: 7.2.2 (white space, delimiters), 7.2.3
(comments), 7.3.5 (names) and 8, 9 (operators).
"""

import re
import zlib
from collections import Counter
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Name, Stream

MAX_BYTES = 50_000_000
"""Of one stream, decoded: a page drawn with so many operators takes PDFium many seconds."""

# Of compressions that qpdf can only undo whole: a thousand times as much may come out.
_MAX_OTHER_BYTES = 200_000
_SPACE = rb"\x00\t\n\x0c\r "
_REGULAR = rb"[^%s()<>\[\]{}/%%]" % _SPACE
# Nothing is tried twice: the time to look grows with the length, whatever stands there.
_NAME = rb"/(%s*+)" % _REGULAR
_NAMES = re.compile(_NAME)
_DRAW = re.compile(rb"(?:%s[%s]++|(?<!%s)(?<!\())Do(?!%s)" % (_NAME, _SPACE, _REGULAR, _REGULAR))
_PAINT = re.compile(rb"(?:[fFBbSs]\*?|sh|Do|EI|Tj|TJ|['\"])(?!%s)" % _REGULAR)
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")


def operators(content: pikepdf.Object) -> bytes:
    """The operators of a stream, or of all the streams of a page.

    Raises:
        ValueError: they are more than ``MAX_BYTES``.
        pikepdf.PdfError, zlib.error: they cannot be decoded.
    """
    parts = content if isinstance(content, Stream) else content.get(Name.Contents)
    streams = list(parts) if isinstance(parts, Array) else [parts]
    found = b"\n".join(_decoded(part) for part in streams if isinstance(part, Stream))
    if len(found) > MAX_BYTES:
        raise ValueError("more operators than anybody draws a page with")
    return found


def drawn_names(data: bytes) -> Iterator[str | None]:
    """What the operator ``Do`` is given, as often as it is; ``None`` for what is no plain name.

    That is a comment between the two, or a string, which PDFium takes for a name.
    """
    for match in _DRAW.finditer(data):
        yield None if match[1] is None else _decoded_name(match[1])


def names(data: bytes) -> dict[str, int]:
    """All names, and how often each stands there."""
    found: dict[str, int] = {}
    for raw, count in Counter(match[1] for match in _NAMES.finditer(data)).items():
        name = _decoded_name(raw)
        found[name] = found.get(name, 0) + count
    return found


def count_paintings(data: bytes) -> int:
    """How many operators put something on the page."""
    return len(_PAINT.findall(data))


def _decoded_name(raw: bytes) -> str:
    plain = _ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), raw)
    return f"/{plain.decode('utf-8', 'replace')}"


def _decoded(stream: Stream) -> bytes:
    """The bytes of a stream, up to a limit that no flood of zeros passes."""
    filters = stream.get(Name.Filter)
    applied = list(filters) if isinstance(filters, Array) else [filters] if filters else []
    raw = stream.read_raw_bytes()
    if applied == [Name.FlateDecode] and Name.DecodeParms not in stream:
        return zlib.decompressobj().decompress(raw, MAX_BYTES + 1)
    if applied and len(raw) > _MAX_OTHER_BYTES:
        raise pikepdf.PdfError("a long stream in an old compression")
    return stream.read_bytes()
