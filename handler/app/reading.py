"""What ``POST /`` does with an upload."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from handler.app.answer import ResponseFormat, render_answer
from ocr_core import Deadline, DocumentReader, Limits, MediaType, OcrOptions, Rendered, verify_image
from ocr_core.model import Timings


class Answer(NamedTuple):
    """What is answered, and what is told of it."""

    rendered: Rendered
    media_type: str
    page_count: int
    confidence: float | None
    timings: Timings
    render_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAndRender:
    """Gives the ``Answer`` to an upload."""

    options: OcrOptions
    formats: tuple[ResponseFormat, ...]
    password: str | None

    def __call__(self, reader: DocumentReader, data: bytes, deadline: Deadline) -> Iterator[Answer]:
        """Read the pages that are asked for, and write them down as is asked for."""
        document = reader.read(data, self.options, deadline=deadline, password=self.password)
        started_s = time.perf_counter()
        rendered = render_answer(
            document,
            self.formats,
            original=data,
            password=self.password,
            options=self.options.rendering,
        )
        yield Answer(
            rendered=rendered,
            media_type=document.media_type,
            page_count=len(document.pages),
            confidence=document.confidence,
            timings=document.timings,
            render_ms=(time.perf_counter() - started_s) * 1000,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Verify:
    """Gives what an upload is, once its first page has been decoded."""

    limits: Limits

    def __call__(self, _: DocumentReader, data: bytes, __: Deadline) -> Iterator[MediaType]:
        """Decode, and read nothing."""
        yield verify_image(data, limits=self.limits)
