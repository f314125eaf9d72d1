"""From a document to the bytes of an output format; one format a file."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from ocr_core.model import Document
from ocr_core.options import OutputFormat
from ocr_core.render import json, text


class Rendered(NamedTuple):
    """A document in an output format."""

    content_type: str
    body: bytes


class _Renderer(NamedTuple):
    content_type: str
    # The document, the bytes of the file that it was read from, and their password.
    render: Callable[[Document, bytes, str | None], bytes]


# Formats that few ask for are loaded with the first who does: no cold start waits for them.


def _hocr(document: Document, _original: bytes, _password: str | None) -> bytes:
    from ocr_core.render import hocr

    return hocr.render(document)


def _alto(document: Document, _original: bytes, _password: str | None) -> bytes:
    from ocr_core.render import alto

    return alto.render(document)


def _tsv(document: Document, _original: bytes, _password: str | None) -> bytes:
    from ocr_core.render import tsv

    return tsv.render(document)


def _pdf(document: Document, original: bytes, password: str | None) -> bytes:
    from ocr_core.render import pdf

    return pdf.render(document, original, password)


_RENDERERS: Mapping[OutputFormat, _Renderer] = MappingProxyType(
    {
        OutputFormat.JSON: _Renderer(
            "application/json", lambda document, *_: json.render(document)
        ),
        OutputFormat.TEXT: _Renderer(
            "text/plain; charset=utf-8", lambda document, *_: text.render(document)
        ),
        OutputFormat.HOCR: _Renderer("text/html; charset=utf-8", _hocr),
        OutputFormat.ALTO: _Renderer("application/xml", _alto),
        OutputFormat.TSV: _Renderer("text/tab-separated-values; charset=utf-8", _tsv),
        OutputFormat.PDF: _Renderer("application/pdf", _pdf),
    }
)


def render(
    document: Document,
    output_format: OutputFormat,
    *,
    original: bytes,
    password: str | None = None,
) -> Rendered:
    """Write ``document``, which was read from ``original``, in ``output_format``.

    Args:
        document: what was read.
        output_format: how to write it.
        original: the file that it was read from; only ``pdf`` looks at it.
        password: that opens ``original``.
    """
    renderer = _RENDERERS[output_format]
    return Rendered(renderer.content_type, renderer.render(document, original, password))
