"""At how many dots per inch a PDF page is drawn."""

import io

import img2pdf
import pikepdf
import pytest
from PIL import Image

from ocr_core import Limits, OcrOptions, PageImage, open_source
from tests.images import encode, hello
from tests.pdfs import text_pdf


def scan(width: int, height: int, points: tuple[float, float], *, unit: float = 1) -> bytes:
    """A PDF page of so many points, or larger units, that is one image of so many pixels."""
    image = Image.new("L", (width, height), 255)
    image.paste(hello(mode="L").resize((width, height)))
    absolute = tuple((img2pdf.ImgSize.abs, edge) for edge in points)
    layout = img2pdf.get_layout_fun(pagesize=points, imgsize=absolute)
    made = img2pdf.convert(encode(image, "PNG"), layout_fun=layout)
    if unit == 1:
        return bytes(made)
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(made)) as pdf:
        pdf.pages[0].obj.UserUnit = unit
        pdf.save(buffer, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return buffer.getvalue()


def page_of(data: bytes, **options: int) -> PageImage:
    """The first page, drawn."""
    with open_source(data, limits=Limits()) as source:
        page = next(iter(source.pages(OcrOptions(text_layer="ignore", **options))))
    assert isinstance(page, PageImage)
    return page


@pytest.mark.parametrize(
    ("pixels", "points", "dpi"),
    [
        ((1654, 2339), (1654, 2339), 72),
        ((2480, 3508), (595.2, 841.92), 300),
        ((3307, 4677), (595.26, 841.86), 400),
        ((1240, 1754), (595.2, 841.92), 150),
        ((3508, 2480), (841.92, 595.2), 300),
    ],
)
def test_a_scan_is_drawn_with_the_pixels_that_it_has(
    pixels: tuple[int, int], points: tuple[float, float], dpi: float
) -> None:
    """No more, of which there is nothing to see, and no fewer."""
    page = page_of(scan(*pixels, points))

    assert page.image.size == pixels
    assert page.dpi == pytest.approx(dpi, abs=0.1)


def test_a_small_scan_is_drawn_larger() -> None:
    """Letters of a few pixels are not read; twice the pixels are the most."""
    page = page_of(scan(827, 1169, (595.44, 841.68)))

    assert page.image.size == pytest.approx((1654, 2338), abs=2)


def test_what_a_caller_says_counts() -> None:
    """With `dpi`, a scan is drawn at that."""
    page = page_of(scan(1654, 2339, (1654, 2339)), dpi=144)

    assert page.image.size == (3308, 4678)


def test_text_is_drawn_at_300_dots_per_inch() -> None:
    """A page that is no scan has no pixels of its own."""
    page = page_of(text_pdf(["A page of a document."]))

    assert page.dpi == 300


def test_units_that_are_larger_than_points_count() -> None:
    """A page of 59.52 units of ten points is as wide as one of 595.2 points."""
    page = page_of(scan(2480, 1100, (59.52, 26.4), unit=10))

    assert page.image.size == (2480, 1100)
    assert page.dpi == pytest.approx(300, abs=0.1)


def test_text_in_larger_units_is_drawn_large_enough() -> None:
    """A page that is set small, and shown ten times as large, is drawn at 300 dots an inch."""
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(text_pdf(["A page of a document."]))) as pdf:
        size = [float(edge) for edge in pdf.pages[0].mediabox]
        pdf.pages[0].obj.UserUnit = 2
        pdf.save(buffer)
    page = page_of(buffer.getvalue())

    assert page.image.size == pytest.approx((size[2] * 2 / 72 * 300, size[3] * 2 / 72 * 300), abs=2)
    assert page.dpi == 300
