"""The text alone."""

from ocr_core.model import Document


def render(document: Document) -> bytes:
    """UTF-8 text, a row a line, a form feed between pages, a line feed at the end."""
    return f"{document.text}\n".encode()
