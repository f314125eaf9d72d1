"""Image files: opened, their frames counted, and the first of them decoded."""

from ocr_core import Limits, OcrOptions, PageImage
from ocr_core.errors import OcrError
from ocr_core.load import open_source, verify_image

LIMITS = Limits(max_upload_bytes=1_000_000, max_pixels=1_000_000, max_pages=3)
_OPTIONS = OcrOptions(pages="1-3")


def try_bytes(data: bytes) -> None:
    """Grey pages within the limits, or an error that we declare."""
    try:
        with open_source(data, limits=LIMITS) as source:
            if not source.media_type.is_image:
                return
            for page in source.pages(_OPTIONS):
                assert isinstance(page, PageImage)
                assert page.image.mode == "L", page.image.mode
                width, height = page.image.size
                assert 0 < width * height <= LIMITS.max_pixels
                assert page.dpi is None or 70 <= page.dpi <= 2400
        verify_image(data, limits=LIMITS)
    except OcrError:
        pass
