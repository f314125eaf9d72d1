"""From any pixels that Pillow decodes to what engines read: 8-bit grey, upright."""

from PIL import ExifTags, Image

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
# Sixteen-bit samples in Pillow's modes I;16*, and where it widens them to I.
_MAX_16_BIT = 65_535


def to_grey(image: Image.Image) -> Image.Image:
    """Bring a decoded image to mode ``L`` with transparency laid on white.

    Args:
        image: loaded, of any mode that Pillow decodes to.
    """
    if image.mode == "L" and not image.has_transparency_data:
        return image
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        return _deep_to_grey(image)
    if image.mode == "LAB":
        return image.getchannel("L")
    if image.has_transparency_data:
        return _on_white(image)
    if image.mode == "CMYK":
        return image.convert("RGB").convert("L")
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


def _on_white(image: Image.Image) -> Image.Image:
    rgba = image.convert("RGBA")
    paper = Image.new("L", image.size, _WHITE)
    paper.paste(rgba.convert("L"), mask=rgba.getchannel("A"))
    return paper


def _deep_to_grey(image: Image.Image) -> Image.Image:
    """Scale 16-bit, 32-bit and float samples to 8 bits; a plain ``convert`` would clip them."""
    samples = image.convert("F")
    low, high = _sample_range(image)
    scale = _WHITE / (high - low) if high > low else 0.0
    return samples.point(lambda value: value * scale - low * scale).convert("L")


def _sample_range(image: Image.Image) -> tuple[float, float]:
    """Which samples are black and white: the type's own range, or what the image uses."""
    if image.mode.startswith("I;16"):
        return 0, _MAX_16_BIT
    extrema = image.getextrema()
    low, high = float(extrema[0]), float(extrema[1])  # type: ignore[arg-type]  # one band
    if low >= 0 and image.mode == "I" and _WHITE < high <= _MAX_16_BIT:
        return 0, _MAX_16_BIT
    return low, high
