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
    render: Callable[[Document], bytes]


_RENDERERS: Mapping[OutputFormat, _Renderer] = MappingProxyType(
    {
        OutputFormat.JSON: _Renderer("application/json", json.render),
        OutputFormat.TEXT: _Renderer("text/plain; charset=utf-8", text.render),
    }
)


def render(document: Document, output_format: OutputFormat) -> Rendered:
    """Write ``document`` in ``output_format``."""
    renderer = _RENDERERS[output_format]
    return Rendered(renderer.content_type, renderer.render(document))
