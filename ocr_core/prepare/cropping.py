"""A part of a page."""

from ocr_core.model import BoundingBox
from ocr_core.prepare.placement import Placement
from ocr_core.prepare.prepared_image import PreparedImage


def cropped(prepared: PreparedImage, box: BoundingBox) -> PreparedImage:
    """The part within ``box``, in pixels of the image; what of it is outside is left out."""
    width, height = prepared.image.size
    left, top = max(0, box.left), max(0, box.top)
    part = prepared.image.crop((left, top, min(width, box.right), min(height, box.bottom)))
    return prepared.changed(part, Placement(c=left, f=top))
