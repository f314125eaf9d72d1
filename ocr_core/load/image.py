"""Image files, decoded by Pillow."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Self

from PIL import Image

from ocr_core.engine import PageImage
from ocr_core.errors import ImageTooLarge, OcrError, UnreadableImage
from ocr_core.limits import Limits
from ocr_core.load.colour_contrast import LOOK_SIZE, find_colour_text, show_colour_text
from ocr_core.load.damage import is_own_mistake
from ocr_core.load.frames import page_frames
from ocr_core.load.image_file import open_image
from ocr_core.load.media_type import MediaType
from ocr_core.load.page_selection import select_pages
from ocr_core.load.pixels import exif_orientation, to_grey, upright
from ocr_core.load.resolution import pixel_aspect, resolution
from ocr_core.load.tiff_samples import standard_samples
from ocr_core.model import Page, TextSource
from ocr_core.options import OcrOptions, TextLayer

# TIFF 6.0, section 15: TileWidth and TileLength.
_TILE_SIZE = (322, 323)


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
        self._data = data
        self._is_handed_over = False
        with _damage_is_unreadable():
            self._image = open_image(data, media_type)
            self._check_size()

    @property
    def page_count(self) -> int:
        """How many pages there are; see ``PageSource.page_count``."""
        return len(self._frames)

    @cached_property
    def _frames(self) -> Sequence[int]:
        """Pillow's numbers of the frames that are pages."""
        with _damage_is_unreadable():
            return page_frames(self._image, self.media_type, self._data)

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

    def _page(self, number: int) -> PageImage:
        started_s = time.perf_counter()
        with _damage_is_unreadable():
            grey = self._grey_frame(self._frames[number - 1])
            aspect = pixel_aspect(self._image)
            found = resolution(self._image)
        size = None if aspect == 1 else grey.size
        if size is not None:
            grey = self._stretched(grey, aspect)
        return PageImage(
            number=number,
            image=grey,
            dpi=found and (found.down if aspect == 1 else max(found)),
            decode_ms=(time.perf_counter() - started_s) * 1000,
            size=size,
        )

    def _stretched(self, grey: Image.Image, aspect: float) -> Image.Image:
        """With square pixels: higher, or for an aspect below 1 wider."""
        width = round(grey.width * max(1.0, 1 / aspect))
        height = round(grey.height * max(1.0, aspect))
        self._limits.check_pixels(width, height)
        return grey.resize((width, height), Image.Resampling.BILINEAR)

    def _grey_frame(self, index: int) -> Image.Image:
        image = self._image
        if index != image.tell():
            image.seek(index)
        self._check_size()
        grey = upright(self._grey(image), exif_orientation(image))
        if grey is image and self.page_count > 1:
            # The next frame is decoded into the same object, while this one is still being read.
            return grey.copy()
        self._is_handed_over = grey is image
        return grey

    def _grey(self, image: Image.Image) -> Image.Image:
        """The frame that the image stands on, in grey, with text that colour alone shows."""
        if self.media_type is MediaType.TIFF:
            image = standard_samples(image, self._data)
        elif self.media_type is MediaType.JPEG and image.mode == "RGB":
            found = find_colour_text(self._jpeg(draft_size=LOOK_SIZE))
            if found:
                return show_colour_text(self._jpeg(), found)
            # JPEG holds the grey in a channel of its own: no colour is decoded for it.
            image.draft("L", image.size)
        image.load()
        if image.mode in ("RGB", "P") and not image.has_transparency_data:
            coloured = image.convert("RGB")
            found = find_colour_text(coloured)
            if found:
                return show_colour_text(coloured, found)
        return to_grey(image)

    def _jpeg(self, draft_size: tuple[int, int] | None = None) -> Image.Image:
        """The JPEG in colour, in a size of its own that is no smaller than ``draft_size``."""
        with open_image(self._data, MediaType.JPEG) as image:
            if draft_size:
                image.draft("RGB", draft_size)
            image.load()
            return image

    def _check_size(self) -> None:
        width, height = self._image.size
        if width < 1 or height < 1:
            raise UnreadableImage(
                "The image has no pixels. Save it again as PNG or JPEG and send that."
            )
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
        if is_own_mistake(error):
            raise
        raise UnreadableImage(
            "The image is damaged or incomplete, or its encoding is not supported. "
            "Save it again as PNG or JPEG and send that."
        ) from error
