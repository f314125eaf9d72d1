"""What Tesseract itself cannot take, whichever way it is called."""

from ocr_core.engine import PageImage
from ocr_core.errors import ImageTooLarge
from ocr_core.limits import MAX_EDGE_PIXELS


def check_edges(page: PageImage) -> None:
    """Refuse a page that Tesseract would answer with an empty text.

    Raises:
        ImageTooLarge: an edge is longer than Tesseract's coordinates reach.
    """
    if max(page.image.size) > MAX_EDGE_PIXELS:
        raise ImageTooLarge(
            f"The image is {page.image.width} × {page.image.height} pixels; neither edge may be "
            f"longer than {MAX_EDGE_PIXELS:,} pixels. Scale it down or cut it in parts."
        )
