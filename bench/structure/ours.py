"""This project's library, as the service calls it."""

from pathlib import Path

from bench.structure.answer import Answer
from ocr_core import (
    Deadline,
    DocumentReader,
    Limits,
    OcrOptions,
    OutputFormat,
    create_engine,
    render_document,
)

# Seconds. A call has 27 (DEADLINE_S in docs/settings.md), which a busy machine would use up.
_DEADLINE_S = 100.0


class Ours:
    """One document at a time, one page at a time."""

    def __init__(self) -> None:
        self._reader = DocumentReader(create_engine(concurrency=1), limits=Limits(), workers=1)

    def read(self, path: Path, languages: str, *, reads_layer: bool = True) -> Answer:
        """Its text and its Markdown; the text layer of a PDF counts where ``reads_layer``."""
        layer = {} if reads_layer else {"text_layer": "ignore"}
        options = OcrOptions.model_validate({"languages": languages, **layer})
        original = path.read_bytes()
        document = self._reader.read(original, options, deadline=Deadline.after(_DEADLINE_S))
        markdown = render_document(document, OutputFormat.MARKDOWN, original=original)
        text = render_document(document, OutputFormat.TEXT, original=original)
        return Answer(text.body.decode(), markdown.body.decode())
