"""Text that annotations of a PDF page show: it stays in them, and is found there.

Filled fields and notes keep their appearance (ISO 32000-1, 12.5.5). What was read at their place
is the same text again.
"""

from collections.abc import Iterator, Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from ocr_core.model import Block, BoundingBox, Line, Page, Paragraph
from ocr_core.page_layout import line_of
from ocr_core.render.visible_text import SHOWS_TEXT

# Hidden and not viewed (ISO 32000-1, table 165).
_NOT_SHOWN = 2 | 32

Matrix = tuple[float, ...]


def without_annotation_text(page: Page, pdf_page: pikepdf.Page, matrix: Matrix) -> Page:
    """The page without the words that its annotations show as text.

    Args:
        page: what was read.
        pdf_page: where it was read from.
        matrix: from pixels, y upwards, to the coordinates of ``pdf_page``.
    """
    boxes = [_pixels(rectangle, matrix, page.height) for rectangle in _text_boxes(pdf_page)]
    if not boxes:
        return page
    blocks = [kept for block in page.blocks if (kept := _block(block, boxes)) is not None]
    return page.model_copy(update={"blocks": tuple(blocks)})


def _text_boxes(pdf_page: pikepdf.Page) -> Iterator[tuple[float, ...]]:
    annotations = pdf_page.obj.get(Name.Annots)
    for annotation in annotations if isinstance(annotations, Array) else ():
        if isinstance(annotation, Dictionary) and _shows_text(annotation):
            try:
                left, bottom, right, top = (float(edge) for edge in annotation.get(Name.Rect, ()))
            except (TypeError, ValueError):
                continue
            yield left, bottom, right, top


def _shows_text(annotation: Dictionary) -> bool:
    flags = annotation.get(Name.F, 0)
    if isinstance(flags, int) and flags & _NOT_SHOWN:
        return False
    looks = annotation.get(Name.AP)
    normal = looks.get(Name.N) if isinstance(looks, Dictionary) else None
    if isinstance(normal, Dictionary):
        state = annotation.get(Name.AS)
        normal = normal.get(state) if isinstance(state, Name) else None
    try:
        return isinstance(normal, Stream) and bool(SHOWS_TEXT.search(normal.read_bytes()))
    except pikepdf.PdfError:
        return False


def _pixels(rectangle: Sequence[float], matrix: Matrix, height: int) -> BoundingBox:
    a, b, c, d, e, f = matrix
    left, bottom, right, top = rectangle
    scale = a * d - b * c
    corners = [(x - e, y - f) for x in (left, right) for y in (bottom, top)]
    across = [round((d * x - c * y) / scale) for x, y in corners]
    down = [round(height - (a * y - b * x) / scale) for x, y in corners]
    return BoundingBox(left=min(across), top=min(down), right=max(across), bottom=max(down))


def _block(block: Block, boxes: Sequence[BoundingBox]) -> Block | None:
    paragraphs = [kept for each in block.paragraphs if (kept := _paragraph(each, boxes))]
    return block.model_copy(update={"paragraphs": tuple(paragraphs)}) if paragraphs else None


def _paragraph(paragraph: Paragraph, boxes: Sequence[BoundingBox]) -> Paragraph | None:
    lines = [kept for line in paragraph.lines if (kept := _line(line, boxes))]
    return paragraph.model_copy(update={"lines": tuple(lines)}) if lines else None


def _line(line: Line, boxes: Sequence[BoundingBox]) -> Line | None:
    if not line.words:
        return None if _is_in(line.box, boxes) else line
    words = [word for word in line.words if not _is_in(word.box, boxes)]
    if len(words) == len(line.words):
        return line
    return line_of(words, line.baseline) if words else None


def _is_in(box: BoundingBox, boxes: Sequence[BoundingBox]) -> bool:
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return any(each.left <= x < each.right and each.top <= y < each.bottom for each in boxes)
