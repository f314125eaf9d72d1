"""Documents made by hand, for the tests of every output format."""

from collections.abc import Sequence

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

HOSTILE_TEXTS = (
    "<script>alert(1)</script>",
    "</span></body>",
    "<!--",
    "]]>",
    "&amp;&lt;",
    "\"quoted'",
    '"><img/src=x/onerror=alert(1)>',
)
SCRIPTS = {
    "arabic": "مرحبا بالعالم 2024",
    "hebrew": "שלום עולם",
    "chinese": "你好 世界",
    "astral": "𝔘𝔫𝔦 🎉 𠮷",
    "combining": "ñ é हिन्दी",
}


def line_of(text: str, top: int = 0, *, confidence: float | None = 90.25) -> Line:
    """Words of 10 pixels a letter in one line, 20 high, its baseline 4 above its bottom."""
    words, left = [], 5
    for piece in text.split(" "):
        right = left + 10 * len(piece)
        box = BoundingBox(left=left, top=top, right=right, bottom=top + 20)
        words.append(Word(text=piece, box=box, confidence=confidence))
        left = right + 8
    box = BoundingBox.around(word.box for word in words)
    baseline = Baseline(x1=box.left, y1=box.bottom - 4, x2=box.right, y2=box.bottom - 4)
    return Line(text=text, box=box, confidence=confidence, baseline=baseline, words=tuple(words))


def block_of(*lines: Line, kind: BlockKind = BlockKind.TEXT) -> Block:
    """One paragraph of these lines."""
    box = BoundingBox.around(line.box for line in lines)
    return Block(kind=kind, box=box, paragraphs=(Paragraph(box=box, lines=lines),))


def page_of(*blocks: Block, number: int = 1, dpi: float | None = 300) -> Page:
    """A page of these blocks, 900 by 600 pixels."""
    return Page(number=number, width=900, height=600, dpi=dpi, blocks=blocks)


def document_of(*pages: Page) -> Document:
    """A document of these pages."""
    return Document(
        media_type="image/png",
        languages="eng+chi_sim",
        engine=EngineInfo(name="fake", version="1.2"),
        timings=Timings(decode_ms=1, ocr_ms=2),
        pages=pages,
    )


def document_of_texts(*texts: str) -> Document:
    """One page, a block a text."""
    lines = [line_of(text, 30 * row) for row, text in enumerate(texts)]
    return document_of(page_of(*map(block_of, lines)))


def document_of_every_kind() -> Document:
    """Three pages: a block of each kind, an empty one, and one read as text."""
    rows = enumerate(BlockKind)
    blocks = [block_of(line_of(f"{kind} it is", 30 * row), kind=kind) for row, kind in rows]
    paragraphs = tuple(
        paragraph
        for block in (block_of(line_of("first", 400)), block_of(line_of("second", 430)))
        for paragraph in block.paragraphs
    )
    box = BoundingBox.around(paragraph.box for paragraph in paragraphs)
    return document_of(
        page_of(*blocks, Block(box=box, paragraphs=paragraphs)),
        page_of(number=2, dpi=None),
        page_of(block_of(line_of("the last page", confidence=None)), number=7).model_copy(
            update={"source": TextSource.TEXT_LAYER}
        ),
    )


def document_of_lines_only() -> Document:
    """What an engine gives that knows neither words nor baselines."""
    box = BoundingBox(left=3, top=4, right=300, bottom=24)
    line = Line(text="no <words> known", box=box, confidence=77.5)
    return document_of(page_of(block_of(line, kind=BlockKind.UNKNOWN)))


def words_of(pages: Sequence[Page]) -> list[Word]:
    """All words, in reading order."""
    return [word for page in pages for line in page.lines for word in line.words]
