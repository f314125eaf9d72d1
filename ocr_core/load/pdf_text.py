"""The text that stands in a PDF page itself, and whether it can be believed.

A layer is believed (``text_layer=auto``) when all of these hold:

- there are at least ``_MIN_CHARS`` characters, or nothing else is on the page: a few
  beside pictures or shapes are a stamp on a scan, or the letters are drawn as shapes;
- nothing is laid over it: what is filled into a form, stamped or written on the page
  (its annotations, links apart) is not in the layer;
- at most ``_MAX_UNMAPPED`` of them have no Unicode (no mapping in the font,
  private use, replacement characters, control characters);
- hardly any text is invisible (text rendering mode 3): invisible text is what an
  earlier OCR laid under a scan, and it was as good as that OCR;
- pictures cover less than ``_MAX_PICTURE`` of the page: text on top of, or under,
  a full-page scan says nothing of what the scan shows;
- its Latin words look like words: fonts that map letters to wrong ones give text
  with hardly any vowels, or with hardly any letter that has no accent.

Otherwise the page is read from its pixels, which costs time and is never wrong by
more than OCR is.
"""

import ctypes
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from ocr_core.model import Block, BlockKind, BoundingBox, Word
from ocr_core.page_layout import PlacedWord, build_blocks

_MIN_CHARS = 20
_MAX_UNMAPPED = 0.02
_MAX_INVISIBLE = 0.1
_MAX_PICTURE = 0.4
# Of 110 real texts in six languages (reports, receipts, tables, invoices) the lowest share was
# 0.32; of English with every letter moved by 1 to 25 places, 20 of 25 are below this.
_MIN_VOWELS = 0.27
_MIN_LATIN_LETTERS = 60
# Pages beyond these are no text pages; reading the pixels has its own limits.
_MAX_CHARS = 100_000
_MAX_OBJECTS = 50_000
_VOWELS = re.compile(r"[aeiouyàáâãäåæèéêëìíîïòóôõöøœùúûüýÿāăąēĕėęěīĭįıōŏőūŭůűų]", re.IGNORECASE)
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_ACCENTED = re.compile(r"[À-ɏ]")
# Vietnamese has the most, about a quarter; Cyrillic taken for Latin is nothing else.
_MAX_ACCENTED = 0.5
# PDFium's stand-ins for a hyphen at a line's end.
_HYPHENS = frozenset({0x02, 0xFFFE})
_LINE_ENDS = frozenset({0x0A, 0x0D})


class _Span(NamedTuple):
    """A word: its text and its box in PDF points, origin bottom left."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


def read_text_layer(
    page: pypdfium2.PdfPage, size: tuple[int, int], *, even_if_unsound: bool
) -> tuple[Block, ...] | None:
    """The text of a page in reading order, or ``None`` when it should be read from pixels.

    Called under ``pdfium.LOCK``.

    Args:
        page: the page.
        size: width and height in pixels that boxes refer to.
        even_if_unsound: give what there is, whatever the rules above say.
    """
    text_page = page.get_textpage()
    try:
        count = text_page.count_chars()
        codes = [
            pdfium.FPDFText_GetUnicode(text_page, index) for index in range(min(count, _MAX_CHARS))
        ]
        if not even_if_unsound and not _is_sound(page, text_page, codes, count):
            return None
        lines = list(_lines(text_page, codes))
    finally:
        text_page.close()
    return _blocks(lines, _Placement(page, size))


def _is_sound(
    page: pypdfium2.PdfPage, text_page: pypdfium2.PdfTextPage, codes: Sequence[int], count: int
) -> bool:
    letters = [index for index, code in enumerate(codes) if not _is_space(code)]
    if count > _MAX_CHARS or _has_annotations(page):
        return False
    unmapped = sum(
        _is_no_text(codes[index]) or pdfium.FPDFText_HasUnicodeMapError(text_page, index) == 1
        for index in letters
    )
    if unmapped > len(letters) * _MAX_UNMAPPED:
        return False
    return _looks_like_words(codes) and _is_painted_text(page, len(letters))


def _has_annotations(page: pypdfium2.PdfPage) -> bool:
    """Whether something that can be seen is laid over the page."""
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if kind not in (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP):
            return True
    return False


def _looks_like_words(codes: Sequence[int]) -> bool:
    text = "".join(map(_character, codes))
    latin = len(_LATIN.findall(text))
    if len(_ACCENTED.findall(text)) > max(latin * _MAX_ACCENTED, _MIN_CHARS):
        return False
    return latin < _MIN_LATIN_LETTERS or len(_VOWELS.findall(text)) >= latin * _MIN_VOWELS


def _is_painted_text(page: pypdfium2.PdfPage, letter_count: int) -> bool:
    """Whether the text is visible, and is what the page shows."""
    texts = invisible = others = 0
    picture = 0.0
    for number, item in enumerate(page.get_objects()):
        if number > _MAX_OBJECTS:
            return False
        if item.type == pdfium.FPDF_PAGEOBJ_TEXT:
            texts += 1
            mode = pdfium.FPDFTextObj_GetTextRenderMode(item)
            invisible += mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
        elif item.type != pdfium.FPDF_PAGEOBJ_FORM:
            others += 1
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            # Inside a form its place is the form's own: it may be a scan of the whole page.
            picture += _share_of_page(page, item) if item.level == 0 else 1.0
    enough = letter_count >= _MIN_CHARS or not others
    return enough and picture < _MAX_PICTURE and invisible <= texts * _MAX_INVISIBLE


def _share_of_page(page: pypdfium2.PdfPage, item: pypdfium2.PdfObject) -> float:
    left, bottom, right, top = item.get_bounds()
    page_left, page_bottom, page_right, page_top = page.get_bbox()
    width = min(right, page_right) - max(left, page_left)
    height = min(top, page_top) - max(bottom, page_bottom)
    area = (page_right - page_left) * (page_top - page_bottom)
    return max(width, 0.0) * max(height, 0.0) / area if area else 1.0


def _lines(text_page: pypdfium2.PdfTextPage, codes: Sequence[int]) -> Iterator[list[_Span]]:
    """The words of each line, in the order of the file, which is the reading order."""
    line: list[_Span] = []
    start = 0
    for index, code in enumerate([*codes, 0x0A]):
        if not _is_space(code):
            continue
        if index > start:
            span = _span(text_page, codes, start, index)
            if span is not None:
                line.append(span)
        start = index + 1
        if code in _LINE_ENDS and line:
            yield line
            line = []


def _span(
    text_page: pypdfium2.PdfTextPage, codes: Sequence[int], start: int, end: int
) -> _Span | None:
    text = _text(codes[start:end])
    rectangles = [
        text_page.get_rect(index) for index in range(text_page.count_rects(start, end - start))
    ]
    if not text or not rectangles:
        return None
    lefts, bottoms, rights, tops = zip(*rectangles, strict=True)
    return _Span(text, min(lefts), min(bottoms), max(rights), max(tops))


def _blocks(lines: Sequence[Sequence[_Span]], placement: "_Placement") -> tuple[Block, ...]:
    placed: list[PlacedWord] = []
    block = paragraph = 1
    above: BoundingBox | None = None
    for number, line in enumerate(lines):
        words = [_word(span, placement) for span in line]
        box = BoundingBox.around(word.box for word in words)
        if above is not None:
            new_block = _starts_block(above, box)
            block += new_block
            paragraph += new_block or _starts_paragraph(above, box)
        above = box
        placed += [PlacedWord(block, paragraph, number, word) for word in words]
    return build_blocks(placed, dict.fromkeys(range(1, block + 1), BlockKind.TEXT))


def _starts_block(above: BoundingBox, box: BoundingBox) -> bool:
    """A line that is beside or over the one before it, or far below, starts a new block."""
    height = above.bottom - above.top
    aside = box.left > above.right or box.right < above.left
    return aside or box.bottom < above.top or box.top - above.bottom > 3 * height


def _starts_paragraph(above: BoundingBox, box: BoundingBox) -> bool:
    """A gap of more than a line: lines of one paragraph are rarely set two apart."""
    return box.top - above.bottom > 1.2 * (above.bottom - above.top)


def _word(span: _Span, placement: "_Placement") -> Word:
    # The text is what the file says: certain, which is 100 on the scale of confidences.
    return Word(text=span.text, box=placement.box(span), confidence=100)


class _Placement:
    """From PDF points to the pixels of the page as it is shown."""

    def __init__(self, page: pypdfium2.PdfPage, size: tuple[int, int]) -> None:
        self._size = size
        origin, along_x, along_y = (_device(page, *point) for point in ((0, 0), (1, 0), (0, 1)))
        width, height = size
        self._matrix = [
            (
                (along_x[axis] - origin[axis]) * extent / _STEP_POINTS,
                (along_y[axis] - origin[axis]) * extent / _STEP_POINTS,
                origin[axis] * extent,
            )
            for axis, extent in ((0, width), (1, height))
        ]

    def box(self, span: _Span) -> BoundingBox:
        """The pixels that a word covers, inside the page."""
        corners = [(x, y) for x in (span.left, span.right) for y in (span.bottom, span.top)]
        xs, ys = ([a * x + b * y + c for x, y in corners] for a, b, c in self._matrix)
        width, height = self._size
        return BoundingBox(
            left=min(max(int(min(xs)), 0), width),
            top=min(max(int(min(ys)), 0), height),
            right=min(max(round(max(xs)), 0), width),
            bottom=min(max(round(max(ys)), 0), height),
        )


# FPDF_PageToDevice gives whole device units: over this many they are fractions of a page.
_DEVICE = 1_000_000
_STEP_POINTS = 100


def _device(page: pypdfium2.PdfPage, x_steps: int, y_steps: int) -> tuple[float, float]:
    """Where a point of the page is shown, as fractions of its width and height.

    PDFium knows the page's rotation and the corner of its crop box.
    """
    x, y = ctypes.c_int(), ctypes.c_int()
    at = (x_steps * _STEP_POINTS, y_steps * _STEP_POINTS)
    pdfium.FPDF_PageToDevice(page, 0, 0, _DEVICE, _DEVICE, 0, *at, x, y)
    return x.value / _DEVICE, y.value / _DEVICE


def _text(codes: Sequence[int]) -> str:
    text = "".join(map(_character, codes))
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").strip("\0")


def _character(code: int) -> str:
    return "-" if code in _HYPHENS else chr(code)


def _is_space(code: int) -> bool:
    return code in (0x00, 0x0B, 0x0C, 0xA0) or chr(code).isspace()


def _is_no_text(code: int) -> bool:
    """Whether a code says nothing of the letter: private use, replacement, control."""
    return (
        0xE000 <= code <= 0xF8FF
        or code in (0xFFFD, 0xFFFF)
        or (code < 0x20 and code not in _HYPHENS)
    )
