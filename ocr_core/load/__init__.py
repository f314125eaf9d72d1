"""From bytes to pages: what the bytes are, and the pictures in them."""

from ocr_core.errors import UnreadableImage
from ocr_core.limits import Limits
from ocr_core.load.image import ImageSource
from ocr_core.load.media_type import MediaType, sniff, unsupported_type
from ocr_core.load.page_selection import select_pages
from ocr_core.load.source import PageSource
from ocr_core.options import OcrOptions

__all__ = [
    "MediaType",
    "PageSource",
    "open_source",
    "select_pages",
    "sniff_or_refuse",
    "verify_image",
]


def open_source(data: bytes, *, limits: Limits, password: str | None = None) -> PageSource:
    """Find out what ``data`` is and make its pages available; only headers are read here.

    Args:
        data: the file.
        limits: ceilings on it.
        password: of an encrypted PDF.

    Raises:
        UploadTooLarge: more bytes than the limit.
        ImageTooLarge: more pixels than the limit.
        UnreadableImage: empty, damaged, or nothing that can be read.
        UnreadablePdf, EmptyPdf, PasswordRequired, WrongPassword: see ``PdfSource``.
    """
    limits.check_upload(len(data))
    media_type = sniff_or_refuse(data)
    if media_type is MediaType.PDF:
        from ocr_core.load.pdf import PdfSource  # PDFium is loaded when the first PDF comes

        return PdfSource(data, limits=limits, password=password)
    return ImageSource(data, media_type, limits=limits)


def sniff_or_refuse(data: bytes) -> MediaType:
    """What ``data`` is, told from its first bytes.

    Raises:
        UnreadableImage: empty, or nothing that is known.
    """
    if not data:
        raise UnreadableImage("The upload is empty. Send an image or a PDF.")
    media_type = sniff(data)
    if media_type is None:
        raise unsupported_type()
    return media_type


def verify_image(data: bytes, *, limits: Limits) -> MediaType:
    """What ``data`` is, once its first page has been decoded.

    Raises:
        InputError: as ``open_source`` and ``PageSource.pages`` do.
    """
    limits.check_upload(len(data))
    media_type = sniff_or_refuse(data)
    if not media_type.is_image:
        raise UnreadableImage("The upload is a PDF, not an image. Send an image.")
    with ImageSource(data, media_type, limits=limits) as source:
        for _ in source.pages(OcrOptions(pages="1")):
            break
        return source.media_type
