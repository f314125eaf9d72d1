"""The text alone."""

from ocr_core.model import Document
from ocr_core.options import RenderOptions


def render(document: Document, options: RenderOptions) -> bytes:
    """UTF-8 text, a row a line, a form feed between pages, a line feed at the end."""
    if not options.layout:
        return f"{document.text}\n".encode()

    from ocr_core.render.layout_text import layout_text

    return ("\f".join(map(layout_text, document.pages)) + "\n").encode()
