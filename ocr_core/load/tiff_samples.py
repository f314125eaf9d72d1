"""The samples of a TIFF frame, where Pillow's modes do not mean what the file does.

Pillow 13 reads these without an error and with wrong values (TIFF 6.0 in brackets):

- fewer than 16 bits in 16 (BitsPerSample 12): the values end at 4,095, and the mode at 65,535;
- 16 and 32 bits with white as zero (PhotometricInterpretation 0): 8 bits are turned round, more
  are not;
- 32 bits without a sign (SampleFormat 1): what is over 2,147,483,647 is negative;
- 8 bits with a sign (SampleFormat 2): what is below 0 is lighter than what is above;
- 16 bits in planes (PlanarConfiguration 2), not compressed: bytes of a plane are taken for
  samples.
"""

from collections.abc import Sequence

from PIL import Image
from PIL.TiffImagePlugin import (
    BITSPERSAMPLE,
    COMPRESSION,
    PHOTOMETRIC_INTERPRETATION,
    PLANAR_CONFIGURATION,
    SAMPLEFORMAT,
    SAMPLESPERPIXEL,
    STRIPBYTECOUNTS,
    STRIPOFFSETS,
    ImageFileDirectory_v2,
)

from ocr_core.errors import UnreadableImage

_MAX_SAMPLE_VALUE = 281
_UNCOMPRESSED, _PLANAR, _WHITE_IS_ZERO, _UNSIGNED, _SIGNED = 1, 2, 0, 1, 2
_MAX_16_BIT = 65_535
# Cameras and microscopes leave samples of 10, 12 and 14 bits in 16 and say nothing of it.
_USUAL_RANGES = (1_023, 4_095, 16_383)
_MODES = {3: "RGB", 4: "RGBA"}
_CMYK = 5


def standard_samples(image: Image.Image, data: bytes) -> Image.Image:
    """The frame, loaded, with samples that its mode says all of; the same object if they are.

    Args:
        image: an opened TIFF, on the frame.
        data: the bytes that it was opened from.

    Raises:
        UnreadableImage: samples in planes that are stored in a way that is not supported.
    """
    tags = image.tag_v2  # type: ignore[attr-defined]  # TiffImageFile has it
    bits = _first(tags.get(BITSPERSAMPLE, 1))
    samples = int(tags.get(SAMPLESPERPIXEL, 1))
    is_plain = tags.get(COMPRESSION, _UNCOMPRESSED) == _UNCOMPRESSED
    if bits == 16 and samples > 1 and tags.get(PLANAR_CONFIGURATION) == _PLANAR and is_plain:
        return _with_info(_planes(image, tags, data), image)
    image.load()
    if image.mode == "L" and bits == 8 and _first(tags.get(SAMPLEFORMAT)) == _SIGNED:
        return _with_info(image.point(lambda value: value ^ 0x80), image)
    if not (image.mode.startswith("I;16") or image.mode in ("I", "F")):
        return image
    return _with_info(_deep(image, tags, bits), image)


def _deep(image: Image.Image, tags: ImageFileDirectory_v2, bits: int) -> Image.Image:
    """Grey samples of more than 8 bits, over the whole range of their mode, black as zero."""
    is_negative = tags.get(PHOTOMETRIC_INTERPRETATION) == _WHITE_IS_ZERO
    if image.mode == "I" and _first(tags.get(SAMPLEFORMAT, _UNSIGNED)) == _UNSIGNED:
        image = _upper_halves(image)
    if image.mode.startswith("I;16"):
        wide = image if image.mode == "I" else image.convert("I")
        white = _white(wide, tags, bits)
        if white == _MAX_16_BIT and not is_negative:
            return image
        scale = -_MAX_16_BIT / white if is_negative else _MAX_16_BIT / white
        offset = _MAX_16_BIT if is_negative else 0
        return _clipped(wide.point(lambda value: value * scale + offset))
    if not is_negative:
        return image
    low, high = (float(edge) for edge in image.getextrema())  # type: ignore[arg-type]  # one band
    return image.point(lambda value: value * -1.0 + (low + high))


def _white(wide: Image.Image, tags: ImageFileDirectory_v2, bits: int) -> int:
    """The sample that is white: as the file says, or what the samples reach to."""
    if bits < 16:
        return (1 << bits) - 1
    high = int(wide.getextrema()[1])  # type: ignore[arg-type]  # one band
    said = _first(tags.get(_MAX_SAMPLE_VALUE, _MAX_16_BIT))
    if high <= said < _MAX_16_BIT:
        return max(1, said)
    return next((white for white in _USUAL_RANGES if high <= white), _MAX_16_BIT)


def _clipped(wide: Image.Image) -> Image.Image:
    """From 32-bit to 16-bit samples."""
    return wide.convert("I;16")


def _upper_halves(image: Image.Image) -> Image.Image:
    """Unsigned 32-bit samples as 16-bit ones, where they use the range that a sign takes away."""
    if float(image.getextrema()[0]) >= 0:  # type: ignore[arg-type]  # one band
        return image
    words = image.tobytes()
    upper = bytearray(len(words) // 2)
    upper[0::2], upper[1::2] = words[2::4], words[3::4]
    return Image.frombytes("I;16", image.size, bytes(upper))


def _planes(image: Image.Image, tags: ImageFileDirectory_v2, data: bytes) -> Image.Image:
    """An image whose planes of 16-bit samples are stored one behind the other, in 8 bits."""
    count = int(tags[SAMPLESPERPIXEL])
    is_separated = tags.get(PHOTOMETRIC_INTERPRETATION) == _CMYK
    mode = "CMYK" if is_separated and count == 4 else _MODES.get(count)
    if mode is None or STRIPOFFSETS not in tags:
        raise UnreadableImage(
            "The TIFF has 16-bit samples in planes that cannot be decoded. Save it again as PNG "
            "and send that."
        )
    strips = [
        data[start : start + size]
        for start, size in zip(tags[STRIPOFFSETS], tags[STRIPBYTECOUNTS], strict=True)
    ]
    raw_mode = "I;16B" if data[:2] == b"MM" else "I;16"
    bands = [
        _plane(
            image.size, strips[number * len(strips) // count :][: len(strips) // count], raw_mode
        )
        for number in range(count)
    ]
    return Image.merge(mode, bands)


def _plane(size: tuple[int, int], strips: Sequence[bytes], raw_mode: str) -> Image.Image:
    # The upper byte of each sample is the sample in 8 bits.
    samples = b"".join(strips)
    first = 0 if raw_mode == "I;16B" else 1
    return Image.frombytes("L", size, samples[first::2])


def _with_info(made: Image.Image, image: Image.Image) -> Image.Image:
    made.info = image.info
    return made


def _first(value: object) -> int:
    """A number in a tag, or the first of several."""
    number = value[0] if isinstance(value, tuple) else value
    return number if isinstance(number, int) else 0
