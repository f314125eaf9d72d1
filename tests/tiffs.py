"""TIFF files of kinds that Pillow does not write."""

import struct
from collections.abc import Mapping, Sequence

from PIL import Image

_LONG, _SHORT = 4, 3


def tiff(*directories: tuple[Mapping[int, int | Sequence[int]], Sequence[bytes]]) -> bytes:
    """A little-endian TIFF of directories: tags by number, and the strips of the image."""
    data = bytearray(b"II*\0\0\0\0\0")
    pointer = 4
    for tags, strips in directories:
        offsets = []
        for strip in strips:
            offsets.append(len(data))
            data += strip + b"\0" * (len(strip) % 2)
        entries = {**tags, 273: offsets, 279: [len(strip) for strip in strips]}
        values = {
            tag: [value] if isinstance(value, int) else list(value)
            for tag, value in entries.items()
        }
        placed = {}
        for tag, numbers in values.items():
            if len(numbers) > 1:
                placed[tag] = len(data)
                data += struct.pack(f"<{len(numbers)}I", *numbers)
        struct.pack_into("<I", data, pointer, len(data))
        data += struct.pack("<H", len(values))
        for tag, numbers in sorted(values.items()):
            value = placed.get(tag, numbers[0])
            data += struct.pack("<HHII", tag, _LONG, len(numbers), value)
        pointer = len(data)
        data += b"\0\0\0\0"
    return bytes(data)


def grey_tags(image: Image.Image, bits: int, *, white_is_zero: bool = False) -> dict[int, int]:
    """The tags of a grey image in one strip."""
    return {
        256: image.width,
        257: image.height,
        258: bits,
        259: 1,
        262: 0 if white_is_zero else 1,
        277: 1,
        278: image.height,
    }


def grey_tiff(image: Image.Image, bits: int, *, white_is_zero: bool = False, **more: int) -> bytes:
    """A grey image (mode ``L``) with samples of 12, 16 or 32 bits, over their whole range.

    Args:
        image: what to write.
        bits: of a sample; 12 are packed.
        white_is_zero: photometric interpretation 0.
        **more: further tags, by ``tag_NUMBER``.
    """
    top = (1 << bits) - 1
    levels = [level * top // 255 for level in image.tobytes()]
    samples = [top - level for level in levels] if white_is_zero else levels
    if bits == 12:
        packed = bytearray()
        row_bytes = (image.width * 12 + 7) // 8
        for start in range(0, len(samples), image.width):
            row = [*samples[start : start + image.width], 0][: image.width + image.width % 2]
            line = bytearray()
            for first, second in zip(row[::2], row[1::2], strict=True):
                line += bytes((first >> 4, (first & 15) << 4 | second >> 8, second & 255))
            packed += line[:row_bytes]
        strip = bytes(packed)
    else:
        strip = struct.pack(f"<{len(samples)}{'H' if bits == 16 else 'I'}", *samples)
    tags = grey_tags(image, bits, white_is_zero=white_is_zero)
    extra = {int(name.removeprefix("tag_")): value for name, value in more.items()}
    return tiff(({**tags, **extra}, [strip]))


def planar_tiff(image: Image.Image, *, rows_per_strip: int = 40) -> bytes:
    """An image of mode RGB, RGBA or CMYK with 16-bit samples, plane by plane, in strips."""
    bands = image.split()
    strips = []
    for band in bands:
        for top in range(0, image.height, rows_per_strip):
            part = band.crop((0, top, image.width, min(top + rows_per_strip, image.height)))
            strips.append(
                struct.pack(f"<{part.width * part.height}H", *(257 * v for v in part.tobytes()))
            )
    tags: dict[int, int | Sequence[int]] = {
        256: image.width,
        257: image.height,
        258: [16] * len(bands),
        259: 1,
        262: 5 if image.mode == "CMYK" else 2,
        277: len(bands),
        278: rows_per_strip,
        284: 2,
    }
    if image.mode == "RGBA":
        tags[338] = 2
    return tiff((tags, strips))
