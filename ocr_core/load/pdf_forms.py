"""Forms that draw forms: refused before PDFium follows them, which it does without an end.

A page of 4 KB in which each of eighteen forms draws the next one twice keeps PDFium
busy for seconds, twice as long with every form more, and forms that draw each other
keep it for ever, under the lock that all PDFs wait for. qpdf reads the file's structure
without drawing anything.
"""

import io
import re
import zlib
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from ocr_core.errors import UnreadablePdf

# Forms drawn by one page, counted as often as they are: far more than any program writes.
_MAX_DRAWS = 20_000
# A content stream is looked at only so far; the operators of longer ones are not forms.
_MAX_STREAM_BYTES = 20_000_000
# Of other compressions, which qpdf can only undo whole: a thousand times as much may come out.
_MAX_OTHER_BYTES = 200_000
_DRAW = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do\b")

_Key = tuple[int, int]


class _Counter:
    """How many forms a piece of content draws, with those that they draw."""

    def __init__(self) -> None:
        self._known: dict[_Key, int] = {}
        self._open: set[_Key] = set()

    def draws(self, content: pikepdf.Object, resources: object) -> int:
        """The forms that content draws; more than the limit when there is no end."""
        total = 0
        forms = _forms(resources)
        if not forms:
            return 0
        for name in _DRAW.findall(_bytes(content)):
            form = forms.get(f"/{name.decode('latin-1')}")
            if isinstance(form, Stream) and form.get(Name.Subtype) == Name.Form:
                total += 1 + self._form(form, resources)
            if total > _MAX_DRAWS:
                break
        return total

    def _form(self, form: Stream, inherited: object) -> int:
        key = form.objgen
        if key in self._open or len(self._open) > 100:
            return _MAX_DRAWS + 1
        if key not in self._known:
            self._open.add(key)
            self._known[key] = self.draws(form, form.get(Name.Resources) or inherited)
            self._open.discard(key)
        return self._known[key]


def check_forms(data: bytes, password: str | None, page_numbers: Iterator[int]) -> None:
    """Refuse a file one of whose pages draws forms without an end.

    Args:
        data: the file, which PDFium could open.
        password: that opens it.
        page_numbers: the pages that will be read.

    Raises:
        UnreadablePdf: there are such forms, or the structure cannot be followed.
    """
    if b"/Form" not in data and b"/ObjStm" not in data:
        return
    try:
        with pikepdf.open(io.BytesIO(data), password=password or "") as pdf:
            for number in page_numbers:
                _check_page(pdf.pages[number - 1], number)
    except (pikepdf.PdfError, zlib.error, IndexError, RecursionError) as error:
        raise UnreadablePdf(
            "The PDF is too damaged to be read safely. Print it to a new PDF and send that."
        ) from error


def _check_page(page: pikepdf.Page, number: int) -> None:
    counter = _Counter()
    if counter.draws(page.obj, page.get_resources()) > _MAX_DRAWS:
        raise UnreadablePdf(
            f"Page {number} of the PDF draws itself over and over. Print it to a new PDF "
            "and send that, or leave the page out with `pages`."
        )


def _forms(resources: object) -> Dictionary | None:
    found = resources.get(Name.XObject) if isinstance(resources, Dictionary) else None
    return found if isinstance(found, Dictionary) else None


def _bytes(content: pikepdf.Object) -> bytes:
    """The operators of a form, or of all the streams of a page."""
    parts = content if isinstance(content, Stream) else content.get(Name.Contents)
    streams = list(parts) if isinstance(parts, Array) else [parts]
    return b"\n".join(_operators(part) for part in streams if isinstance(part, Stream))


def _operators(stream: Stream) -> bytes:
    """The bytes of a stream, up to a limit that no flood of zeros passes."""
    filters = stream.get(Name.Filter)
    names = [filters] if isinstance(filters, Name) else list(filters or ())
    raw = stream.read_raw_bytes()
    if names == [Name.FlateDecode]:
        return zlib.decompressobj().decompress(raw, _MAX_STREAM_BYTES)
    if names and len(raw) > _MAX_OTHER_BYTES:
        raise pikepdf.PdfError("a long stream in an old compression")
    return stream.read_bytes()
