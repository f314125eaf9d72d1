"""Documents whose words stand where a test puts them."""

from ocr_core import (
    Baseline,
    Block,
    BlockKind,
    BoundingBox,
    Document,
    EngineInfo,
    Line,
    Page,
    Paragraph,
    TextSource,
    Timings,
    Word,
)

WIDTH, HEIGHT = 900, 600


def box_of(left: int, top: int, right: int, bottom: int) -> BoundingBox:
    """The box with these edges."""
    return BoundingBox(left=left, top=top, right=right, bottom=bottom)


def word_of(text: str, left: int, top: int, right: int, bottom: int) -> Word:
    """A word in a box."""
    return Word(text=text, box=box_of(left, top, right, bottom), confidence=90)


def line_of(*words: Word, baseline: Baseline | None = None, text: str | None = None) -> Line:
    """A line of these words, with a space between them where ``text`` does not say otherwise."""
    return Line(
        text=" ".join(word.text for word in words) if text is None else text,
        box=BoundingBox.around(word.box for word in words),
        confidence=90,
        baseline=baseline,
        words=words,
    )


def line_at(text: str, top: int, *, left: int = 50, height: int = 20) -> Line:
    """A line of text whose words have 10 pixels a letter and gaps of 8."""
    words = []
    for piece in text.split():
        right = left + 10 * len(piece)
        words.append(word_of(piece, left, top, right, top + height))
        left = right + 8
    y = top + height - 4
    return line_of(*words, baseline=Baseline(x1=words[0].box.left, y1=y, x2=left - 8, y2=y))


def leftward_line_at(text: str, top: int, *, right: int = 850) -> Line:
    """As ``line_at``, with the first word at the right and the others to its left."""
    words = []
    for piece in text.split():
        left = right - 10 * len(piece)
        words.append(word_of(piece, left, top, right, top + 20))
        right = left - 8
    baseline = Baseline(x1=words[-1].box.left, y1=top + 16, x2=words[0].box.right, y2=top + 16)
    return line_of(*words, baseline=baseline)


def page_of(
    *lines: Line,
    number: int = 1,
    size: tuple[int, int] = (WIDTH, HEIGHT),
    dpi: float | None = 150,
    kind: BlockKind = BlockKind.TEXT,
    source: TextSource = TextSource.OCR,
) -> Page:
    """A page with one block, or none where there are no lines."""
    width, height = size
    boxes = [line.box for line in lines]
    box = BoundingBox.around(boxes) if boxes else box_of(0, 0, 0, 0)
    block = Block(kind=kind, box=box, paragraphs=(Paragraph(box=box, lines=lines),))
    return Page(
        number=number,
        width=width,
        height=height,
        dpi=dpi,
        source=source,
        blocks=(block,) if lines else (),
    )


def document_of(*pages: Page, media_type: str = "image/png") -> Document:
    """A document of these pages."""
    return Document(
        media_type=media_type,
        languages="eng",
        engine=EngineInfo(name="fake", version="1"),
        timings=Timings(decode_ms=1, ocr_ms=2),
        pages=pages,
    )
