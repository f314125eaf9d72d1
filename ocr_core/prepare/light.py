"""Light that does not fall evenly on a page, taken out."""

from PIL import Image, ImageChops, ImageFilter

from ocr_core.prepare.prepared_image import PreparedImage

# The paper is looked for in an image made so many times smaller.
_REDUCTION = 4
# In pixels of that image: wider than a stroke, so that it finds the paper between them.
_PAPER_WINDOW = 9
_BLUR_RADIUS = 12
# Paper darker than this is not lifted to white: there is only noise in it.
_DARKEST_PAPER = 64
# An even page's paper varies less: its darkest twentieth against its brightest.
_EVEN = 0.96
# Paper that is darker than this beside the brightest may be taken for ink, and its text be lost.
_SHADOW = 0.6
# A shadow is looked for in an image made so many times smaller, with a window to match.
_SHADOW_REDUCTION = 8
_SHADOW_WINDOW = 5


def is_even(image: Image.Image) -> bool:
    """Whether the paper is about as bright everywhere."""
    return _evenness(paper_of(image)) >= _EVEN


def has_shadow(image: Image.Image) -> bool:
    """Whether part of the paper is so dark that text on it may have been lost: a quick look."""
    small = image.reduce(_SHADOW_REDUCTION)
    return _evenness(_brightest_around(small, _SHADOW_WINDOW)) < _SHADOW


def _brightest_around(image: Image.Image, window: int) -> Image.Image:
    """What ``MaxFilter(window)`` gives, in steps of three pixels, which take half the time."""
    for _ in range(window // 2):
        image = image.filter(ImageFilter.MaxFilter(3))
    return image


def _evenness(paper: Image.Image) -> float:
    """The brightness of the darkest twentieth as a share of that of the brightest."""
    levels = sorted(paper.resize((100, 100)).tobytes())
    twentieth = len(levels) // 20
    return levels[twentieth] / max(1, levels[-twentieth])


def evened(prepared: PreparedImage) -> PreparedImage:
    """Divide by the brightness of the paper around, so that all paper is white."""
    image = prepared.image
    paper = paper_of(image)
    low, high = paper.getextrema()
    darkest = max(_DARKEST_PAPER, int(low))  # type: ignore[arg-type]  # of one band
    if darkest >= int(high):  # type: ignore[arg-type]
        return prepared
    dimmed = ImageChops.multiply(
        image, paper.point([round(255 * darkest / max(darkest, level)) for level in range(256)])
    )
    lifted = dimmed.point([min(255, round(level * 255 / darkest)) for level in range(256)])
    return prepared.changed(lifted, is_evened=True)


def paper_of(image: Image.Image) -> Image.Image:
    """How bright the paper is at every place: the brightest around, without the text on it."""
    small = image.reduce(_REDUCTION)
    paper = _brightest_around(small, _PAPER_WINDOW)
    return paper.filter(ImageFilter.GaussianBlur(_BLUR_RADIUS)).resize(
        image.size, Image.Resampling.BILINEAR
    )
