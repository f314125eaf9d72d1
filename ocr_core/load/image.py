"""Image files, decoded by Pillow."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from typing import Self

from PIL import Image

from ocr_core.engine import PageImage
from ocr_core.errors import ImageTooLarge, OcrError, TooManyPages, UnreadableImage
from ocr_core.limits import Limits
from ocr_core.load.animated_png import animation_frames
from ocr_core.load.image_file import open_image
from ocr_core.load.media_type import MediaType
from ocr_core.load.page_selection import select_pages
from ocr_core.load.pixels import exif_orientation, to_grey, upright
from ocr_core.model import Page, TextSource
from ocr_core.options import OcrOptions, TextLayer

# More is no document of this kind, and only counting them takes seconds.
_MAX_FRAMES = 2_000
# TIFF 6.0, section 15: TileWidth and TileLength.
_TILE_SIZE = (322, 323)
# Below, Tesseract does not believe it either (kMinCredibleResolution); above, no scanner goes.
_CREDIBLE_DPI = (70.0, 2400.0)


class ImageSource:
    """The pages of one image file: the frames of a TIFF, GIF, WebP or PNG; one for the rest."""

    def __init__(self, data: bytes, media_type: MediaType, *, limits: Limits) -> None:
        """Read the header.

        Raises:
            ImageTooLarge: more pixels than the limit.
            UnreadableImage: it is damaged.
        """
        self.media_type = media_type
        self._limits = limits
        self._animation = range(1)
        self._is_handed_over = False
        with _damage_is_unreadable():
            self._image = open_image(data, media_type)
            self._check_size()
            if media_type is MediaType.PNG:
                self._animation = animation_frames(self._image, data)

    @cached_property
    def page_count(self) -> int:
        """How many pages there are; see ``PageSource.page_count``."""
        with _damage_is_unreadable():
            frame_count = self._frame_count()
        if frame_count > _MAX_FRAMES:
            raise TooManyPages(
                f"The file has more than {_MAX_FRAMES:,} pages. Split it into smaller files."
            )
        return frame_count

    def pages(self, options: OcrOptions) -> Iterator[PageImage | Page]:
        """Decode the pages asked for, one at a time; see ``PageSource.pages``."""
        for number in select_pages(self.page_count, options.page_ranges, self._limits):
            image = self._page(number)
            yield image if options.text_layer is not TextLayer.ONLY else _without_text(image)

    def close(self) -> None:
        """Let go of the file, unless it is a page that may still be read."""
        if not self._is_handed_over:
            self._image.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _frame_count(self) -> int:
        # The second picture of a JPEG (MPO) is a preview or a depth map: not a page.
        if self.media_type is MediaType.JPEG:
            return 1
        if self.media_type is MediaType.PNG:
            return len(self._animation)
        if self.media_type is not MediaType.TIFF:
            return int(getattr(self._image, "n_frames", 1))
        # Pillow's own count walks all directories of a TIFF, in time that grows with their square.
        count = 1
        with suppress(EOFError):
            while count <= _MAX_FRAMES:
                self._image.seek(count)
                count += 1
        self._image.seek(0)
        return count

    def _page(self, number: int) -> PageImage:
        started_s = time.perf_counter()
        with _damage_is_unreadable():
            grey = self._grey_frame(self._animation.start + number - 1)
        decode_ms = (time.perf_counter() - started_s) * 1000
        return PageImage(number=number, image=grey, dpi=_dpi(self._image), decode_ms=decode_ms)

    def _grey_frame(self, index: int) -> Image.Image:
        image = self._image
        if index != image.tell():
            image.seek(index)
        self._check_size()
        # JPEG holds the grey in a channel of its own: no colour is decoded for it.
        image.draft("L", image.size)
        image.load()
        grey = upright(to_grey(image), exif_orientation(image))
        if grey is image and self.page_count > 1:
            # The next frame is decoded into the same object, while this one is still being read.
            return grey.copy()
        self._is_handed_over = grey is image
        return grey

    def _check_size(self) -> None:
        width, height = self._image.size
        if width < 1 or height < 1:
            raise UnreadableImage("The image has no pixels. Send one that has.")
        self._limits.check_pixels(width, height)
        if self.media_type is MediaType.TIFF:
            # Tiles are decoded whole, and may be larger than the image that is cut out of them.
            tags = getattr(self._image, "tag_v2", {})
            self._limits.check_pixels(*(_positive(tags.get(tag)) for tag in _TILE_SIZE))


def _positive(value: object) -> int:
    """A number in a tag; 1 where there is none."""
    return max(value, 1) if isinstance(value, int) else 1


def _without_text(image: PageImage) -> Page:
    """The page of an image of which nothing but the text in the file is wanted: there is none."""
    width, height = image.image.size
    return Page(
        number=image.number,
        width=width,
        height=height,
        dpi=image.dpi,
        source=TextSource.TEXT_LAYER,
    )


@contextmanager
def _damage_is_unreadable() -> Iterator[None]:
    """Turn whatever a decoder raises at damaged bytes into ``UnreadableImage``."""
    try:
        yield
    except (OcrError, MemoryError):
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ImageTooLarge(
            "The image has far more pixels than the limit. Scale it down: 300 dpi is enough."
        ) from error
    except Exception as error:  # fuzzed files make Pillow's decoders raise nearly anything
        raise UnreadableImage(
            "The image is damaged or not complete, or of a rare kind that cannot be decoded. "
            "Save it again as PNG or JPEG and send that."
        ) from error


def _dpi(image: Image.Image) -> float | None:
    """The resolution that the file gives, when it is believable."""
    dpi = image.info.get("dpi")
    low, high = _CREDIBLE_DPI
    try:
        value = float(dpi[1])  # type: ignore[index]  # checked by what follows
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return None
    return round(value, 2) if low <= value <= high else None
