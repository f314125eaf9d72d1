"""TIFFs whose samples Pillow takes for others, and frames that are no pages."""

import io
from typing import Any

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

from ocr_core import (
    Document,
    EngineInfo,
    Limits,
    OcrOptions,
    OutputFormat,
    Page,
    PageImage,
    Timings,
    open_source,
    render_document,
)
from tests.images import encode, hello
from tests.tiffs import grey_tags, grey_tiff, planar_tiff, tiff

PICTURE = hello(mode="L")
PLANAR = PICTURE.convert("RGB")


def pages(data: bytes) -> list[PageImage]:
    """The decoded pages of a file."""
    with open_source(data, limits=Limits()) as source:
        found = list(source.pages(OcrOptions()))
    assert all(isinstance(page, PageImage) for page in found)
    return found  # type: ignore[return-value]  # just asserted


def drawn(data: bytes) -> list[Image.Image]:
    """The pages of the searchable PDF, as a viewer draws them, a pixel a pixel."""
    read = pages(data)
    document = Document(
        media_type="image/tiff",
        languages="eng",
        engine=EngineInfo(name="tesserocr", version="5"),
        timings=Timings(decode_ms=0, ocr_ms=0),
        pages=tuple(
            Page(number=page.number, width=page.image.width, height=page.image.height)
            for page in read
        ),
    )
    made = render_document(document, OutputFormat.PDF, original=data).body
    with pypdfium2.PdfDocument(made) as pdf:
        return [
            page.render(scale=read[0].image.width / page.get_width(), grayscale=True)
            .to_pil()
            .convert("L")
            for page in pdf
        ]


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pictures in levels of grey."""
    return float(ImageStat.Stat(ImageChops.difference(one, other.resize(one.size))).mean[0])


DEEP: dict[str, Any] = {
    "12 bits": grey_tiff(PICTURE, 12),
    "16 bits": grey_tiff(PICTURE, 16),
    "16 bits, white is zero": grey_tiff(PICTURE, 16, white_is_zero=True),
    "32 bits without sign": grey_tiff(PICTURE, 32),
    "12 bits in 16, as the file says": grey_tiff(
        PICTURE.point(lambda level: level // 16), 16, tag_281=4096
    ),
    "12 bits in 16, without a word": grey_tiff(PICTURE.point(lambda level: level // 16), 16),
    "8 bits with sign": tiff(
        ({**grey_tags(PICTURE, 8), 339: 2}, [PICTURE.point(lambda level: level ^ 0x80).tobytes()])
    ),
    "16 bits in planes": planar_tiff(PLANAR),
    "16 bits in planes with an alpha channel": planar_tiff(PLANAR.convert("RGBA")),
    "16 bits in planes of ink": planar_tiff(PLANAR.convert("CMYK")),
}


@pytest.mark.parametrize("kind", DEEP)
def test_samples_are_what_the_file_says(kind: str) -> None:
    """The page is the picture that was written."""
    [page] = pages(DEEP[kind])

    assert page.image.mode == "L"
    # A sixteenth of the levels is left of 12 bits that were cut from 8.
    assert difference(page.image, PICTURE) < (17 if "in 16" in kind else 2)


@pytest.mark.parametrize("kind", DEEP)
def test_the_searchable_pdf_shows_the_same(kind: str) -> None:
    """Black print on white paper, and no negative of it."""
    [shown] = drawn(DEEP[kind])

    assert difference(shown, PICTURE) < (17 if "in 16" in kind else 4)


def test_float_samples_with_white_as_zero_are_turned_round() -> None:
    """Pillow turns 8 bits round and no other."""
    negative = ImageChops.invert(PICTURE)
    buffer = io.BytesIO()
    negative.convert("F").save(buffer, "TIFF")
    data = bytearray(buffer.getvalue())
    at = data.find(b"\x06\x01\x03\x00\x01\x00\x00\x00\x01\x00")  # tag 262, a short: 1
    assert at > 0
    data[at + 8] = 0
    [page] = pages(bytes(data))

    assert difference(page.image, PICTURE) < 2


def test_planes_that_cannot_be_read_are_no_other_text() -> None:
    """Two planes of 16 bits are refused, with what to do."""
    data = planar_tiff(PLANAR)
    other = data.replace(
        b"\x15\x01\x04\x00\x01\x00\x00\x00\x03", b"\x15\x01\x04\x00\x01\x00\x00\x00\x02"
    )
    assert other != data
    with pytest.raises(Exception, match=r"TIFF|image"):
        pages(other)


def _frame(image: Image.Image, **more: int) -> Any:
    tags: dict[int, int] = grey_tags(image, 8)
    extra = {int(name.removeprefix("tag_")): value for name, value in more.items()}
    return {**tags, **extra}, [image.tobytes()]


SMALL = PICTURE.reduce(4)


@pytest.mark.parametrize(
    ("frames", "sizes"),
    [
        ([_frame(PICTURE), _frame(SMALL, tag_254=1)], [PICTURE.size]),
        ([_frame(SMALL, tag_254=1), _frame(PICTURE)], [PICTURE.size]),
        ([_frame(PICTURE), _frame(SMALL, tag_255=2)], [PICTURE.size]),
        ([_frame(PICTURE), _frame(PICTURE, tag_254=4)], [PICTURE.size]),
        (
            [_frame(PICTURE, tag_254=2), _frame(SMALL, tag_254=3), _frame(SMALL, tag_254=2)],
            [PICTURE.size, SMALL.size],
        ),
        ([_frame(SMALL, tag_254=1)], [SMALL.size]),
        ([_frame(PICTURE), _frame(SMALL)], [PICTURE.size, SMALL.size]),
    ],
)
def test_thumbnails_and_masks_are_no_pages(frames: list[Any], sizes: list[Any]) -> None:
    """Versions in lower resolution are left out, wherever they stand; never all there is."""
    data = tiff(*frames)

    assert [page.image.size for page in pages(data)] == sizes
    assert [page.number for page in pages(data)] == list(range(1, len(sizes) + 1))


def test_the_pdf_has_the_pages_that_were_read() -> None:
    """A thumbnail before the page does not take its place."""
    data = tiff(_frame(SMALL, tag_254=1), _frame(PICTURE))
    [shown] = drawn(data)

    assert difference(shown, PICTURE) < 4


def test_other_formats_are_as_before() -> None:
    """A plain TIFF of several frames has all of them."""
    data = encode(PICTURE, "TIFF", save_all=True, append_images=[PICTURE])

    assert len(pages(data)) == 2
