"""Bytes to pages: formats, modes, orientation, damage."""

import io
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from ocr_core import Limits, MediaType, OcrOptions, PageImage, open_source, verify_image
from ocr_core.errors import (
    ImageTooLarge,
    InvalidOption,
    TooManyPages,
    UnreadableImage,
    UploadTooLarge,
)
from ocr_core.load.media_type import sniff
from tests.images import encode, hello, hello_png, huge_png

LIMITS = Limits()


def load(data: bytes, pages: str = "1-", limits: Limits = LIMITS) -> list[PageImage]:
    """The pages asked for, decoded."""
    with open_source(data, limits=limits) as source:
        return [
            page for page in source.pages(OcrOptions(pages=pages)) if isinstance(page, PageImage)
        ]


def grey_at(data: bytes, x: int, y: int) -> int:
    """One pixel of the first page."""
    value = load(data)[0].image.getpixel((x, y))
    assert isinstance(value, int)
    return value


@pytest.mark.parametrize(
    ("file_format", "media_type"),
    [
        ("PNG", MediaType.PNG),
        ("JPEG", MediaType.JPEG),
        ("TIFF", MediaType.TIFF),
        ("WEBP", MediaType.WEBP),
        ("BMP", MediaType.BMP),
        ("GIF", MediaType.GIF),
    ],
)
def test_each_format_is_known_by_its_content_and_decodes_to_grey(
    file_format: str, media_type: MediaType
) -> None:
    """Every supported format is recognised from its bytes and comes out as 8-bit grey."""
    data = encode(hello(), file_format)
    assert sniff(data) is media_type
    [page] = load(data)
    assert page.image.mode == "L"
    assert page.image.size == hello().size
    assert grey_at(data, 0, 0) >= 250  # the paper is white


@pytest.mark.parametrize("byte_order", [b"II+\0", b"MM\0+"])
def test_big_tiff_is_a_tiff(byte_order: bytes) -> None:
    """BigTIFF of both byte orders is recognised."""
    assert sniff(byte_order + b"\x08\0\0\0") is MediaType.TIFF


@pytest.mark.parametrize(
    "data",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<!doctype html><script>alert(1)</script>",
        b"just some text",
        b"\0" * 100,
        b"push graphic-context",
    ],
)
def test_what_is_no_image_is_refused(data: bytes) -> None:
    """Text, markup and other files are unreadable images, and the message says what can be sent."""
    with pytest.raises(UnreadableImage, match="PNG, JPEG, TIFF, WebP, BMP, GIF"):
        load(data)


def test_nothing_is_no_image() -> None:
    """An empty upload is an unreadable image."""
    with pytest.raises(UnreadableImage, match="empty"):
        load(b"")


@pytest.mark.parametrize("file_format", ["PNG", "JPEG", "TIFF", "WEBP", "BMP", "GIF"])
def test_a_truncated_file_is_unreadable(file_format: str) -> None:
    """Half a file is refused, whatever its format."""
    data = encode(hello(), file_format)
    with pytest.raises(UnreadableImage, match="damaged"):
        load(data[: len(data) // 2])


def test_black_text_on_a_transparent_background_is_laid_on_white() -> None:
    """Where the image is transparent, the paper is white and not black."""
    image = hello(mode="RGBA", paper="#00000000")
    assert grey_at(encode(image, "PNG"), 0, 0) == 255
    assert min(load(encode(image, "PNG"))[0].image.getextrema()) == 0


@pytest.mark.parametrize("mode", ["LA", "RGBA"])
def test_half_transparent_ink_is_mixed_with_white(mode: str) -> None:
    """An alpha of one half over black is middle grey."""
    image = Image.new(mode, (4, 4), (0, 128) if mode == "LA" else (0, 0, 0, 128))
    assert abs(grey_at(encode(image, "PNG"), 1, 1) - 127) <= 1


def test_a_palette_with_a_transparent_colour_is_laid_on_white() -> None:
    """The transparent entry of a palette is paper, whatever its colour."""
    image = Image.new("P", (4, 4), 0)
    image.putpalette([0, 0, 0, 200, 200, 200])
    image.putpixel((2, 2), 1)
    data = encode(image, "PNG", transparency=0)
    assert grey_at(data, 0, 0) == 255
    assert grey_at(data, 2, 2) == 200


def test_a_transparent_grey_level_is_laid_on_white() -> None:
    """A grey PNG may name one level as transparent (tRNS)."""
    image = Image.new("L", (4, 4), 0)
    assert grey_at(encode(image, "PNG", transparency=0), 0, 0) == 255


def test_sixteen_bit_samples_are_scaled_and_not_clipped() -> None:
    """Half of 65,535 is middle grey, in PNG and in TIFF of both byte orders."""
    image = Image.new("I;16", (4, 4), 32_768)
    for file_format in ("PNG", "TIFF"):
        assert abs(grey_at(encode(image, file_format), 0, 0) - 127) <= 1
    assert abs(grey_at(encode(Image.new("I;16B", (4, 4), 32_768), "TIFF"), 0, 0) - 127) <= 1


def test_a_transparent_level_of_sixteen_bits_is_laid_on_white() -> None:
    """A 16-bit PNG may name one level as transparent, and only that one is paper."""
    image = Image.new("I;16", (4, 4), 0x0100)
    image.putpixel((1, 1), 0)
    image.putpixel((2, 2), 0x0200)
    data = with_transparent_level(encode(image, "PNG"), 0x0100)
    assert grey_at(data, 0, 0) == 255
    assert grey_at(data, 1, 1) == 0
    assert grey_at(data, 2, 2) <= 2


def with_transparent_level(png: bytes, level: int) -> bytes:
    """A PNG file with a tRNS chunk before its pixels, which Pillow does not write for 16 bits."""
    body = b"tRNS" + level.to_bytes(2, "big")
    chunk = (2).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")
    at = png.index(b"IDAT") - 4
    return png[:at] + chunk + png[at:]


def test_samples_that_are_no_numbers_are_unreadable() -> None:
    """An infinite sample would make the whole page black: it is an error instead."""
    image = Image.new("F", (4, 4), 1.0)
    image.putpixel((0, 0), float("inf"))
    with pytest.raises(UnreadableImage):
        load(encode(image, "TIFF"))


def test_large_pages_are_converted_without_a_seam() -> None:
    """Rows are converted in bands: the last one ends with the page, and none is lost."""
    for height in (255, 256, 257, 600):
        image = Image.new("RGBA", (3, height), (0, 0, 0, 0))
        for row in range(0, height, 7):
            image.putpixel((1, row), (0, 0, 0, 255))
        [page] = load(encode(image, "PNG"))
        assert [page.image.getpixel((1, row)) for row in range(height)] == [
            0 if row % 7 == 0 else 255 for row in range(height)
        ]


def test_float_samples_are_spread_over_the_greys() -> None:
    """A float TIFF of 0 to 1 uses the whole range."""
    image = Image.new("F", (4, 4), 1.0)
    image.putpixel((0, 0), 0.0)
    data = encode(image, "TIFF")
    assert grey_at(data, 0, 0) == 0
    assert grey_at(data, 3, 3) == 255


def test_cmyk_is_read_as_it_looks() -> None:
    """No ink is white and full black is black."""
    image = Image.new("CMYK", (16, 8), (0, 0, 0, 0))
    image.paste((0, 0, 0, 255), (8, 0, 16, 8))
    for file_format in ("TIFF", "JPEG"):
        data = encode(image, file_format)
        assert grey_at(data, 1, 4) > 245
        assert grey_at(data, 14, 4) < 10


def test_one_bit_is_black_and_white() -> None:
    """A fax page comes out with 0 and 255."""
    image = hello(mode="1")
    assert load(encode(image, "TIFF", compression="group4"))[0].image.getextrema() == (0, 255)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_applied(orientation: int) -> None:
    """However a camera stored it, the page comes out upright."""
    upright = Image.new("L", (30, 20), 255)
    upright.paste(0, (0, 0, 6, 4))  # a dark corner, top left
    undo: dict[int, Callable[[Image.Image], Image.Image]] = {
        1: lambda i: i,
        2: lambda i: i.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
        3: lambda i: i.transpose(Image.Transpose.ROTATE_180),
        4: lambda i: i.transpose(Image.Transpose.FLIP_TOP_BOTTOM),
        5: lambda i: i.transpose(Image.Transpose.TRANSPOSE),
        6: lambda i: i.transpose(Image.Transpose.ROTATE_90),
        7: lambda i: i.transpose(Image.Transpose.TRANSVERSE),
        8: lambda i: i.transpose(Image.Transpose.ROTATE_270),
    }
    exif = Image.Exif()
    exif[0x0112] = orientation
    for file_format in ("PNG", "WEBP", "TIFF"):
        arguments = {"lossless": True} if file_format == "WEBP" else {}
        data = encode(undo[orientation](upright), file_format, exif=exif, **arguments)
        [page] = load(data)
        assert page.image.size == (30, 20), file_format
        assert page.image.getpixel((1, 1)) == 0, file_format
        assert page.image.getpixel((28, 18)) == 255, file_format


def test_damaged_exif_does_not_cost_the_image() -> None:
    """An image whose EXIF cannot be parsed is read as it is stored."""
    data = encode(hello(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff\0\0")
    with pytest.warns(UserWarning, match="EXIF"):
        assert load(data)[0].image.size == hello().size


def test_every_frame_of_a_tiff_is_a_page() -> None:
    """Frames come in order, numbered from 1, each with its own pixels."""
    frames = [Image.new("L", (10 + index, 10), index * 50) for index in range(3)]
    data = encode(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    pages = load(data)
    assert [page.number for page in pages] == [1, 2, 3]
    assert [page.image.width for page in pages] == [10, 11, 12]
    assert [page.image.getpixel((0, 0)) for page in pages] == [0, 50, 100]


def test_only_the_pages_asked_for_are_decoded() -> None:
    """A selection gives those pages, with their own numbers."""
    frames = [Image.new("L", (10, 10), index) for index in range(4)]
    data = encode(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    assert [page.number for page in load(data, "2,4")] == [2, 4]
    with pytest.raises(InvalidOption, match="the file has 4"):
        load(data, "9-")


def test_too_many_pages_are_refused_before_any_is_decoded() -> None:
    """More pages than the limit raise, and a selection within it is read."""
    frames = [Image.new("L", (10, 10), index) for index in range(4)]
    data = encode(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    limits = Limits(max_pages=3)
    with pytest.raises(TooManyPages, match="pages=1-3"):
        load(data, limits=limits)
    assert len(load(data, "2-4", limits=limits)) == 3


def test_a_file_of_countless_frames_is_refused_soon() -> None:
    """Frames are not counted beyond what any document has, whatever pages are asked for."""
    frame = Image.new("1", (1, 1))
    data = encode(frame, "TIFF", save_all=True, append_images=[frame] * 2_100)
    for pages in ("1", "1-", "2000-"):
        with pytest.raises(TooManyPages, match="2,000 pages"):
            load(data, pages)


def test_the_preview_in_a_phone_picture_is_no_page() -> None:
    """A JPEG with a second picture behind it (MPO) has one page."""
    data = encode(hello(), "MPO", save_all=True, append_images=[Image.new("RGB", (8, 8))])
    assert sniff(data) is MediaType.JPEG
    assert len(load(data)) == 1


def test_a_flood_of_pixels_is_refused_from_the_header() -> None:
    """100 KB that would decode to 900 megapixels are refused."""
    with pytest.raises(ImageTooLarge):
        load(huge_png())
    with pytest.raises(ImageTooLarge, match="300 dpi"):
        load(encode(Image.new("L", (101, 100)), "PNG"), limits=Limits(max_pixels=10_000))


def test_a_later_frame_may_not_be_larger_than_the_limit() -> None:
    """Each frame is checked, not only the first."""
    frames = [Image.new("L", (10, 10)), Image.new("L", (200, 200))]
    data = encode(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    with pytest.raises(ImageTooLarge):
        load(data, limits=Limits(max_pixels=1_000))


def test_too_many_bytes_are_refused() -> None:
    """The message names the limit."""
    with pytest.raises(UploadTooLarge, match="1,000 bytes"):
        load(hello_png(), limits=Limits(max_upload_bytes=1_000))


@pytest.mark.parametrize(
    ("dpi", "expected"), [((300, 300), 300), ((10, 10), None), ((9_999, 9_999), None), (None, None)]
)
def test_only_a_believable_resolution_counts(
    dpi: tuple[int, int] | None, expected: int | None
) -> None:
    """Absent and absurd resolutions are none."""
    data = encode(hello(), "PNG", **({"dpi": dpi} if dpi else {}))
    found = load(data)[0].dpi
    assert found == (pytest.approx(expected, abs=0.1) if expected else None)


def test_a_page_stays_whole_while_the_next_is_decoded() -> None:
    """A decoded page does not change when its source moves on and is closed."""
    frames = [Image.new("L", (10, 10), value) for value in (10, 20)]
    data = encode(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    first, second = load(data)
    assert first.image.getpixel((0, 0)) == 10
    assert second.image.getpixel((0, 0)) == 20


def test_a_single_page_is_not_copied_and_outlives_its_file() -> None:
    """Its pixels are those that were decoded, whoever asks."""
    with open_source(encode(Image.new("L", (10, 10), 20), "JPEG"), limits=LIMITS) as source:
        [first], [again] = source.pages(OcrOptions()), source.pages(OcrOptions())
    assert isinstance(first, PageImage)
    assert isinstance(again, PageImage)
    assert first.image is again.image
    assert first.image.getpixel((0, 0)) == 20


def test_an_image_is_verified_by_decoding_it() -> None:
    """The real type comes back; a damaged body raises although its header is good."""
    data = hello_png()
    assert verify_image(data, limits=LIMITS) is MediaType.PNG
    with pytest.raises(UnreadableImage):
        verify_image(data[:-200], limits=LIMITS)


def test_a_name_inside_the_file_is_not_followed() -> None:
    """An ImageMagick script called .jpg is text, not an image."""
    with pytest.raises(UnreadableImage):
        load(b"push graphic-context\nviewbox 0 0 640 480\nfill 'url(http://127.0.0.1/)'\n")


def test_pillow_opens_nothing_but_the_sniffed_format() -> None:
    """A PNG signature in front of another format does not reach that format's decoder."""
    jpeg = encode(hello(), "JPEG")
    with pytest.raises(UnreadableImage):
        load(b"\x89PNG\r\n\x1a\n" + jpeg)
    assert Image.open(io.BytesIO(jpeg)).format == "JPEG"


@pytest.mark.parametrize(
    ("file_format", "media_type"),
    [("AVIF", MediaType.AVIF), ("JPEG2000", MediaType.JPEG_2000)],
)
def test_newer_formats_are_known_and_read(file_format: str, media_type: MediaType) -> None:
    """AVIF and JPEG 2000 are recognised by content and come out as grey."""
    data = encode(hello(), file_format)
    assert sniff(data) is media_type
    [page] = load(data)
    assert page.image.size == hello().size
    assert grey_at(data, 0, 0) >= 250


def test_a_bare_jpeg_2000_codestream_is_known() -> None:
    """The codestream without the box format around it (ISO 15444-1, annex A)."""
    data = encode(hello(), "JPEG2000", no_jp2=True)
    assert data.startswith(b"\xff\x4f\xff\x51")
    assert sniff(data) is MediaType.JPEG_2000
    assert load(data)[0].image.size == hello().size


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", MediaType.HEIF),
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf", MediaType.AVIF),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1miaf", MediaType.HEIF),
        (b"\0\0\0\x18ftypisom\0\0\0\0isommp42", None),
    ],
)
def test_heif_avif_and_video_are_told_apart(header: bytes, expected: MediaType | None) -> None:
    """All begin with `ftyp`; the brands say which it is."""
    assert sniff(header) is expected


def test_pictures_of_phones_are_read(corpus: Path) -> None:
    """HEIC files of 8, 10 and 12 bits are decoded; damaged ones and floods are refused."""
    outcomes: dict[str, int] = {}
    for path in sorted((corpus / "robust" / "heif_pillow").rglob("*.hei[cf]")):
        try:
            load(path.read_bytes())
            outcome = "read"
        except (UnreadableImage, ImageTooLarge, TooManyPages) as error:
            outcome = error.code
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
    assert outcomes["read"] >= 10, outcomes
    assert outcomes["image_too_large"] >= 1, outcomes


@pytest.mark.parametrize(
    ("media_type", "name"),
    [(MediaType.JPEG, "JPEG"), (MediaType.GIF, "GIF"), (MediaType.PNG, "PNG")],
)
def test_an_image_that_speaks_of_pdf_is_an_image(media_type: MediaType, name: str) -> None:
    """A comment or a profile within the first kilobyte may hold a PDF's header."""
    buffer = io.BytesIO()
    arguments: dict[str, object] = {"comment": b"made from %PDF-1.7"}
    if name == "PNG":
        notes = PngInfo()
        notes.add_text("Comment", "made from %PDF-1.7")
        arguments = {"pnginfo": notes}
    Image.new("L", (40, 20), 255).save(buffer, name, **arguments)
    assert b"%PDF-" in buffer.getvalue()[:1024]
    assert sniff(buffer.getvalue()) is media_type
    assert sniff(b"junk before it\n%PDF-1.7\n") is MediaType.PDF
