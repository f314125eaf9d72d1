"""What the synchronous operations do with a document."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic_core import to_json

from handler.app.reading import Answer
from handler.textract.blocks import BlockObject, blocks_of
from handler.textract.errors import CONTENT_TYPE
from handler.textract.features import Feature
from ocr_core import Deadline, DocumentReader, OcrOptions, Rendered

MODEL_VERSION = "1.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBlocks:
    """Gives the ``Answer`` to a document: its blocks."""

    options: OcrOptions
    features: tuple[Feature, ...]
    version_member: str

    def __call__(self, reader: DocumentReader, data: bytes, deadline: Deadline) -> Iterator[Answer]:
        """Read all pages, and write them down as blocks."""
        document = reader.read(data, self.options, deadline=deadline)
        started_s = time.perf_counter()
        body = answer_body(
            len(document.pages), blocks_of(document, self.features), self.version_member
        )
        yield Answer(
            rendered=Rendered(CONTENT_TYPE, as_json(body)),
            media_type=document.media_type,
            page_count=len(document.pages),
            confidence=document.confidence,
            timings=document.timings,
            render_ms=(time.perf_counter() - started_s) * 1000,
        )


def answer_body(
    page_count: int, blocks: Sequence[BlockObject], version_member: str
) -> dict[str, Any]:
    """The members that every answer with blocks has."""
    return {
        "DocumentMetadata": {"Pages": page_count},
        "Blocks": blocks,
        version_member: MODEL_VERSION,
    }


def as_json(body: Mapping[str, Any]) -> bytes:
    """UTF-8, without white space."""
    return to_json(body)
