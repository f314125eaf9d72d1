"""Images as pages: the very pixels, upright, in a sheet of a sensible size."""

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageCms, ImageDraw, TiffImagePlugin

from ocr_core import Limits, MediaType, OcrOptions, PageImage, open_source
from ocr_core.errors import UnreadableImage
from ocr_core.render.pdf import render
from ocr_core.render.pdf_image import page_size
from ocr_core.render.pdf_pixels import pdf_pixels
from tests.images import encode, hello

from .documents import box_of, document_of, line_at, page_of
from .readers import assert_sound, assert_stands_in, drawn, embedded, found_at

SIZE = (301, 203)


def picture(mode: str = "RGB") -> Image.Image:
    """Colours and edges, of an odd size, and not symmetrical in any way."""
    image = Image.radial_gradient("L").resize(SIZE).convert("RGB")
    draw = ImageDraw.Draw(image)
    draw.rectangle((3, 5, 90, 40), fill=(200, 30, 60))
    draw.rectangle((200, 100, 260, 190), fill=(10, 120, 240))
    draw.text((20, 80), "Upright", fill=(0, 0, 0))
    return image.convert(mode)


def rendered(data: bytes, *, pages: str = "1-") -> bytes:
    """The PDF of an image file, in which a line of text was read on each page."""
    with open_source(data, limits=Limits()) as source:
        images = list(source.pages(OcrOptions(pages=pages)))
    read = [
        page_of(line_at("Upright", 80), number=image.number, size=image.image.size, dpi=image.dpi)
        for image in images
        if isinstance(image, PageImage)
    ]
    pdf = render(document_of(*read, media_type=source.media_type), data)
    assert_sound(pdf)
    return pdf


def pillow(data: bytes, frame: int = 0) -> Image.Image:
    """The pixels of an image file as Pillow decodes them."""
    image = Image.open(io.BytesIO(data))
    image.seek(frame)
    image.load()
    return image


def assert_same(first: Image.Image, second: Image.Image, *, tolerance: int = 0) -> None:
    """The same size, and no pixel that differs by more than ``tolerance``."""
    assert first.size == second.size
    pairs = zip(first.convert("RGB").tobytes(), second.convert("RGB").tobytes(), strict=True)
    assert max(abs(one - other) for one, other in pairs) <= tolerance


@pytest.mark.parametrize("mode", ["RGB", "L"])
@pytest.mark.parametrize("progressive", [False, True])
def test_a_jpeg_is_embedded_as_it_is(mode: str, progressive: bool) -> None:
    """Its very bytes are in the PDF, and PDFium draws the pixels that Pillow decodes."""
    data = encode(picture(mode), "JPEG", quality=80, progressive=progressive)
    pdf = rendered(data)
    assert embedded(pdf).raw == data
    assert_same(drawn(pdf, SIZE), pillow(data))


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "I;16"])
def test_a_png_is_embedded_as_it_is(mode: str) -> None:
    """Its compressed data is in the PDF, and PDFium draws its pixels."""
    is_deep = mode == "I;16"
    image = picture("L" if is_deep else mode)
    deep = image.convert("I").point(lambda value: value * 257).convert("I;16")
    data = encode(deep if is_deep else image, "PNG")
    pdf = rendered(data)
    # `encode` writes one IDAT chunk for an image as small as this.
    assert embedded(pdf).raw in data
    assert_same(drawn(pdf, SIZE), image, tolerance=1 if is_deep else 0)


@pytest.mark.parametrize("photometric", [0, 1])
def test_a_group4_tiff_is_embedded_as_it_is(photometric: int) -> None:
    """The one strip of a fax page is in the PDF, whichever of its bits is black."""
    ink = hello(mode="1")
    tags = {TiffImagePlugin.PHOTOMETRIC_INTERPRETATION: photometric}
    data = encode(ink, "TIFF", compression="group4", tiffinfo=tags, strip_size=1 << 24)
    pdf = rendered(data)
    assert embedded(pdf).filter == "/CCITTFaxDecode"
    assert embedded(pdf).raw in data
    assert_same(drawn(pdf, ink.size), ink)


@pytest.mark.parametrize("compression", ["group4", "group3", "packbits", "raw"])
def test_one_bit_a_pixel_stays_so(compression: str) -> None:
    """A TIFF of several strips, or compressed otherwise, becomes one strip of Group 4."""
    ink = hello(mode="1")
    data = encode(ink, "TIFF", compression=compression, strip_size=2_000)
    pdf = rendered(data)
    assert embedded(pdf).filter == "/CCITTFaxDecode"
    assert_same(drawn(pdf, ink.size), ink)


@pytest.mark.parametrize(
    ("file_format", "arguments"),
    [
        ("TIFF", {"compression": "tiff_lzw"}),
        ("BMP", {}),
        ("WEBP", {"lossless": True}),
        ("JPEG2000", {"irreversible": False}),
        ("AVIF", {"quality": 90}),
        ("GIF", {}),
    ],
)
def test_other_formats_keep_their_pixels(file_format: str, arguments: dict[str, Any]) -> None:
    """What PDF does not know is decoded, and drawn as Pillow decodes it."""
    data = encode(picture(), file_format, **arguments)
    assert_same(drawn(rendered(data), SIZE), pillow(data))


def test_a_palette_stays_a_palette() -> None:
    """A GIF's pixels are numbers of colours in the PDF too: it does not grow threefold."""
    pdf = rendered(encode(picture("P"), "GIF"))
    assert embedded(pdf).colours == "/Indexed"


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_transparency_is_laid_on_white(mode: str) -> None:
    """What shines through is paper, and half-transparent ink is mixed with it."""
    image = picture(mode)
    image.putalpha(Image.linear_gradient("L").resize(SIZE))
    expected = Image.new("RGB", SIZE, "white")
    expected.paste(image.convert("RGB"), mask=image.getchannel("A"))
    assert_same(drawn(rendered(encode(image, "PNG")), SIZE), expected, tolerance=1)


def test_a_transparent_colour_of_a_palette_is_laid_on_white() -> None:
    """The transparent entry of a palette is paper, whatever its colour."""
    image = Image.new("P", SIZE, 0)
    image.putpalette([0, 0, 0, 200, 100, 50])
    image.paste(1, (10, 10, 50, 50))
    page = drawn(rendered(encode(image, "PNG", transparency=0)), SIZE)
    assert page.getpixel((0, 0)) == (255, 255, 255)
    assert page.getpixel((20, 20)) == (200, 100, 50)


@pytest.mark.parametrize("mode", ["I;16", "I;16B"])
def test_sixteen_bits_a_sample_are_kept(mode: str) -> None:
    """A deep TIFF of either byte order has all its bits in the PDF."""
    pdf = rendered(encode(Image.new(mode, SIZE, 0x8123), "TIFF"))
    assert embedded(pdf).bits == 16
    assert embedded(pdf).samples == b"\x81\x23" * (SIZE[0] * SIZE[1])
    assert_same(drawn(pdf, SIZE), Image.new("L", SIZE, 0x81), tolerance=1)


def test_float_samples_are_drawn_as_they_are_read() -> None:
    """What has no counterpart in PDF comes out in the greys that the engine saw."""
    image = Image.new("F", SIZE, 1.0)
    image.paste(0.0, (0, 0, 100, 100))
    page = drawn(rendered(encode(image, "TIFF")), SIZE)
    assert page.getpixel((5, 5)) == (0, 0, 0)
    assert page.getpixel((200, 150)) == (255, 255, 255)


@pytest.mark.parametrize("file_format", ["JPEG", "TIFF"])
def test_cmyk_stays_cmyk_and_looks_right(file_format: str) -> None:
    """No ink is white, black ink is black, and magenta is no green."""
    image = Image.new("CMYK", SIZE, (0, 0, 0, 0))
    image.paste((0, 0, 0, 255), (0, 0, 100, 203))
    image.paste((0, 255, 0, 0), (200, 0, 301, 203))
    pdf = rendered(encode(image, file_format))
    assert embedded(pdf).colours == "/DeviceCMYK"
    page = drawn(pdf, SIZE)
    dark, light, magenta = (page.getpixel((x, 100)) for x in (50, 150, 250))
    assert isinstance(dark, tuple)
    assert isinstance(light, tuple)
    assert isinstance(magenta, tuple)
    assert max(dark) < 60
    assert min(light) > 245
    assert magenta[1] < 60 < 180 < magenta[0]


def test_a_jpeg_that_pdf_does_not_know_is_decoded() -> None:
    """A JPEG whose frame is not of PDF's kinds (here: none is found) is not passed on."""
    data = encode(picture(), "JPEG")
    broken = bytearray(data)
    # An APP0 segment that claims to be longer than the file hides all that follows.
    broken[4:6] = b"\xff\xff"
    with Image.open(io.BytesIO(data)) as image:
        assert pdf_pixels(image, bytes(broken)).entries.Filter == "/FlateDecode"
        assert pdf_pixels(image, data).entries.Filter == "/DCTDecode"


_UNDO: dict[int, Callable[[Image.Image], Image.Image]] = {
    1: lambda image: image,
    2: lambda image: image.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
    3: lambda image: image.transpose(Image.Transpose.ROTATE_180),
    4: lambda image: image.transpose(Image.Transpose.FLIP_TOP_BOTTOM),
    5: lambda image: image.transpose(Image.Transpose.TRANSPOSE),
    6: lambda image: image.transpose(Image.Transpose.ROTATE_90),
    7: lambda image: image.transpose(Image.Transpose.TRANSVERSE),
    8: lambda image: image.transpose(Image.Transpose.ROTATE_270),
}


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("file_format", ["PNG", "JPEG", "TIFF", "WEBP"])
def test_every_exif_orientation_is_shown_upright(file_format: str, orientation: int) -> None:
    """However a camera stored it, the page is upright, and its text where it should be."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    arguments: dict[str, Any] = {"lossless": True} if file_format == "WEBP" else {}
    data = encode(_UNDO[orientation](picture()), file_format, exif=exif, **arguments)
    pdf = rendered(data)
    # JPEG is not without loss, and its blocks start at another edge.
    assert_same(drawn(pdf, SIZE), picture(), tolerance=110 if file_format == "JPEG" else 0)
    assert_stands_in(found_at(pdf, "Upright", SIZE), box_of(50, 80, 120, 100))
    if file_format == "JPEG":
        assert embedded(pdf).raw == data


@pytest.mark.parametrize("file_format", ["TIFF", "GIF", "WEBP", "PNG"])
def test_the_frames_asked_for_become_the_pages(file_format: str) -> None:
    """A selection of frames gives those pages, in order, each with its own pixels."""
    frames = [Image.new("RGB", SIZE, (60 * index, 0, 0)) for index in range(4)]
    arguments: dict[str, Any] = {"lossless": True} if file_format == "WEBP" else {}
    data = encode(frames[0], file_format, save_all=True, append_images=frames[1:], **arguments)
    pdf = rendered(data, pages="2,4")
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages) == 2
    for index, frame in enumerate((1, 3)):
        assert_same(drawn(pdf, SIZE, index), frames[frame])


def test_the_default_image_of_an_animation_is_no_page_of_the_pdf() -> None:
    """Where the animation does not show it: page 1 is the first frame that is shown."""
    frames = [Image.new("RGB", SIZE, (60 * index, 0, 0)) for index in range(3)]
    data = encode(frames[0], "PNG", save_all=True, append_images=frames[1:], default_image=True)
    pdf = rendered(data)
    assert_same(drawn(pdf, SIZE, 0), frames[1])
    assert_same(drawn(pdf, SIZE, 1), frames[2])


def test_frames_of_several_kinds_and_sizes_stay_what_they_are() -> None:
    """A TIFF of a fax page and a photograph has a page of each, with its own size."""
    photograph = Image.new("RGB", (120, 80), (9, 99, 199))
    ink = hello(mode="1")
    data = encode(
        ink, "TIFF", save_all=True, append_images=[photograph], compression="tiff_adobe_deflate"
    )
    pdf = rendered(data)
    assert_same(drawn(pdf, ink.size), ink)
    assert_same(drawn(pdf, photograph.size, 1), photograph)


def test_a_colour_profile_goes_along() -> None:
    """Colours keep their meaning; a profile for other channels is left out."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    colour = embedded(rendered(encode(picture(), "PNG", icc_profile=profile)))
    assert (colour.colours, colour.profile) == ("/ICCBased", profile)
    grey = embedded(rendered(encode(picture("L"), "PNG", icc_profile=profile)))
    assert (grey.colours, grey.profile) == ("/DeviceGray", None)


def test_a_phone_picture_is_embedded_once() -> None:
    """Of a JPEG with a second picture behind it (MPO) the first is the page."""
    data = encode(picture(), "MPO", save_all=True, append_images=[Image.new("RGB", (8, 8))])
    pdf = rendered(data)
    assert embedded(pdf).filter == "/DCTDecode"
    assert_same(drawn(pdf, SIZE), pillow(data))


@pytest.mark.parametrize(
    ("size", "dpi", "points"),
    [
        ((2480, 3508), 300, (595.2, 841.92)),
        ((2480, 3508), None, (595.2, 841.89)),
        ((4000, 3000), 72, (841.89, 631.42)),
        ((1920, 1080), 96, (1440, 810)),
        ((100, 30), None, (100, 30)),
        ((20_000, 200), 72, (841.89, 8.42)),
        ((30_000, 3_000), 75, (14_400, 1_440)),
        ((1, 1), 300, (3, 3)),
    ],
)
def test_a_page_has_the_size_that_its_resolution_gives(
    size: tuple[int, int], dpi: float | None, points: tuple[float, float]
) -> None:
    """Without a resolution it is as long as A4; it is never smaller or larger than PDF allows."""
    found = page_size(page_of(size=size, dpi=dpi))
    assert found == pytest.approx(points, rel=1e-3)


def test_pixels_that_cannot_be_decoded_are_an_unreadable_image() -> None:
    """Bytes that are not those of the document raise what loading them would have raised."""
    page = page_of(line_at("word", 10))
    with pytest.raises(UnreadableImage, match="PNG or JPEG"):
        render(document_of(page, media_type=MediaType.PNG), b"no image")
    no_such_frame = document_of(page.model_copy(update={"number": 2}), media_type=MediaType.PNG)
    with pytest.raises(UnreadableImage, match="PNG or JPEG"):
        render(no_such_frame, encode(picture(), "PNG"))
