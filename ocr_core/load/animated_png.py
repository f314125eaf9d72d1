"""Animated PNG: which of the pictures in a file are its animation (PNG 3rd edition, 4.9).

Readers that know of no animation show the default image, which need not be a part of it.
"""

import struct
from collections.abc import Iterator

from PIL import Image

_SIGNATURE_BYTES = 8
_HEADER = struct.Struct(">I4s")
_CHECKSUM_BYTES = 4


def animation_frames(image: Image.Image, data: bytes) -> range:
    """Pillow's numbers of the frames that a viewer shows, each as it is composed.

    Only number 0 where nothing is animated, or where the file has not the frames that it
    promises: then the default image is shown (11.3.5.1).

    Args:
        image: the opened file.
        data: the bytes that it was opened from.
    """
    count = getattr(image, "n_frames", 1)
    # Pillow counts the default image too.
    first = 1 if getattr(image, "default_image", False) else 0
    controls = sum(kind == b"fcTL" for kind in _chunk_types(data))
    is_whole = count > 1 and controls == count - first
    return range(first, count) if is_whole else range(1)


def _chunk_types(data: bytes) -> Iterator[bytes]:
    """Of each chunk in turn, as far as the bytes reach (5.3)."""
    at = _SIGNATURE_BYTES
    while at + _HEADER.size <= len(data):
        length, kind = _HEADER.unpack_from(data, at)
        yield kind
        at += _HEADER.size + length + _CHECKSUM_BYTES
