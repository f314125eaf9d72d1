"""The characters of a PDF page's text layer, and whether they can be what the page shows.

The rules are told at the top of ``pdf_text.py``.
"""

from collections.abc import Sequence

import pypdfium2
import pypdfium2.raw as pdfium

from ocr_core.load.spelling import could_be_said

# Pages beyond this are no text pages; reading the pixels has its own limits.
_MAX_CHARS = 100_000
_MAX_UNMAPPED = 0.02
# PDFium's stand-ins for a hyphen at a line's end.
_HYPHENS = frozenset({0x02, 0xFFFE})
_MORE_SPACES = frozenset({0x00, 0x0B, 0x0C, 0xA0})
# What no text holds: codes of letters that their font does not explain (Unicode 23.1, 23.7).
_NO_LETTERS = dict.fromkeys(
    [*(set(range(0x20)) - {0x09, 0x0A, 0x0D}), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF], "\ufffd"
)


def character_codes(text_page: pypdfium2.PdfTextPage) -> list[int]:
    """What PDFium says of each character, in its order: a code point, or one of its stand-ins."""
    handle = text_page.raw
    count = min(text_page.count_chars(), _MAX_CHARS)
    return [pdfium.FPDFText_GetUnicode(handle, index) for index in range(count)]


def are_sound(text_page: pypdfium2.PdfTextPage, codes: Sequence[int]) -> bool:
    """Whether the characters have a meaning, and make words of the languages they look like."""
    if text_page.count_chars() > _MAX_CHARS:
        return False
    handle = text_page.raw
    letters = [index for index, code in enumerate(codes) if not is_space(code)]
    unmapped = sum(
        _is_no_text(codes[index]) or pdfium.FPDFText_HasUnicodeMapError(handle, index) == 1
        for index in letters
    )
    return unmapped <= len(letters) * _MAX_UNMAPPED and could_be_said(text_of(codes))


def text_of(codes: Sequence[int]) -> str:
    """The text that the codes stand for; U+FFFD for a letter of which nothing is known."""
    text = "".join(["-" if code in _HYPHENS else chr(code) for code in codes]).strip("\0")
    characters = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return characters.translate(_NO_LETTERS)


def is_space(code: int) -> bool:
    """Whether a code ends a word."""
    return chr(code).isspace() or code in _MORE_SPACES


def _is_no_text(code: int) -> bool:
    """Whether a code says nothing of the letter: private use, replacement, control."""
    return (
        0xE000 <= code <= 0xF8FF
        or code in (0xFFFD, 0xFFFF)
        or (code < 0x20 and code not in _HYPHENS)
    )
