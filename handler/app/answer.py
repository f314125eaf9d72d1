"""What a read document is answered as: one format, or several in a zip."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, Field

from ocr_core import Document, OutputFormat, Rendered, RenderOptions, render_document


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
    MARKDOWN = OutputFormat.MARKDOWN.value
    CSV = OutputFormat.CSV.value
    XLSX = OutputFormat.XLSX.value


# What an Accept header may name. Not text/html or application/xml: browsers and
# libraries name those without meaning hOCR or ALTO.
_ACCEPTED = {
    "text/plain": ResponseFormat.TEXT,
    "text/tab-separated-values": ResponseFormat.TSV,
    "application/pdf": ResponseFormat.PDF,
    "text/markdown": ResponseFormat.MARKDOWN,
    "text/csv": ResponseFormat.CSV,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ResponseFormat.XLSX,
}
_WEIGHT = re.compile(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?")
# The earliest time that a zip can hold: the same input gives the same bytes.
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


class Results(BaseModel):
    """The text and its lines, as clients of the Try Django service expect them."""

    results: list[str] = Field(
        description="The lines of `original`: it is split at line feeds and at form feeds."
    )
    original: str = Field(
        description="The text; a blank line stands between paragraphs, a form feed between pages."
    )

    @classmethod
    def of(cls, document: Document) -> Self:
        """The results of a document."""
        lines = [line for page in document.pages for line in page.text.split("\n")]
        return cls(results=lines or [""], original=document.text)


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
    """The format of the type that an ``Accept`` header likes best; ``results`` for any other.

    Of types with the same weight the first one counts, and one of weight 0 does not (RFC 9110,
    12.5.1). What ``*/*`` would do as well with is left to the types that are named.
    """
    named = [item for item in accept.split(",") if "*" not in item and _weight(item)]
    best = max(named, key=_weight, default="")
    return _ACCEPTED.get(best.split(";")[0].strip().lower(), ResponseFormat.RESULTS)


def _weight(item: str) -> float:
    """The ``q`` of one type of an ``Accept`` header; 0, too, for a ``q`` that is no weight."""
    for parameter in item.split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            value = value.strip()
            return float(value) if _WEIGHT.fullmatch(value) else 0.0
    return 1.0


def render_answer(
    document: Document,
    formats: Sequence[ResponseFormat],
    *,
    original: bytes,
    password: str | None,
    options: RenderOptions,
) -> Rendered:
    """One format as it is; several, or several tables, as files in a zip."""
    members: dict[str, bytes] = {}
    for each in formats:
        if each is ResponseFormat.CSV:
            tables = csv_files(document)
            if len(formats) > 1 or len(tables) > 1:
                members |= tables
                continue
        rendered = _render(document, each, original, password, options)
        if len(formats) == 1:
            return rendered
        members[_member_name(each)] = rendered.body
    return Rendered("application/zip", _zipped(members))


def csv_files(document: Document) -> Mapping[str, bytes]:
    """Each table of a document as CSV, by the name of a file."""
    from ocr_core.render import csv

    return csv.files(document)


def _zipped(members: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            member = zipfile.ZipInfo(name, date_time=_ZIP_EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, body)
    return buffer.getvalue()


def _member_name(response_format: ResponseFormat) -> str:
    if response_format is ResponseFormat.RESULTS:
        return "document.results.json"
    return f"document.{OutputFormat(response_format.value).extension}"


def _render(
    document: Document,
    response_format: ResponseFormat,
    original: bytes,
    password: str | None,
    options: RenderOptions,
) -> Rendered:
    if response_format is ResponseFormat.RESULTS:
        return Rendered("application/json", Results.of(document).model_dump_json().encode())
    output_format = OutputFormat(response_format.value)
    return render_document(
        document, output_format, original=original, password=password, options=options
    )
