"""From any pixels that Pillow decodes to what engines read: 8-bit grey, upright."""

import math
from collections.abc import Callable

from PIL import ExifTags, Image, ImageChops

# EXIF 2.32, tag 0x0112: what brings an image stored in each orientation upright.
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_WHITE = 255
# About a megapixel of a wide page at a time.
_BAND_ROWS = 256
# Of 255: a pixel counts as seen from this opacity on, and as dark below this level of grey.
_OPAQUE = [_WHITE if level >= 128 else 0 for level in range(256)]
_DARK = 215
# Of the pixels that are seen, so many may be dark, as the rims of white letters are.
_MOST_DARK = 0.1
# Sixteen-bit samples in Pillow's modes I;16*, and where it widens them to I.
_MAX_16_BIT = 65_535


def to_grey(image: Image.Image) -> Image.Image:
    """Bring a decoded image to mode ``L``, with transparency laid on a ground that shows it.

    Args:
        image: loaded, of any mode that Pillow decodes to.
    """
    if image.mode == "L" and not image.has_transparency_data:
        return image
    if image.mode == "LAB":
        return image.getchannel("L")
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        black, white = _sample_range(image)
        return _in_bands(image, lambda band: _deep_to_grey(band, black, white))
    if image.has_transparency_data:
        if ground_under(image) == _WHITE:
            return _in_bands(image, _on_white)
        return _in_bands(image, _light_on_black)
    if image.mode == "CMYK":
        return _in_bands(image, lambda band: band.convert("RGB").convert("L"))
    return image.convert("L")


def upright(image: Image.Image, orientation: int) -> Image.Image:
    """Turn and flip an image as its EXIF orientation (1 to 8) says."""
    transpose = _UPRIGHT.get(orientation)
    return image if transpose is None else image.transpose(transpose)


def exif_orientation(image: Image.Image) -> int:
    """The EXIF orientation of a loaded image; 1 (upright) where there is none or it is damaged."""
    try:
        return int(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # noqa: BLE001  # damaged EXIF raises whatever its parser met; the pixels stand
        return 1


def _in_bands(image: Image.Image, convert: Callable[[Image.Image], Image.Image]) -> Image.Image:
    """Convert some rows at a time: the steps in between need several bytes a pixel."""
    width, height = image.size
    grey = Image.new("L", image.size)
    for top in range(0, height, _BAND_ROWS):
        bottom = min(top + _BAND_ROWS, height)
        band = image.crop((0, top, width, bottom))
        band.info = image.info
        grey.paste(convert(band), (0, top))
    return grey


def _on_white(image: Image.Image) -> Image.Image:
    rgba = image.convert("RGBA")
    paper = Image.new("L", image.size, _WHITE)
    paper.paste(rgba.convert("L"), mask=rgba.getchannel("A"))
    return paper


def _light_on_black(image: Image.Image) -> Image.Image:
    """Laid on black and turned round: dark on light, as all that is read."""
    rgba = image.convert("RGBA")
    paper = Image.new("L", image.size, _WHITE)
    paper.paste(ImageChops.invert(rgba.convert("L")), mask=rgba.getchannel("A"))
    return paper


def ground_under(image: Image.Image) -> int:
    """The grey level, 255 or 0, of a ground that what can be seen of an image differs from.

    White, as viewers have it, unless most of the image is transparent and next to nothing of what
    is seen would be: white letters alone.

    Args:
        image: loaded, with transparency.
    """
    clear = seen = dark = 0
    for top in range(0, image.height, _BAND_ROWS):
        band = image.crop((0, top, image.width, min(top + _BAND_ROWS, image.height)))
        band.info = image.info
        rgba = band.convert("RGBA")
        mask = rgba.getchannel("A").point(_OPAQUE)
        levels = rgba.convert("L").histogram(mask)
        seen += sum(levels)
        dark += sum(levels[:_DARK])
        clear += band.width * band.height - sum(levels)
    return 0 if clear > seen > 0 and dark < _MOST_DARK * seen else _WHITE


def _deep_to_grey(image: Image.Image, black: float, white: float) -> Image.Image:
    """Scale 16-bit, 32-bit and float samples to 8 bits; a plain ``convert`` would clip them."""
    samples = image.convert("F")
    scale = _WHITE / (white - black) if white > black else 0.0
    grey = samples.point(lambda value: value * scale - black * scale).convert("L")
    clear = image.info.get("transparency")
    if isinstance(clear, int):  # one level of the paper is transparent (PNG, tRNS)
        inside = samples.point(lambda value: value * 1.0 - (clear - 1.0)).convert("L")
        grey.paste(_WHITE, mask=inside.point([255 if level == 1 else 0 for level in range(256)]))
    return grey


def _sample_range(image: Image.Image) -> tuple[float, float]:
    """Which samples are black and white: the type's own range, or what the image uses.

    Raises:
        ValueError: the image has samples that are no numbers.
    """
    if image.mode.startswith("I;16"):
        return 0, _MAX_16_BIT
    extrema = image.getextrema()
    low, high = float(extrema[0]), float(extrema[1])  # type: ignore[arg-type]  # one band
    if not (math.isfinite(low) and math.isfinite(high)):
        raise ValueError("samples that are no numbers")
    if low >= 0 and image.mode == "I" and _WHITE < high <= _MAX_16_BIT:
        return 0, _MAX_16_BIT
    return low, high
