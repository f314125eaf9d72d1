"""How much of a page's ink an engine has passed over."""

from PIL.Image import Image

from ocr_core.model import Page

# A coarse look is enough, and takes a few milliseconds for a page of 300 dpi.
_COARSENESS = 4
# Grey values below are ink. A page with more of it is not dark text on light paper.
_INK = 128
_MOST_INK = 0.5


def unread_ink(image: Image, page: Page) -> float:
    """The share, 0 to 1, of the dark pixels that are outside of all words.

    0 for a page without ink, and for one that is mostly dark, where ink is the background.

    Args:
        image: 8-bit grey (Pillow mode ``L``).
        page: what was read of it.
    """
    ink = image.reduce(_COARSENESS).point([255 if value < _INK else 0 for value in range(256)])
    before = ink.histogram()[255]
    if not 0 < before < _MOST_INK * ink.width * ink.height:
        return 0.0
    for line in page.lines:
        for word in line.words:
            edges = (word.box.left, word.box.top, word.box.right, word.box.bottom)
            left, top, right, bottom = (edge // _COARSENESS for edge in edges)
            # Without ImageDraw, which would load a font renderer at every start.
            ink.paste(0, (left - 1, top - 1, right + 2, bottom + 2))
    return ink.histogram()[255] / before
