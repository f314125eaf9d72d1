"""Image files as pages of a PDF, upright, with the very pixels that they have.

The img2pdf package is not used: it decodes every frame of a file for one page, opens
files with all of Pillow's decoders, and refuses mirrored and transparent images.
"""

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream
from PIL import Image

from ocr_core.load.pixels import exif_orientation
from ocr_core.load.resolution import pixel_aspect
from ocr_core.model import Page
from ocr_core.render.pdf_pixels import PdfPixels, pdf_pixels

# PDF's unit is 1/72 inch (ISO 32000-1, 8.3.2.3).
_POINTS_PER_INCH = 72
# EXIF 2.32, XResolution: "when the image resolution is unknown, 72 [dpi] shall be designated".
# In whole dots per metre, as PNG and BMP have it, that becomes 72.01.
_UNKNOWN_DPI = 72.5
_A4_LONG_SIDE_INCHES = 297 / 25.4
# The smallest and largest page that every reader takes (ISO 32000-1, table C.1).
_MIN_PAGE_POINTS, _MAX_PAGE_POINTS = 3, 14_400
_HAIR_POINTS = 0.001
# Where the unit square of an image (ISO 32000-1, 8.9.5) goes for each EXIF orientation
# (EXIF 2.32, tag 0x0112): a matrix for a page that is 1 wide and 1 high.
_UPRIGHT = {
    1: (1, 0, 0, 1, 0, 0),
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    7: (0, 1, 1, 0, 0, 0),
    8: (0, 1, -1, 0, 1, 0),
}
_COLOUR_SPACES = {1: Name.DeviceGray, 3: Name.DeviceRGB, 4: Name.DeviceCMYK}
# ICC.1:2010, table 19: what a profile's header calls its colours.
_PROFILE_COLOURS = {1: b"GRAY", 3: b"RGB ", 4: b"CMYK"}


def add_image_page(
    pdf: pikepdf.Pdf, page: Page, image: Image.Image, original: bytes, *, frame: int
) -> None:
    """Append the frame of ``image`` that is ``page``.

    Args:
        pdf: gets the page.
        page: its number, size and resolution.
        image: the opened file.
        original: the bytes that ``image`` was opened from.
        frame: its number, from 0, in the file.
    """
    if image.tell() != frame:
        image.seek(frame)
    pixels = pdf_pixels(image, original)
    size = page_size(page, pixel_aspect(image))
    pdf_page = pdf.add_blank_page(page_size=size)
    pdf_page.obj.Resources = Dictionary(XObject=Dictionary(Page=_xobject(pdf, image, pixels)))
    operators = f"q {_placement(image, size)} cm /Page Do Q"
    pdf_page.obj.Contents = pdf.make_stream(operators.encode())


def page_size(page: Page, aspect: float = 1.0) -> tuple[float, float]:
    """Width and height of an image's page, in points.

    With an ``aspect`` (see ``pixel_aspect``) the resolution of the page is the higher one of the
    two that the file has.

    Where the file says no resolution, or 72 dpi, which is what cameras write when they
    know none, the page gets the long side of A4, for most such images show a sheet of
    about that size; what is smaller than that at 72 dpi stays so.
    """
    width, height = page.width * max(1.0, 1 / aspect), page.height * max(1.0, aspect)
    short, long = sorted((width, height))
    dpi = page.dpi or 0.0
    if dpi < _UNKNOWN_DPI:
        dpi = max(_POINTS_PER_INCH, long / _A4_LONG_SIDE_INCHES)
    dpi = min(dpi, short * _POINTS_PER_INCH / _MIN_PAGE_POINTS)
    dpi = max(dpi, long * _POINTS_PER_INCH / _MAX_PAGE_POINTS)
    scale = _POINTS_PER_INCH / dpi
    return round(width * scale, 4), round(height * scale, 4)


def _placement(image: Image.Image, size: tuple[float, float]) -> str:
    """The matrix that fills the page with the image, upright.

    It stays a hair inside the page, or else PDFium, when it draws the page at the image's
    own resolution, rounds it up to a pixel more and resamples it.
    """
    width, height = (extent - 2 * _HAIR_POINTS for extent in size)
    matrix = _UPRIGHT.get(exif_orientation(image), _UPRIGHT[1])
    edges = (0, 0, 0, 0, _HAIR_POINTS, _HAIR_POINTS)
    scaled = zip(matrix, (width, height) * 3, edges, strict=True)
    return " ".join(f"{value * extent + edge:.4f}" for value, extent, edge in scaled)


def _xobject(pdf: pikepdf.Pdf, image: Image.Image, pixels: PdfPixels) -> Stream:
    """An image as the page's content names it (ISO 32000-1, table 89)."""
    stream = pdf.make_stream(pixels.data, pixels.entries)
    stream.Type, stream.Subtype = Name.XObject, Name.Image
    colours = _colours(pdf, image, pixels.channels)
    if pixels.palette is None:
        stream.ColorSpace = colours
    else:
        last = len(pixels.palette) // 3 - 1
        stream.ColorSpace = Array([Name.Indexed, colours, last, pikepdf.String(pixels.palette)])
    return stream


def _colours(pdf: pikepdf.Pdf, image: Image.Image, channels: int) -> Object:
    """The image's own colour profile where it fits the channels (ISO 32000-1, 8.6.5.5)."""
    device: Name = _COLOUR_SPACES[channels]
    profile = image.info.get("icc_profile") or b""
    # ICC.1:2010, 7.2: the data's colours at 16, the signature at 36.
    if profile[36:40] != b"acsp" or profile[16:20] != _PROFILE_COLOURS[channels]:
        return device
    return Array([Name.ICCBased, pdf.make_stream(profile, N=channels, Alternate=device)])
