"""What bytes are, told from their first few and never from a name or a header."""

from enum import StrEnum


class MediaType(StrEnum):
    """The kinds of file that can be read, by their registered media type."""

    PNG = "image/png"
    JPEG = "image/jpeg"
    TIFF = "image/tiff"
    WEBP = "image/webp"
    BMP = "image/bmp"
    GIF = "image/gif"

    @property
    def label(self) -> str:
        """The name that people use, e.g. ``PNG``."""
        return {"WEBP": "WebP"}.get(self.name, self.name)


# Each format's own specification gives these: PNG 5.2, JFIF/Exif SOI + marker,
# TIFF 6.0 section 2 and BigTIFF (43), GIF87a and GIF89a, BITMAPFILEHEADER.
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", MediaType.PNG),
    (b"\xff\xd8\xff", MediaType.JPEG),
    (b"II*\0", MediaType.TIFF),
    (b"MM\0*", MediaType.TIFF),
    (b"II+\0", MediaType.TIFF),
    (b"MM\0+", MediaType.TIFF),
    (b"GIF87a", MediaType.GIF),
    (b"GIF89a", MediaType.GIF),
    (b"BM", MediaType.BMP),
)


def sniff(data: bytes) -> MediaType | None:
    """The media type of ``data``, or ``None`` when it is of no known kind."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return MediaType.WEBP
    return next((kind for magic, kind in _SIGNATURES if data.startswith(magic)), None)
