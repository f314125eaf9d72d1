"""Content that draws content: refused before PDFium follows it, which it does without an end.

A page of 4 KB in which each of eighteen forms draws the next one twice keeps PDFium
busy for seconds, twice as long with every form more, and forms that draw each other
keep it for ever, under the lock that all PDFs wait for. Tiling patterns, soft masks, the
glyphs of Type 3 fonts and the appearances of annotations are content as forms are, and
draw forms and each other. qpdf reads the file's structure without drawing anything.

Where the file is damaged, qpdf and PDFium may mend it in different ways; then PDFium gets what
qpdf made of it, so that what is drawn is what was looked at.
"""

import io
import re
from collections.abc import Iterable, Iterator
from typing import TypeGuard

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from ocr_core.errors import OcrError, UnreadablePdf
from ocr_core.load.damage import is_own_mistake
from ocr_core.load.pdf_operators import count_paintings, drawn_names, names, operators
from ocr_core.load.pdf_password import open_with_qpdf

# Operators behind one page, counted as often as they are followed, without the page's own.
# PDFium follows some two million bytes in a second.
_MAX_FOLLOWED_BYTES = 50_000_000
# What it takes to begin with a piece of content, as much as so many bytes of operators.
_PIECE_BYTES = 500
_MAX_DEPTH = 100

# Without one of these in it no content of a file leads to other content. Objects may stand in
# compressed streams, and letters of a name as hexadecimal digits.
_MAY_FOLLOW = re.compile(rb"/(?:Form|Pattern|Type3|SMask|ObjStm|[A-Za-z0-9]{0,7}#[0-9A-Fa-f]{2})")

_Key = tuple[int, int]
_Resources = Dictionary | None


class _EndlessError(Exception):
    """There is no end to it, or none that can be waited for."""


class _Follower:
    """Counts what has to be followed to draw one page, without drawing it."""

    def __init__(self) -> None:
        # By the content and whose resources it uses: whether it draws further content, and bytes.
        self._known: dict[tuple[_Key, _Key], tuple[bool, int]] = {}
        self._open: set[_Key] = set()
        self._nameless = 0

    def check_page(self, page: pikepdf.Page) -> None:
        """Follow all that the page draws.

        Raises:
            _EndlessError: it is too much.
        """
        resources = _dictionary(page.get_resources())
        owner = page.obj.objgen
        followed = self._behind(operators(page.obj), resources, owner)
        for appearance in _appearances(page.obj):
            followed += self._piece(appearance, resources, owner)[1]
            _check(followed)

    def _piece(self, content: Stream, inherited: _Resources, owner: _Key) -> tuple[bool, int]:
        """Whether a piece of content draws another, and the bytes of all that it takes."""
        key = content.objgen
        own = _dictionary(content.get(Name.Resources))
        if own is not None:
            inherited, owner = own, key
        if key in self._open or len(self._open) > _MAX_DEPTH:
            raise _EndlessError
        if (key, owner) not in self._known:
            self._open.add(key)
            data = operators(content)
            behind = self._behind(data, inherited, owner)
            self._known[key, owner] = behind > 0, _PIECE_BYTES + len(data) + behind
            self._open.discard(key)
        return self._known[key, owner]

    def _owner(self, *candidates: pikepdf.Object) -> _Key:
        """The first that is an object of the file; what stands in another is like no other."""
        self._nameless += 1
        keys = [candidate.objgen for candidate in candidates if candidate.is_indirect]
        return keys[0] if keys else (0, self._nameless)

    def _behind(self, data: bytes, resources: _Resources, owner: _Key) -> int:
        """The bytes of what operators draw, without their own."""
        if resources is None:
            return 0
        total = 0
        for form in _forms_drawn(data, resources):
            total += self._piece(form, resources, owner)[1]
            _check(total)
        mentioned = names(data) if _has_parts(resources) else {}
        for part, count in _parts_used(mentioned, resources):
            draws_more, size = self._piece(part, resources, owner)
            total += size * (count_paintings(data) if draws_more else count)
            _check(total)
        for glyph, font in _glyphs(mentioned, resources):
            own = _dictionary(font.get(Name.Resources))
            if own is None:
                draws_more, size = self._piece(glyph, resources, owner)
            else:
                draws_more, size = self._piece(glyph, own, self._owner(own, font))
            # Drawn once and kept, but where it draws more; and a byte may be a glyph.
            total += size * (len(data) if draws_more else 1)
            _check(total)
        return total


def check_forms(data: bytes, password: str | None, page_numbers: Iterable[int]) -> bytes | None:
    """Refuse a file one of whose pages draws without an end.

    Args:
        data: the file, which PDFium could open.
        password: that opens it.
        page_numbers: the pages that will be read.

    Returns:
        What PDFium should read in its place where it is damaged, without encryption.

    Raises:
        UnreadablePdf: there is such a page, or the structure cannot be followed.
    """
    if not _MAY_FOLLOW.search(data):
        return None
    try:
        with open_with_qpdf(data, password).pdf as pdf:
            for number in page_numbers:
                _check_page(pdf.pages[number - 1], number)
            return _mended(pdf) if pdf.get_warnings() else None
    except OcrError:
        raise
    except Exception as error:  # fuzzed files make qpdf raise nearly anything
        if is_own_mistake(error):
            raise
        raise UnreadablePdf(
            "The PDF is too damaged to be read safely. Print it to a new PDF and send that."
        ) from error


def _check_page(page: pikepdf.Page, number: int) -> None:
    try:
        _Follower().check_page(page)
    except _EndlessError:
        raise UnreadablePdf(
            f"The content of page {number} of the PDF refers to itself, or is nested too deeply. "
            "Print it to a new PDF and send that, or leave the page out with `pages`."
        ) from None


def _check(followed_bytes: int) -> None:
    if followed_bytes > _MAX_FOLLOWED_BYTES:
        raise _EndlessError


def _mended(pdf: pikepdf.Pdf) -> bytes:
    buffer = io.BytesIO()
    pdf.save(buffer, encryption=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return buffer.getvalue()


def _forms_drawn(data: bytes, resources: Dictionary) -> Iterator[Stream]:
    """The forms that are drawn by name; all, for a name that nobody here knows."""
    known = _category(resources, Name.XObject)
    forms = [each for each in known.values() if _is_form(each)]
    if forms:
        for name in drawn_names(data):
            drawn = known.get(name) if name else None
            if drawn is None:
                yield from forms
            elif _is_form(drawn):
                yield drawn


def _has_parts(resources: Dictionary) -> bool:
    """Whether there may be content that is not drawn by ``Do``."""
    return any(name in resources for name in (Name.Pattern, Name.ExtGState, Name.Font))


def _parts_used(mentioned: dict[str, int], resources: Dictionary) -> Iterator[tuple[Stream, int]]:
    """Tiling patterns and soft masks, and how often each is named."""
    patterns = _category(resources, Name.Pattern)
    states = _category(resources, Name.ExtGState)
    for name, count in mentioned.items():
        pattern = patterns.get(name)
        if isinstance(pattern, Stream):
            yield pattern, count
        state = _dictionary(states.get(name))
        mask = _dictionary(state.get(Name.SMask)) if state is not None else None
        group = mask.get(Name.G) if mask is not None else None
        if isinstance(group, Stream):
            yield group, count


def _glyphs(
    mentioned: dict[str, int], resources: Dictionary
) -> Iterator[tuple[Stream, Dictionary]]:
    """The glyphs of the Type 3 fonts that are named, each with its font."""
    fonts = _category(resources, Name.Font)
    for name in mentioned:
        font = _dictionary(fonts.get(name))
        if font is not None:
            for glyph in _streams(_dictionary(font.get(Name.CharProcs))):
                yield glyph, font


def _appearances(page: pikepdf.Object) -> Iterator[Stream]:
    """What the annotations of a page look like, in each of their states."""
    annotations = page.get(Name.Annots)
    for annotation in annotations if isinstance(annotations, Array) else ():
        looks = annotation.get(Name.AP) if isinstance(annotation, Dictionary) else None
        normal = looks.get(Name.N) if isinstance(looks, Dictionary) else None
        if isinstance(normal, Stream):
            yield normal
        else:
            yield from _streams(_dictionary(normal))


def _streams(found: Dictionary | None) -> Iterator[Stream]:
    for each in (found or {}).values():
        if isinstance(each, Stream):
            yield each


def _category(resources: Dictionary, name: Name) -> dict[str, pikepdf.Object]:
    found = _dictionary(resources.get(name))
    return {} if found is None else dict(found.items())


def _dictionary(value: object) -> Dictionary | None:
    return value if isinstance(value, Dictionary) else None


def _is_form(value: pikepdf.Object) -> TypeGuard[Stream]:
    return isinstance(value, Stream) and value.get(Name.Subtype) == Name.Form
