"""Text that differs from its ground by colour alone: the grey of an image does not show it.

Green on red, or orange on light blue, may have the same grey. Such text is looked for in a small
copy, tile by tile: where a channel of red, green or blue has edges and the grey has none, the grey
is taken from that channel.
"""

from typing import NamedTuple

from PIL import Image, ImageChops, ImageFilter

# The small copy is at most so long: letters of a page are strokes of a pixel then.
_LOOK_PIXELS = 1_200
LOOK_SIZE = (_LOOK_PIXELS, _LOOK_PIXELS)
"""What a smaller copy has to have at least, in pixels, where a decoder makes one."""
# An edge differs from the mean of its neighbourhood by so much, of 255: clearly in a channel, and
# not even faintly in the grey.
_NEIGHBOURHOOD = 10
_CLEAR, _FAINT = 40, 16
_TILE = 16
# Of a tile's pixels, so many are edges where there is text; of 255, as tiles are counted.
_TEXT_DENSITY, _NO_DENSITY = 20, 5
_MIDDLE = 128
# Of an image, what is one ground where nearly all else is print.
_MOST = 0.6
# A line of text has so many tiles at least.
_LEAST_TILES = 6


class ColourText(NamedTuple):
    """Where text is that the grey does not show, and the channel (0 to 2) that does.

    ``tiles`` is an image of mode ``L``, 255 where it is, a pixel a tile.
    """

    channel: int
    tiles: Image.Image


def find_colour_text(image: Image.Image) -> ColourText | None:
    """Text that only colour shows; ``None`` where there is none.

    Args:
        image: of mode RGB, of any size.
    """
    factor = max(1, -(-max(image.size) // _LOOK_PIXELS))
    small = image.reduce(factor) if factor > 1 else image
    if min(small.size) < 2 * _NEIGHBOURHOOD:
        return None
    # Around text that is seen, strong colours have an edge where the grey has none.
    grey = _density(small.convert("L"), _FAINT).filter(ImageFilter.MaxFilter(3))
    is_blank = grey.point([255 if level <= _NO_DENSITY else 0 for level in range(256)])
    found = [_only_here(_density(band, _CLEAR), is_blank) for band in small.split()]
    counts = [tiles.histogram()[255] for tiles in found]
    channel = max(range(3), key=counts.__getitem__)
    if counts[channel] < _LEAST_TILES:
        return None
    # The ends of a line reach into the tiles beside.
    return ColourText(channel, found[channel].filter(ImageFilter.MaxFilter(3)))


def show_colour_text(image: Image.Image, found: ColourText) -> Image.Image:
    """The grey of an image, with the channel that shows it in the place of coloured text.

    Args:
        image: of mode RGB.
        found: in that image.
    """
    on_ground = _differences(image)
    if on_ground is not None:
        return on_ground
    mask = found.tiles.resize(image.size, Image.Resampling.NEAREST)
    grey, channel = image.convert("L"), image.getchannel(found.channel)
    # On the ground that is around: a patch of another grey would be a picture to the engines. The
    # letters become lighter or darker than it, whichever leaves more room.
    ground, own_ground = _ground(grey, mask), _ground(channel, mask)
    is_lighter = sum(
        count * (level - own_ground) for level, count in enumerate(channel.histogram(mask))
    )
    sign = 1 if (is_lighter > 0) == (ground < _MIDDLE) else -1
    levels = [ground + sign * (level - own_ground) for level in range(256)]
    shifted = channel.point([min(255, max(0, level)) for level in levels])
    return Image.composite(shifted, grey, mask)


def _differences(image: Image.Image) -> Image.Image | None:
    """How much each pixel differs from the ground in any channel, as dark on light.

    ``None`` for an image of which not most is one ground.
    """
    differences = [
        ImageChops.difference(band, Image.new("L", image.size, _ground(band)))
        for band in image.split()
    ]
    largest = differences[0]
    for difference in differences[1:]:
        largest = ImageChops.lighter(largest, difference)
    is_ground = sum(largest.histogram()[:_FAINT]) > _MOST * image.width * image.height
    return ImageChops.invert(largest) if is_ground else None


def _ground(band: Image.Image, mask: Image.Image | None = None) -> int:
    """The level that most pixels have, those below a mask where one is given."""
    levels = band.histogram(mask)
    return max(range(256), key=levels.__getitem__)


def _density(band: Image.Image, contrast: int) -> Image.Image:
    """How many pixels of each tile are edges: 0 to 255."""
    around = band.reduce(_NEIGHBOURHOOD).resize(band.size, Image.Resampling.BILINEAR)
    edges = ImageChops.difference(band, around)
    return edges.point([255 if level >= contrast else 0 for level in range(256)]).reduce(_TILE)


def _only_here(density: Image.Image, is_blank: Image.Image) -> Image.Image:
    """The tiles that have text here and none in the grey."""
    has_text = density.point([255 if level >= _TEXT_DENSITY else 0 for level in range(256)])
    return ImageChops.darker(has_text, is_blank)
