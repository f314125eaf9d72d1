"""OCR as a library: bytes of an image in, a ``Document`` out.

It knows nothing of the web or of AWS, and reads no environment variables.
"""

from ocr_core.deadline import Deadline
from ocr_core.engine import OcrEngine, PageImage
from ocr_core.engines import EngineChoice, create_engine
from ocr_core.limits import Limits
from ocr_core.load import MediaType, PageSource, open_source, select_pages, verify_image
from ocr_core.model import (
    Baseline,
    Block,
    BlockKind,
    BoundingBox,
    Cell,
    Document,
    EngineInfo,
    Line,
    Page,
    PageReading,
    Paragraph,
    Preparation,
    Table,
    TextSource,
    Timings,
    Word,
)
from ocr_core.options import (
    OcrOptions,
    OutputFormat,
    PageSegMode,
    ReadBy,
    RenderOptions,
    Step,
    TextLayer,
)
from ocr_core.page_ranges import PageRanges
from ocr_core.pipeline import DocumentReader
from ocr_core.render import Rendered, render_document

__all__ = [
    "Baseline",
    "Block",
    "BlockKind",
    "BoundingBox",
    "Cell",
    "Deadline",
    "Document",
    "DocumentReader",
    "EngineChoice",
    "EngineInfo",
    "Limits",
    "Line",
    "MediaType",
    "OcrEngine",
    "OcrOptions",
    "OutputFormat",
    "Page",
    "PageImage",
    "PageRanges",
    "PageReading",
    "PageSegMode",
    "PageSource",
    "Paragraph",
    "Preparation",
    "ReadBy",
    "RenderOptions",
    "Rendered",
    "Step",
    "Table",
    "TextLayer",
    "TextSource",
    "Timings",
    "Word",
    "create_engine",
    "open_source",
    "render_document",
    "select_pages",
    "verify_image",
]
