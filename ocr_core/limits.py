"""Ceilings on what one document may cost."""

from dataclasses import dataclass

from ocr_core.errors import ImageTooLarge, TooManyPages, UploadTooLarge

MAX_EDGE_PIXELS = 32_767
"""No edge of a page may be longer: Tesseract keeps coordinates in 16 bits ("Image too large:
(w, h)" in ``TessBaseAPI::FindLines``, checked against ``INT16_MAX``)."""

# What a page takes at the most while it is decoded, prepared and read, with a tenth to spare.
_BYTES_A_PIXEL = 20
# What the models of both engines and a page of usual size take.
_LEAST_MEMORY_BYTES = 2_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a document may hold at the most; each check raises and names its limit."""

    max_upload_bytes: int = 100_000_000
    max_pixels: int = 100_000_000
    max_pages: int = 50

    @property
    def max_memory_bytes(self) -> int:
        """Memory that reading a document may take, touched or not, in bytes.

        Pages of 100 megapixels took up to 1.8 GB; smaller ones are bounded by the models.
        """
        return max(_LEAST_MEMORY_BYTES, _BYTES_A_PIXEL * self.max_pixels)

    def check_upload(self, size_bytes: int) -> None:
        """Refuse more than ``max_upload_bytes``.

        Raises:
            UploadTooLarge: it is more.
        """
        if size_bytes > self.max_upload_bytes:
            raise UploadTooLarge(
                f"The upload is larger than the limit of {self.max_upload_bytes:,} bytes. "
                "Send fewer pages at once, or compress the image (a greyscale JPEG is read just as "
                "well)."
            )

    def check_pixels(self, width: int, height: int) -> None:
        """Refuse a page of more than ``max_pixels``; called before anything is decoded.

        Raises:
            ImageTooLarge: it is more.
        """
        if width * height > self.max_pixels:
            raise ImageTooLarge(
                f"The image has {width} × {height} pixels; the limit is {self.max_pixels:,} "
                "pixels. Scale it down: 300 dpi is enough for OCR."
            )

    def check_pages(self, count: int) -> None:
        """Refuse to read more than ``max_pages`` pages in one go.

        Raises:
            TooManyPages: there are more.
        """
        if count > self.max_pages:
            raise TooManyPages(
                f"More pages than the limit of {self.max_pages} were requested. "
                f"Select fewer, e.g. pages=1-{self.max_pages}."
            )
