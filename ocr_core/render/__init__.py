"""From a document to the bytes of an output format; one format a file."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from ocr_core.model import Document
from ocr_core.options import OutputFormat, RenderOptions
from ocr_core.render import json, text


class Rendered(NamedTuple):
    """A document in an output format."""

    content_type: str
    body: bytes


class _Request(NamedTuple):
    """What a renderer may look at besides the document."""

    original: bytes
    password: str | None
    options: RenderOptions


class _Renderer(NamedTuple):
    content_type: str
    render: Callable[[Document, _Request], bytes]


# Formats that few ask for are loaded with the first who does: no cold start waits for them.


def _hocr(document: Document, _: _Request) -> bytes:
    from ocr_core.render import hocr

    return hocr.render(document)


def _alto(document: Document, _: _Request) -> bytes:
    from ocr_core.render import alto

    return alto.render(document)


def _tsv(document: Document, _: _Request) -> bytes:
    from ocr_core.render import tsv

    return tsv.render(document)


def _pdf(document: Document, request: _Request) -> bytes:
    from ocr_core.render import pdf

    return pdf.render(document, request.original, request.password)


def _markdown(document: Document, request: _Request) -> bytes:
    from ocr_core.render import markdown

    return markdown.render(document, request.options)


def _csv(document: Document, _: _Request) -> bytes:
    from ocr_core.render import csv

    return csv.render(document)


def _xlsx(document: Document, _: _Request) -> bytes:
    from ocr_core.render import xlsx

    return xlsx.render(document)


_RENDERERS: Mapping[OutputFormat, _Renderer] = MappingProxyType(
    {
        OutputFormat.JSON: _Renderer("application/json", lambda document, _: json.render(document)),
        OutputFormat.TEXT: _Renderer(
            "text/plain; charset=utf-8",
            lambda document, request: text.render(document, request.options),
        ),
        OutputFormat.HOCR: _Renderer("text/html; charset=utf-8", _hocr),
        OutputFormat.ALTO: _Renderer("application/xml", _alto),
        OutputFormat.TSV: _Renderer("text/tab-separated-values; charset=utf-8", _tsv),
        OutputFormat.PDF: _Renderer("application/pdf", _pdf),
        OutputFormat.MARKDOWN: _Renderer("text/markdown; charset=utf-8", _markdown),
        OutputFormat.CSV: _Renderer("text/csv; charset=utf-8", _csv),
        OutputFormat.XLSX: _Renderer(
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx
        ),
    }
)
_USUAL = RenderOptions()


def render_document(
    document: Document,
    output_format: OutputFormat,
    *,
    original: bytes,
    password: str | None = None,
    options: RenderOptions = _USUAL,
) -> Rendered:
    """Write ``document``, which was read from ``original``, in ``output_format``.

    Args:
        document: what was read.
        output_format: how to write it.
        original: the file that it was read from; only ``pdf`` looks at it.
        password: that opens ``original``.
        options: what can be chosen about some formats.
    """
    renderer = _RENDERERS[output_format]
    request = _Request(original, password, options)
    return Rendered(renderer.content_type, renderer.render(document, request))
