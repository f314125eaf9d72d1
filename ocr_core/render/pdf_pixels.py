"""The pixels of an image in a compression that PDF has, without a change to any of them.

JPEG, PNG and Group 4 TIFF are taken as they are in the file. Everything else is decoded
and compressed without loss: what has transparency as it looks on white, one bit a pixel
with Group 4, the rest as PNG does it.
"""

import io
import struct
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageChops, ImageCms
from PIL.TiffImagePlugin import (
    COMPRESSION,
    FILLORDER,
    PHOTOMETRIC_INTERPRETATION,
    SAMPLESPERPIXEL,
    STRIPBYTECOUNTS,
    STRIPOFFSETS,
)

from ocr_core.load.pixels import ground_under, to_grey
from ocr_core.load.tiff_samples import standard_samples

# Sequential and progressive DCT with Huffman codes (ITU-T T.81, table B.1): PDF's JPEG.
_DCT_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
# PNG specification, 11.2.2: colour types.
_PNG_RGB, _PNG_PALETTE = 2, 3
# A tenth larger than the best, in a third of the time (a photograph of 12 megapixels).
_PNG_LEVEL = 4
# TIFF 6.0, sections 8 and 11.
_ORIENTATION, _T6_OPTIONS = 274, 293
# A TIFF frame of which PDF can have the data: Group 4, upright, bits in PDF's order.
_PLAIN_GROUP4 = {COMPRESSION: 4, FILLORDER: 1, SAMPLESPERPIXEL: 1, _ORIENTATION: 1, _T6_OPTIONS: 0}


class PdfPixels(NamedTuple):
    """Compressed samples, and the entries of an image dictionary that tell how to read them.

    With a ``palette`` (RGB, three bytes a colour) each sample is the number of a colour,
    and ``channels`` are those of the palette.
    """

    data: bytes
    channels: int
    entries: Dictionary
    palette: bytes | None = None


def pdf_pixels(image: Image.Image, original: bytes) -> PdfPixels:
    """The pixels of the frame that ``image`` stands on.

    Args:
        image: the opened file.
        original: the bytes that it was opened from.
    """
    if image.format in ("JPEG", "MPO") and _jpeg_frame(original) in _DCT_FRAMES:
        return _jpeg(image, original)
    if image.format == "TIFF" and image.mode == "1":
        strip = _group4_strip(image, original)
        if strip:
            return strip
    if image.format == "TIFF":
        return _compressed(_as_it_looks(standard_samples(image, original)))
    image.load()
    if image.format == "PNG" and _is_plain_png(image, original):
        return _png(original)
    return _compressed(_as_it_looks(image))


def _jpeg(image: Image.Image, original: bytes) -> PdfPixels:
    channels = len(image.getbands())
    entries = _entries(image.size, 8, Name.DCTDecode)
    if channels == 4:
        # All who write such files store them inverted; Pillow and browsers read them so.
        entries.Decode = Array([1, 0] * channels)
    return PdfPixels(original, channels, entries)


def _jpeg_frame(original: bytes) -> int:
    """The marker that says how a JPEG is coded, 0xC0 to 0xCF (ITU-T T.81, B.1.1); 0 for none."""
    at = 2
    while at + 4 <= len(original):
        marker, size = original[at + 1], int.from_bytes(original[at + 2 : at + 4], "big")
        if original[at] != 0xFF or marker == 0xFF:
            at += 1  # fill bytes, and what careless programs leave between segments
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return marker
        else:
            at += 2 + size
    return 0


def _group4_strip(image: Image.Image, original: bytes) -> PdfPixels | None:
    """The one strip of a Group 4 TIFF frame; ``None`` where it is not as PDF has it."""
    tags = image.tag_v2  # type: ignore[attr-defined]  # TiffImageFile has it
    is_plain = all(tags.get(tag, value) == value for tag, value in _PLAIN_GROUP4.items())
    if not is_plain or COMPRESSION not in tags or len(tags.get(STRIPOFFSETS, ())) != 1:
        return None
    start, size = tags[STRIPOFFSETS][0], tags[STRIPBYTECOUNTS][0]
    black_is_zero = tags.get(PHOTOMETRIC_INTERPRETATION) == 1
    return _group4(original[start : start + size], image.size, black_is_zero=black_is_zero)


def _group4(data: bytes, size: tuple[int, int], *, black_is_zero: bool) -> PdfPixels:
    """Group 4 data (ISO 32000-1, table 11).

    Args:
        data: one strip.
        size: width and height in pixels.
        black_is_zero: whether what its codes call black is white to look at, which is
            TIFF's photometric interpretation 1.
    """
    width, height = size
    entries = _entries(size, 1, Name.CCITTFaxDecode)
    entries.DecodeParms = Dictionary(K=-1, Columns=width, Rows=height, BlackIs1=black_is_zero)
    return PdfPixels(data, 1, entries)


def _is_plain_png(image: Image.Image, original: bytes) -> bool:
    """Whether PDF has all that a PNG holds: one frame, not interlaced, no transparency."""
    is_interlaced = original[28] != 0
    is_animated = getattr(image, "n_frames", 1) > 1
    return not (is_interlaced or is_animated or image.has_transparency_data)


def _png(original: bytes) -> PdfPixels:
    """The compressed data of a PNG: PDF has the same predictors (ISO 32000-1, 7.4.4.4)."""
    width, height, depth, colour_type = struct.unpack(">IIBB", original[16:26])
    chunks = list(_png_chunks(original))
    palette = next((body for kind, body in chunks if kind == b"PLTE"), b"")
    is_palette = colour_type == _PNG_PALETTE
    entries = _entries((width, height), depth, Name.FlateDecode)
    samples = 3 if colour_type == _PNG_RGB else 1
    entries.DecodeParms = Dictionary(
        Predictor=15, Colors=samples, Columns=width, BitsPerComponent=depth
    )
    data = b"".join(body for kind, body in chunks if kind == b"IDAT")
    return PdfPixels(data, 3 if is_palette else samples, entries, palette if is_palette else None)


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and body of every chunk (PNG specification, 5.3)."""
    at = 8
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        at += 12 + size


def _as_it_looks(image: Image.Image) -> Image.Image:
    """A loaded image in a mode that PDF has, with transparency laid on white."""
    if image.mode.startswith("I;16"):
        return image if image.mode == "I;16" else image.convert("I").convert("I;16")
    if image.has_transparency_data:
        return _on_ground(image)
    if image.mode == "LAB":
        lab, srgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, lab, srgb, outputMode="RGB") or image.getchannel(0)
    if image.mode in ("1", "L", "P", "RGB", "CMYK"):
        return image
    return to_grey(image) if image.mode in ("I", "F") else image.convert("RGB")


def _on_ground(image: Image.Image) -> Image.Image:
    rgba = image.convert("RGBA")
    ground = ground_under(image)
    paper = Image.new("RGB", image.size, (ground, ground, ground))
    paper.paste(rgba, mask=rgba.getchannel("A"))
    return paper.convert("L") if image.mode in ("1", "L", "LA", "La") else paper


def _compressed(image: Image.Image) -> PdfPixels:
    """Samples in the lossless compression that suits them."""
    if image.mode == "1":
        return _compressed_group4(image)
    if image.mode == "CMYK":
        entries = _entries(image.size, 8, Name.FlateDecode)
        return PdfPixels(zlib.compress(image.tobytes()), 4, entries)
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=_PNG_LEVEL)
    return _png(buffer.getvalue())


def _compressed_group4(image: Image.Image) -> PdfPixels:
    """One strip; inverted, so that its codes call ink black, which saves three per cent."""
    buffer = io.BytesIO()
    width, height = image.size
    whole_image = (width + 7) // 8 * height
    ImageChops.invert(image).save(buffer, "TIFF", compression="group4", strip_size=whole_image)
    with Image.open(buffer, formats=("TIFF",)) as tiff:
        tags = tiff.tag_v2  # type: ignore[attr-defined]  # TiffImageFile has it
        start, size = tags[STRIPOFFSETS][0], tags[STRIPBYTECOUNTS][0]
    return _group4(buffer.getvalue()[start : start + size], image.size, black_is_zero=False)


def _entries(size: tuple[int, int], depth: int, compression: Name) -> Dictionary:
    width, height = size
    return Dictionary(Width=width, Height=height, BitsPerComponent=depth, Filter=compression)
