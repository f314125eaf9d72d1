"""OCR as a library: bytes of an image in, a ``Document`` out.

It knows nothing of the web or of AWS, and reads no environment variables.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ocr_core.choices import (
        EngineChoice,
        OutputFormat,
        PageSegMode,
        ReadBy,
        Step,
        TextLayer,
    )
    from ocr_core.deadline import Deadline
    from ocr_core.engine import OcrEngine, PageImage
    from ocr_core.engines import create_engine
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
    from ocr_core.options import OcrOptions, RenderOptions
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

# The names of each module, which is loaded when one of them is first asked for: the help of the
# command line needs no engine and no decoder.
_NAMES = {
    "choices": ("EngineChoice", "OutputFormat", "PageSegMode", "ReadBy", "Step", "TextLayer"),
    "deadline": ("Deadline",),
    "engine": ("OcrEngine", "PageImage"),
    "engines": ("create_engine",),
    "limits": ("Limits",),
    "load": ("MediaType", "PageSource", "open_source", "select_pages", "verify_image"),
    "model": (
        "Baseline",
        "Block",
        "BlockKind",
        "BoundingBox",
        "Cell",
        "Document",
        "EngineInfo",
        "Line",
        "Page",
        "PageReading",
        "Paragraph",
        "Preparation",
        "Table",
        "TextSource",
        "Timings",
        "Word",
    ),
    "options": ("OcrOptions", "RenderOptions"),
    "page_ranges": ("PageRanges",),
    "pipeline": ("DocumentReader",),
    "render": ("Rendered", "render_document"),
}
_MODULE_OF = {name: module for module, names in _NAMES.items() for name in names}

# Not for type checkers, to which it would say that there is every name.
if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """A public name, from its module (PEP 562)."""
        if name not in _MODULE_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
        globals()[name] = found
        return found


def __dir__() -> list[str]:
    """The public names, whether they are loaded or not."""
    return __all__
