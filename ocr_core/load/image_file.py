"""Image files, opened with the decoder of their kind and no other."""

import io
from functools import cache

from PIL import Image

from ocr_core.load.media_type import MediaType

# Pillow's names: nothing but these decoders ever sees an upload. MPO (a JPEG with a
# preview behind it, which phones write) is opened by Pillow's JPEG plug-in.
_PILLOW_FORMATS = {
    MediaType.PNG: "PNG",
    MediaType.JPEG: "JPEG",
    MediaType.TIFF: "TIFF",
    MediaType.WEBP: "WEBP",
    MediaType.BMP: "BMP",
    MediaType.GIF: "GIF",
    MediaType.HEIF: "HEIF",
    MediaType.AVIF: "AVIF",
    MediaType.JPEG_2000: "JPEG2000",
}


def open_image(data: bytes, media_type: MediaType) -> Image.Image:
    """Read the header; at damaged bytes decoders raise nearly anything."""
    if media_type is MediaType.HEIF:
        _register_heif()
    return Image.open(io.BytesIO(data), formats=(_PILLOW_FORMATS[media_type],))


@cache
def _register_heif() -> None:
    """Make Pillow know HEIF; not before one came, since libheif takes its time to load."""
    import pi_heif

    pi_heif.register_heif_opener()
