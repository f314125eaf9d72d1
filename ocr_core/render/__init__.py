"""From a document to the bytes of an output format; one format a file."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from ocr_core.model import Document
from ocr_core.options import OutputFormat
from ocr_core.render import alto, hocr, json, text, tsv


class Rendered(NamedTuple):
    """A document in an output format."""

    content_type: str
    body: bytes


class _Renderer(NamedTuple):
    content_type: str
    # The document, the bytes of the file that it was read from, and their password.
    render: Callable[[Document, bytes, str | None], bytes]


def _pdf(document: Document, original: bytes, password: str | None) -> bytes:
    from ocr_core.render import pdf  # loading pikepdf takes 0.1 s: only for those who want it

    return pdf.render(document, original, password)


_RENDERERS: Mapping[OutputFormat, _Renderer] = MappingProxyType(
    {
        OutputFormat.JSON: _Renderer(
            "application/json", lambda document, *_: json.render(document)
        ),
        OutputFormat.TEXT: _Renderer(
            "text/plain; charset=utf-8", lambda document, *_: text.render(document)
        ),
        OutputFormat.HOCR: _Renderer(
            "text/html; charset=utf-8", lambda document, *_: hocr.render(document)
        ),
        OutputFormat.ALTO: _Renderer("application/xml", lambda document, *_: alto.render(document)),
        OutputFormat.TSV: _Renderer(
            "text/tab-separated-values; charset=utf-8", lambda document, *_: tsv.render(document)
        ),
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
