"""PDF files: opened, their text taken out where it is sound, drawn where it is not."""

from ocr_core import Limits, OcrOptions, PageImage, TextLayer
from ocr_core.engine import PageWithPicture
from ocr_core.errors import OcrError
from ocr_core.load import MediaType, open_source

LIMITS = Limits(max_upload_bytes=1_000_000, max_pixels=250_000, max_pages=3)
PASSWORD = "secret"  # of the seed that is encrypted
_WAYS = [OcrOptions(pages="1-3", text_layer=way) for way in (TextLayer.AUTO, TextLayer.ONLY)]


def try_bytes(data: bytes) -> None:
    """Pages of text within the page's edges, pictures within the limits, or a declared error."""
    for options in _WAYS:
        try:
            with open_source(data, limits=LIMITS, password=PASSWORD) as source:
                if source.media_type is not MediaType.PDF:
                    return
                for page in source.pages(options):
                    if isinstance(page, PageWithPicture):
                        width, height = page.picture.image.size
                    elif isinstance(page, PageImage):
                        width, height = page.image.size
                    else:
                        width, height = page.width, page.height
                        page.model_dump_json()
                    # A page is fitted into the limit, then its edges are rounded up.
                    assert 0 < width * height <= LIMITS.max_pixels + width + height
        except OcrError:
            pass
