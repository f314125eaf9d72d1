"""What bytes are: told from the first of them."""

from ocr_core.errors import UnreadableImage
from ocr_core.load import MediaType, sniff_or_refuse


def try_bytes(data: bytes) -> None:
    """A known kind or a refusal, and nothing after the first bytes has a part in it."""
    kind = _kind(data)
    assert _kind(data[:1024]) is kind
    assert _kind(data + b"%PDF-II*\0") is kind or len(data) < 1024


def _kind(data: bytes) -> MediaType | None:
    try:
        return sniff_or_refuse(data)
    except UnreadableImage:
        return None
