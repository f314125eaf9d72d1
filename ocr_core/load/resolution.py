"""How many dots per inch an image file says that it has, across and down."""

from typing import NamedTuple

from PIL import Image

from ocr_core.load.pixels import exif_orientation

# Below, Tesseract does not believe it either (kMinCredibleResolution); above, no scanner goes.
_CREDIBLE_DPI = (70.0, 2400.0)
# Fax machines have 204 by 98 or by 391 dots; what differs more is a slip.
_LEAST_OBLONG, _MOST_OBLONG = 1.1, 4.2
# EXIF 2.32, tag 0x0112: stored on their side.
_ON_ITS_SIDE = range(5, 9)


class Resolution(NamedTuple):
    """Dots per inch of an image as it is shown: upright."""

    across: float
    down: float

    @property
    def aspect(self) -> float:
        """How many times as wide as high the paper of a pixel is stretched to be square.

        Over 1, the rows are further apart than the columns: a fax of 204 by 98 has 2.08.
        """
        return self.across / self.down


def resolution(image: Image.Image) -> Resolution | None:
    """What the file says, when it is believable; ``None`` where it says nothing of the kind.

    Args:
        image: an opened file, on the frame that is meant.
    """
    found = _dots_per_inch(image)
    if found is None:
        return None
    return Resolution(*reversed(found)) if exif_orientation(image) in _ON_ITS_SIDE else found


def pixel_aspect(image: Image.Image) -> float:
    """How many times larger the image has to be made in height for its pixels to be square.

    1 where they are square, or nobody says otherwise; below 1, it is to be made wider.
    """
    across, down = _dots_per_inch(image) or _shape(image) or (1.0, 1.0)
    if exif_orientation(image) in _ON_ITS_SIDE:
        across, down = down, across
    ratio = across / down
    is_oblong = _LEAST_OBLONG <= max(ratio, 1 / ratio) <= _MOST_OBLONG
    return ratio if is_oblong else 1.0


def _dots_per_inch(image: Image.Image) -> Resolution | None:
    dpi = _pair(image.info.get("dpi"))
    low, high = _CREDIBLE_DPI
    if dpi is None or not all(low <= value <= high for value in dpi):
        return None
    return Resolution(round(dpi[0], 2), round(dpi[1], 2))


def _shape(image: Image.Image) -> tuple[float, float] | None:
    """The shape of a pixel where no unit is given: PNG's pHYs and JFIF's density."""
    if image.format == "PNG":
        return _pair(image.info.get("aspect"))
    if image.format in ("JPEG", "MPO") and image.info.get("jfif_unit") == 0:
        return _pair(image.info.get("jfif_density"))
    return None


def _pair(value: object) -> tuple[float, float] | None:
    """Two numbers over 0."""
    try:
        first, second = float(value[0]), float(value[1])  # type: ignore[index]  # checked by what follows
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return None
    return (first, second) if first > 0 and second > 0 else None
