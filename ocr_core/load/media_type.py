"""What bytes are, told from their first few and never from a name or a header."""

from enum import StrEnum

from ocr_core.errors import UnreadableImage


class MediaType(StrEnum):
    """The kinds of file that can be read, by their registered media type."""

    PNG = "image/png"
    JPEG = "image/jpeg"
    TIFF = "image/tiff"
    WEBP = "image/webp"
    BMP = "image/bmp"
    GIF = "image/gif"
    HEIF = "image/heif"
    AVIF = "image/avif"
    JPEG_2000 = "image/jp2"
    PDF = "application/pdf"

    @property
    def label(self) -> str:
        """The name that people use, e.g. ``PNG``."""
        return {"WEBP": "WebP", "HEIF": "HEIC", "JPEG_2000": "JPEG 2000"}.get(self.name, self.name)

    @property
    def is_image(self) -> bool:
        """Whether it is a picture and not a document."""
        return self is not MediaType.PDF


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
    (b"\0\0\0\x0cjP  \r\n\x87\n", MediaType.JPEG_2000),
    (b"\xff\x4f\xff\x51", MediaType.JPEG_2000),
)
# Brands of the ISO base media file format (ISO/IEC 23008-12 annex B, AV1 Image File Format).
_AVIF_BRANDS = frozenset({b"avif", b"avis"})
_HEIF_BRANDS = frozenset(
    {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs", b"mif1", b"msf1"}
)
# Readers accept a PDF header that does not stand at the very start (ISO 32000-1, H.3.4.1).
_PDF_HEADER = b"%PDF-"
_PDF_SEARCH_BYTES = 1024


def sniff(data: bytes) -> MediaType | None:
    """The media type of ``data``, or ``None`` when it is of no known kind."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return MediaType.WEBP
    if data[4:8] == b"ftyp":
        return _sniff_brands(data)
    # What begins as an image is one, whatever its comments and profiles say.
    for magic, kind in _SIGNATURES:
        if data.startswith(magic):
            return kind
    return MediaType.PDF if _PDF_HEADER in data[:_PDF_SEARCH_BYTES] else None


def unsupported_type() -> UnreadableImage:
    """The error of a file that is of none of these types; it names them."""
    labels = ", ".join(media_type.label for media_type in MediaType)
    return UnreadableImage(f"Unsupported file type. Supported types: {labels}.")


def _sniff_brands(data: bytes) -> MediaType | None:
    """HEIF or AVIF, by the major brand and those that the file says to be compatible with."""
    size = min(int.from_bytes(data[:4], "big"), 256)
    brands = {data[8:12], *(data[at : at + 4] for at in range(16, size, 4))}
    if brands & _AVIF_BRANDS:
        return MediaType.AVIF
    return MediaType.HEIF if brands & _HEIF_BRANDS else None
