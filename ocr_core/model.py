"""What was read: a document of pages, blocks, paragraphs, lines and words.

Every box is in pixels of the page as a viewer shows it (EXIF orientation
applied), origin top left. Every confidence is on Tesseract's scale, 0 to 100; text that was
not recognised, but stands in the file, has none.
Pages count from 1.

A document has a page's boxes, words and lines by the hundred thousand: they are dataclasses with
slots, which take a quarter of what models take.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, computed_field
from pydantic.dataclasses import dataclass

Confidence = Annotated[
    float, Field(ge=0, le=100, description="How sure the engine is, 0 (not) to 100 (certain).")
]


class _Element(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundingBox:
    """Edges in pixels: ``left`` and ``top`` belong to the box, ``right`` and ``bottom`` do not."""

    left: int = Field(description="Pixels from the left edge of the page.")
    top: int = Field(description="Pixels from its top edge.")
    right: int = Field(description="Pixels from its left edge.")
    bottom: int = Field(description="Pixels from its top edge.")

    @classmethod
    def around(cls, boxes: Iterable[Self]) -> Self:
        """The smallest box that holds all of ``boxes``; at least one is needed."""
        parts = list(boxes)
        return cls(
            left=min(box.left for box in parts),
            top=min(box.top for box in parts),
            right=max(box.right for box in parts),
            bottom=max(box.bottom for box in parts),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word. ``confidence`` is that of its recognition; ``None`` for text from the file."""

    text: str = Field(description="The word, with its punctuation.")
    box: BoundingBox
    confidence: Confidence | None = Field(
        description="How sure the engine is, 0 to 100; null for text that stands in the file."
    )
    follows_space: bool | None = Field(default=None, exclude=True, repr=False)
    """Whether the engine saw a space before it; ``None`` where it does not say. Not in the JSON:
    the text of the line has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The line that letters stand on, from (``x1``, ``y1``) to (``x2``, ``y2``), in pixels."""

    x1: int = Field(description="Where it begins, from the left edge of the page.")
    y1: int = Field(description="Where it begins, from the top edge.")
    x2: int = Field(description="Where it ends, from the left edge.")
    y2: int = Field(description="Where it ends, from the top edge.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of text. ``words`` is empty where an engine knows lines only."""

    text: str = Field(description="Its words, with a space between them where one is written.")
    box: BoundingBox = Field()
    confidence: Confidence | None = Field(
        description="Mean confidence of its words; null for text that stands in the file."
    )
    baseline: Baseline | None = Field(default=None, description="Where the engine knows it.")
    words: tuple[Word, ...] = Field(default=(), description="In reading order.")


class Paragraph(_Element):
    """Lines that belong together."""

    box: BoundingBox
    lines: tuple[Line, ...] = Field(description="From the first to the last.")

    @property
    def text(self) -> str:
        """Its lines, one a row."""
        return "\n".join(line.text for line in self.lines)


class BlockKind(StrEnum):
    """The role of a block on its page."""

    TEXT = "text"
    TITLE = "title"
    HEADING = "heading"
    LIST_ITEM = "list_item"
    HEADER = "header"
    FOOTER = "footer"
    PAGE_NUMBER = "page_number"
    PULL_OUT = "pull_out"
    CAPTION = "caption"
    TABLE = "table"
    VERTICAL_TEXT = "vertical_text"
    EQUATION = "equation"
    IMAGE = "image"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a table; an empty cell has no words."""

    row: int = Field(ge=1, description="Its first row; rows count from 1.")
    column: int = Field(ge=1, description="Its first column; columns count from 1.")
    row_span: int = Field(default=1, ge=1, description="How many rows it covers.")
    column_span: int = Field(default=1, ge=1, description="How many columns it covers.")
    is_header: bool = Field(default=False, description="Whether it names a column or a row.")
    box: BoundingBox = Field()
    text: str = Field(default="", description="Its lines, one a row.")
    confidence: Confidence | None = Field(
        default=None, description="Mean confidence of its words; null where it has none."
    )
    words: tuple[Word, ...] = Field(default=(), description="In reading order.")


class Table(_Element):
    """The cells of a block of kind ``table``. Its words are in the block's paragraphs as well."""

    box: BoundingBox
    row_count: int = Field(ge=1, description="How many rows there are.")
    column_count: int = Field(ge=1, description="How many columns there are.")
    cells: tuple[Cell, ...] = Field(
        description="Row by row, from the left; each place of the grid belongs to one cell."
    )


class Block(_Element):
    """A region of the page in reading order: a column, a heading, a table."""

    kind: BlockKind = BlockKind.UNKNOWN
    kind_confidence: Confidence | None = Field(
        None, description="How sure the kind is where it is a guess; null where it is known."
    )
    level: int | None = Field(
        None, ge=1, le=6, description="Of a heading: 1 for the highest below the title."
    )
    box: BoundingBox
    paragraphs: tuple[Paragraph, ...] = Field(
        description="In reading order. Of a table: each row is one line."
    )
    table: Table | None = Field(None, description="The cells, of a block of kind `table`.")


class TextSource(StrEnum):
    """Where the text of a page comes from."""

    OCR = "ocr"
    """An engine read its pixels."""
    TEXT_LAYER = "text_layer"
    """It stood in the file as text."""


class Preparation(_Element):
    """What was done to the pixels of a page before the reading that was kept."""

    rotation_deg: int = Field(0, description="Turned clockwise: 0, 90, 180 or 270.")
    skew_deg: float = Field(0.0, description="Turned clockwise after that, to level the lines.")
    scale: float = Field(1.0, description="Made so many times larger.")
    margin_px: int = Field(0, description="White paper put around it, in pixels.")
    is_evened: bool = Field(False, description="Whether uneven light was taken out.")
    psm: int | None = Field(None, description="Tesseract's page segmentation mode.")


# Below this mean confidence a person should look at the page: docs/benchmarks.md has how many of
# the badly read pages that finds, and how many of the others it takes along.
REVIEW_CONFIDENCE = 88.0


class Page(_Element):
    """One page: its size in pixels and what stands on it, in reading order."""

    number: int = Field(ge=1, description="Counts from 1.")
    source: TextSource = TextSource.OCR
    engine: str | None = Field(
        None,
        description="Which engine read it, or the pictures on a page of text; null where none did.",
    )
    width: int = Field(description="Pixels.")
    height: int = Field(description="Pixels.")
    dpi: float | None = Field(None, description="Dots per inch, where the file or caller said.")
    preparation: Preparation | None = Field(
        None, description="How it was prepared for Tesseract; null where it was not."
    )
    blocks: tuple[Block, ...] = Field((), description="In reading order.")
    has_unread_text: bool = Field(
        False, description="Whether something on it that may be text was not read."
    )
    has_disputed_digits: bool = Field(
        False, description="Whether two engines read another number at the same place."
    )

    @property
    def paragraphs(self) -> Sequence[Paragraph]:
        """All paragraphs, in reading order."""
        return [paragraph for block in self.blocks for paragraph in block.paragraphs]

    @property
    def lines(self) -> Sequence[Line]:
        """All lines, in reading order."""
        return [line for paragraph in self.paragraphs for line in paragraph.lines]

    @computed_field(description="The page's text: a row a line, a blank row between paragraphs.")  # type: ignore[prop-decorator]  # python/mypy#1362
    @property
    def text(self) -> str:
        """Its lines, one a row, with a blank row between paragraphs."""
        return "\n\n".join(paragraph.text for paragraph in self.paragraphs)

    @computed_field(description="Mean confidence of its recognised lines, or null.")  # type: ignore[prop-decorator]  # python/mypy#1362
    @property
    def confidence(self) -> float | None:
        """Mean confidence over the characters of recognised lines; ``None`` where there are none.

        Text that stands in the file was not recognised.
        """
        return _mean_confidence(self.lines)

    @computed_field(description="Whether a person should look: low confidence, or unread text.")  # type: ignore[prop-decorator]  # python/mypy#1362
    @property
    def needs_review(self) -> bool:
        """Whether text has a confidence below ``REVIEW_CONFIDENCE``, is disputed, or not read."""
        is_doubtful = self.confidence is not None and self.confidence < REVIEW_CONFIDENCE
        return is_doubtful or self.has_unread_text or self.has_disputed_digits


class PageReading(_Element):
    """A page that was read, and the milliseconds that it took; a text layer is not recognised.

    ``billed_ms`` is its share of the wall clock: the time since the page before it was there.
    """

    page: Page
    decode_ms: float = 0
    ocr_ms: float = 0
    billed_ms: float = 0


class Timings(_Element):
    """Milliseconds spent, summed over the pages (which may be read side by side)."""

    decode_ms: float = Field(description="Decoding the file.")
    ocr_ms: float = Field(description="Recognition, with the preparation of the pages.")
    billed_ms: float = Field(
        default=0,
        description="By the wall clock: an estimate of what AWS Lambda bills for reading, summed "
        "over all calls that read pages of the document.",
    )


class EngineInfo(_Element):
    """Which engine read the document."""

    name: str = Field(description="`tesserocr`, `pytesseract` or `rapidocr`.")
    version: str = Field(description="Of Tesseract, or of RapidOCR.")


class Document(_Element):
    """All that was read from one upload."""

    media_type: str = Field(description="What the bytes are, whatever their name said.")
    languages: str = Field(description="As given to the engine, e.g. `eng+deu`.")
    engine: EngineInfo
    timings: Timings
    pages: tuple[Page, ...] = Field(min_length=1, description="Those that were asked for.")

    @classmethod
    def of_readings(
        cls, readings: Sequence[PageReading], *, media_type: str, languages: str, engine: EngineInfo
    ) -> Self:
        """The document of pages that were read one by one, in their order."""
        timings = Timings(
            decode_ms=round(sum(reading.decode_ms for reading in readings), 2),
            ocr_ms=round(sum(reading.ocr_ms for reading in readings), 2),
            billed_ms=round(sum(reading.billed_ms for reading in readings), 2),
        )
        return cls(
            media_type=media_type,
            languages=languages,
            engine=engine,
            timings=timings,
            pages=tuple(reading.page for reading in readings),
        )

    @computed_field(description="All pages' text; a form feed stands between pages.")  # type: ignore[prop-decorator]  # python/mypy#1362
    @property
    def text(self) -> str:
        """The pages' texts with a form feed between them, as ``pdftotext`` has it."""
        return "\f".join(page.text for page in self.pages)

    @computed_field(description="Mean confidence of all recognised lines, or null.")  # type: ignore[prop-decorator]  # python/mypy#1362
    @property
    def confidence(self) -> float | None:
        """Mean confidence over the characters of recognised lines; ``None`` where there are none.

        Text that stands in the file was not recognised.
        """
        return _mean_confidence([line for page in self.pages for line in page.lines])


def mean_confidence(words: Iterable[Word]) -> float | None:
    """The mean of the recognised words' confidences; ``None`` where there are none."""
    known = [word.confidence for word in words if word.confidence is not None]
    return round(sum(known) / len(known), 2) if known else None


def _mean_confidence(lines: Sequence[Line]) -> float | None:
    """Weighted by length, so that a page of prose is not judged by its specks."""
    known = [(line.confidence, len(line.text)) for line in lines if line.confidence is not None]
    weight = sum(length for _, length in known)
    if not weight:
        return None
    return round(sum(confidence * length for confidence, length in known) / weight, 2)
