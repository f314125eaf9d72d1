"""White paper around a page whose text reaches its edges."""

from PIL import ImageOps
from PIL.Image import Image

from ocr_core.model import Page
from ocr_core.prepare.placement import Placement
from ocr_core.prepare.prepared_image import PreparedImage

# Tesseract reads badly what touches an edge. Its documentation puts as much around a tight crop
# (ImproveQuality, "Missing borders"); twice as much was no better.
MARGIN_PX = 10
# A line that comes so near to an edge, in pixels, touches it.
_TOUCHING_PX = 2


def touches_edge(page: Page, image: Image) -> bool:
    """Whether a line that was read of ``image`` reaches an edge, or there is none."""
    boxes = [line.box for line in page.lines]
    return (
        not boxes
        or min(min(box.left, box.top) for box in boxes) <= _TOUCHING_PX
        or max(box.right for box in boxes) >= image.width - _TOUCHING_PX
        or max(box.bottom for box in boxes) >= image.height - _TOUCHING_PX
    )


def with_margin(prepared: PreparedImage, *, paper: int = 255) -> PreparedImage:
    """Put ``MARGIN_PX`` of paper around it."""
    return prepared.changed(
        ImageOps.expand(prepared.image, MARGIN_PX, fill=paper),
        Placement(c=-MARGIN_PX, f=-MARGIN_PX),
        margin_px=MARGIN_PX,
    )
