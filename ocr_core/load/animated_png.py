"""Animated PNG: which of the pictures in a file are its animation (PNG 3rd edition, 4.9).

Readers that know of no animation show the default image, which need not be a part of it.
"""

import struct
from collections.abc import Iterator
from typing import NamedTuple

from PIL import Image

_SIGNATURE_BYTES = 8
_HEADER = struct.Struct(">I4s")
_CHECKSUM_BYTES = 4
# What begins a frame, and its pixels, each with its place in the order of all of them (11.3.5).
_CONTROL, _DATA = b"fcTL", b"fdAT"
_SEQUENCE_NUMBER = struct.Struct(">I")


class _Chunk(NamedTuple):
    kind: bytes
    sequence_number: int


def animation_frames(image: Image.Image, data: bytes) -> range:
    """Pillow's numbers of the frames that a viewer shows, each as it is composed.

    Only number 0, the default image, where nothing is animated, or where the frames are not
    as many as the file says or not in order: then the animation does not count (4.9.3).

    Args:
        image: the opened file.
        data: the bytes that it was opened from.
    """
    count = getattr(image, "n_frames", 1)
    if count == 1:
        return range(1)
    # Pillow counts the default image too.
    first = 1 if getattr(image, "default_image", False) else 0
    frames = 0
    for place, chunk in enumerate(_frame_chunks(data)):
        if chunk.sequence_number != place:
            return range(1)
        frames += chunk.kind == _CONTROL
    return range(first, count) if frames == count - first else range(1)


def _frame_chunks(data: bytes) -> Iterator[_Chunk]:
    """The chunks of the animation, as far as the bytes reach (5.3)."""
    at = _SIGNATURE_BYTES
    while at + _HEADER.size + _SEQUENCE_NUMBER.size <= len(data):
        length, kind = _HEADER.unpack_from(data, at)
        at += _HEADER.size
        if kind in (_CONTROL, _DATA):
            yield _Chunk(kind, *_SEQUENCE_NUMBER.unpack_from(data, at))
        at += length + _CHECKSUM_BYTES
