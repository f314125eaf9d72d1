"""Which frames of an image file are its pages."""

from collections.abc import Sequence
from contextlib import suppress

from PIL import Image

from ocr_core.errors import TooManyPages
from ocr_core.load.animated_png import animation_frames
from ocr_core.load.media_type import MediaType

# More is no document of this kind, and only counting them takes seconds.
MAX_FRAMES = 2_000
# TIFF 6.0, section 8: NewSubfileType, bit 0 a version in lower resolution, bit 2 a mask; and the
# older SubfileType, 2 a version in lower resolution.
_NEW_SUBFILE_TYPE, _SUBFILE_TYPE = 254, 255
_NO_PAGE_BITS, _REDUCED = 0b101, 2


def page_frames(image: Image.Image, media_type: MediaType, data: bytes) -> Sequence[int]:
    """Pillow's numbers of the frames that are pages, in order.

    Args:
        image: the opened file; a TIFF is on its first page afterwards.
        media_type: what it is.
        data: the bytes that it was opened from.

    Raises:
        TooManyPages: more than anybody counts.
    """
    # The second picture of a JPEG (MPO) is a preview or a depth map: not a page.
    if media_type is MediaType.JPEG:
        return range(1)
    if media_type is MediaType.PNG:
        return animation_frames(image, data)
    if media_type is MediaType.TIFF:
        return _tiff_pages(image)
    count = int(getattr(image, "n_frames", 1))
    if count > MAX_FRAMES:
        raise _too_many()
    return range(count)


def _tiff_pages(image: Image.Image) -> Sequence[int]:
    """All but thumbnails, levels of a pyramid and masks; all, where there is nothing else.

    Pillow's own count walks all directories of a TIFF, in time that grows with their square.
    """
    pages, count = [], 0
    with suppress(EOFError):
        while count <= MAX_FRAMES:
            image.seek(count)
            if _is_page(image):
                pages.append(count)
            count += 1
    if count > MAX_FRAMES:
        raise _too_many()
    pages = pages or list(range(count))
    image.seek(pages[0])
    return pages


def _is_page(image: Image.Image) -> bool:
    tags = image.tag_v2  # type: ignore[attr-defined]  # TiffImageFile has it
    kind, older = tags.get(_NEW_SUBFILE_TYPE, 0), tags.get(_SUBFILE_TYPE, 1)
    is_reduced = isinstance(kind, int) and kind & _NO_PAGE_BITS
    return not is_reduced and older != _REDUCED


def _too_many() -> TooManyPages:
    return TooManyPages(
        f"The file has more than {MAX_FRAMES:,} pages. Split it into smaller files."
    )
