"""Pixels that are not square, and grounds for what is transparent."""

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

from ocr_core import (
    Deadline,
    DocumentReader,
    EngineChoice,
    Limits,
    OcrOptions,
    OutputFormat,
    PageImage,
    ReadBy,
    create_engine,
    open_source,
    render_document,
)
from tests.images import LINES, encode, hello


def page_of(data: bytes) -> PageImage:
    """The one page of a file."""
    with open_source(data, limits=Limits()) as source:
        [page] = source.pages(OcrOptions())
    assert isinstance(page, PageImage)
    return page


FLAT = hello(mode="L").resize((hello().width, hello().height // 2))


@pytest.mark.parametrize(
    ("file_format", "arguments", "stretched"),
    [
        ("TIFF", {"dpi": (204, 98)}, (FLAT.width, round(FLAT.height * 204 / 98))),
        ("TIFF", {"dpi": (204, 391)}, (round(FLAT.width * 391 / 204), FLAT.height)),
        ("PNG", {"dpi": (200, 100)}, (FLAT.width, 2 * FLAT.height)),
        ("JPEG", {"dpi": (200, 100), "quality": 95}, (FLAT.width, 2 * FLAT.height)),
        ("BMP", {"dpi": (200, 100)}, (FLAT.width, 2 * FLAT.height)),
        ("PNG", {"dpi": (300, 300)}, FLAT.size),
        ("PNG", {"dpi": (300, 290)}, FLAT.size),
        ("TIFF", {"dpi": (1200, 100)}, FLAT.size),
        ("PNG", {}, FLAT.size),
    ],
)
def test_pixels_are_squared_before_they_are_read(
    file_format: str, arguments: dict[str, object], stretched: tuple[int, int]
) -> None:
    """A fax has twice as many dots across as down; a slip of the pen is no such thing."""
    page = page_of(encode(FLAT, file_format, **arguments))

    assert page.image.size == pytest.approx(stretched, abs=2)
    assert page.size == (None if stretched == FLAT.size else FLAT.size)


def test_boxes_and_the_pdf_are_those_of_the_file() -> None:
    """What is read of a stretched page stands where the file has it, and prints in its size."""
    data = encode(FLAT, "TIFF", dpi=(204, 102))
    engine = create_engine(
        EngineChoice.AUTO, concurrency=1, line_threads=1, tessdata_directory=None
    )
    reader = DocumentReader(engine, limits=Limits(), workers=1)
    options = OcrOptions(engine=ReadBy.TESSERACT)
    document = reader.read(data, options, deadline=Deadline.never())
    reader.close()
    [page] = document.pages
    made = render_document(document, OutputFormat.PDF, original=data).body
    with pypdfium2.PdfDocument(made) as pdf:
        size = pdf[0].get_size()
        text = pdf[0].get_textpage().get_text_range()

    assert (page.width, page.height) == FLAT.size
    assert page.text.split("\n") == list(LINES)
    assert all(line.box.bottom <= FLAT.height for line in page.lines)
    assert size == pytest.approx((FLAT.width * 72 / 204, FLAT.height * 72 / 102), abs=0.1)
    assert LINES[0] in text


def on_transparent(colour: int) -> Image.Image:
    """Letters of one grey on a ground that is transparent."""
    ink = ImageChops.invert(hello(mode="L"))
    solid = Image.new("RGBA", ink.size, (colour,) * 3 + (255,))
    solid.putalpha(ink)
    return solid


@pytest.mark.parametrize("colour", [255, 230, 0, 90])
@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_letters_on_a_transparent_ground_are_dark_on_light(colour: int, mode: str) -> None:
    """White letters are laid on black and turned round; dark ones are on white as ever."""
    page = page_of(encode(on_transparent(colour).convert(mode), "PNG"))
    mean = ImageStat.Stat(page.image).mean[0]

    assert mean > 200
    assert page.image.getextrema()[1] == 255
    assert min(page.image.tobytes()) < 100


def test_a_page_with_a_clear_rim_is_on_white() -> None:
    """A scan on paper of its own, with transparent corners, is no white text."""
    scan = hello(mode="L").convert("RGBA")
    scan.paste((0, 0, 0, 0), (0, 0, 40, 40))
    page = page_of(encode(scan, "PNG"))

    assert page.image.getpixel((5, 5)) == 255
    assert ImageStat.Stat(page.image).mean[0] > 200
