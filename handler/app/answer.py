"""What a read document is answered as: one format, or several in a zip."""

import io
import zipfile
from collections.abc import Sequence
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, Field

from ocr_core import Document, OutputFormat, Rendered, render


class ResponseFormat(StrEnum):
    """What an answer can look like: every output format, and the ecosystem's own."""

    RESULTS = "results"
    """`{"results": [lines], "original": text}`."""
    JSON = OutputFormat.JSON.value
    TEXT = OutputFormat.TEXT.value
    HOCR = OutputFormat.HOCR.value
    ALTO = OutputFormat.ALTO.value
    TSV = OutputFormat.TSV.value
    PDF = OutputFormat.PDF.value


# What an Accept header may name. Not text/html or application/xml: browsers and
# libraries name those without meaning hOCR or ALTO.
_ACCEPTED = {
    "text/plain": ResponseFormat.TEXT,
    "text/tab-separated-values": ResponseFormat.TSV,
    "application/pdf": ResponseFormat.PDF,
}
# The earliest time that a zip can hold: the same input gives the same bytes.
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


class Results(BaseModel):
    """The text and its lines, as clients of the Try Django service expect them."""

    results: list[str] = Field(description="`original`, split at its line feeds.")
    original: str = Field(description="The text; a blank line stands between paragraphs.")

    @classmethod
    def of(cls, document: Document) -> Self:
        """The results of a document."""
        text = document.text
        return cls(results=text.split("\n"), original=text)


def parse_formats(text: str) -> tuple[ResponseFormat, ...]:
    """The formats in a comma-separated list, each once.

    Raises:
        ValueError: one of them does not exist; the message names those that do.
    """
    try:
        return tuple(dict.fromkeys(ResponseFormat(name.strip()) for name in text.split(",")))
    except ValueError:
        known = ", ".join(ResponseFormat)
        raise ValueError(f"give one or several of {known}, joined by commas") from None


def accepted_format(accept: str) -> ResponseFormat:
    """The format that an ``Accept`` header names first; ``results`` when it names none."""
    first = accept.split(",")[0].split(";")[0].strip().lower()
    return _ACCEPTED.get(first, ResponseFormat.RESULTS)


def render_answer(
    document: Document, formats: Sequence[ResponseFormat], *, original: bytes, password: str | None
) -> Rendered:
    """One format as it is, several as files ``document.<format>`` in a zip."""
    rendered = [_render(document, each, original, password) for each in formats]
    if len(rendered) == 1:
        return rendered[0]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, (_, body) in zip(formats, rendered, strict=True):
            archive.writestr(_member(each), body)
    return Rendered("application/zip", buffer.getvalue())


def _member(response_format: ResponseFormat) -> zipfile.ZipInfo:
    extension = (
        "results.json"
        if response_format is ResponseFormat.RESULTS
        else (OutputFormat(response_format.value).extension)
    )
    member = zipfile.ZipInfo(f"document.{extension}", date_time=_ZIP_EPOCH)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


def _render(
    document: Document, response_format: ResponseFormat, original: bytes, password: str | None
) -> Rendered:
    if response_format is ResponseFormat.RESULTS:
        return Rendered("application/json", Results.of(document).model_dump_json().encode())
    output_format = OutputFormat(response_format.value)
    return render(document, output_format, original=original, password=password)
