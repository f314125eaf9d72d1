"""The whole document as JSON."""

from ocr_core.model import Document


def render(document: Document) -> bytes:
    """UTF-8 JSON of everything that is known; ``Document.model_validate_json`` reads it back."""
    return document.model_dump_json().encode()
