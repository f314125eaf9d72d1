"""Images drawn for the tests, and their bytes in every format."""

import io
import struct
import zlib
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from handler.settings import Settings
from local.sample import draw_text

LINES = ("Hello world, this is line one.", "The second line has 42 words.")
TEXT = "\n".join(LINES)


def hello(**arguments: Any) -> Image.Image:
    """Two lines of black text on white paper."""
    return draw_text(LINES, **arguments)


def encode(image: Image.Image, file_format: str, **arguments: Any) -> bytes:
    """The bytes of a file of that format."""
    buffer = io.BytesIO()
    image.save(buffer, file_format, **arguments)
    return buffer.getvalue()


def hello_png() -> bytes:
    """Two lines of text as a PNG file."""
    return encode(hello(mode="L"), "PNG")


TABLE = (("Item", "Boxes", "Price"), ("Paper", "12", "48.00"), ("Pencils", "3", "9.50"))


def table_png() -> bytes:
    """A table of three rows and three columns with rules, as a PNG file."""
    width_px, height_px = 260, 70
    font = ImageFont.load_default(size=32)
    image = Image.new("L", (3 * width_px + 121, 3 * height_px + 121), 255)
    draw = ImageDraw.Draw(image)
    for row, cells in enumerate(TABLE):
        for column, text in enumerate(cells):
            left, top = 60 + column * width_px, 60 + row * height_px
            draw.rectangle((left, top, left + width_px, top + height_px), outline=0, width=2)
            draw.text((left + 20, top + 16), text, fill=0, font=font)
    return encode(image, "PNG", dpi=(150, 150))


def large_bmp() -> bytes:
    """Two lines on much white paper, a few bytes more than one call takes."""
    data = encode(hello(margin_px=500), "BMP")
    assert len(data) > Settings.model_fields["max_upload_bytes"].default
    return data


def huge_png(width: int = 30_000, height: int = 30_000) -> bytes:
    """A PNG file of about 100 KB that decodes to 900 megapixels of white."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        checksum = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", checksum)

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    row = b"\0" + b"\xff" * ((width + 7) // 8)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(row * height, 9))
        + chunk(b"IEND", b"")
    )


def dense_page(rows: int = 90) -> Image.Image:
    """A page of small text that takes Tesseract seconds to read.

    Each row starts at another word. Equal rows would take ten times as long: letters that stand
    under each other in all of them, such as l, are vertical rules to Tesseract.
    """
    sentence = (
        "A page of many words keeps the recogniser busy for a while, line after line it goes."
    )
    words = sentence.split()
    starts = [row % len(words) for row in range(rows)]
    lines = [" ".join((words[start:] + words[:start]) * 2) for start in starts]
    return draw_text([f"{row} {line}" for row, line in enumerate(lines)], font_px=24, mode="L")


def tiff_of_one_huge_tile(side: int = 26_000) -> bytes:
    """A hundred pixels square, cut out of a tile with ``side`` pixels a side (TIFF 6.0, 15)."""
    short, long = 3, 4
    tags = [
        (256, long, 100),  # ImageWidth
        (257, long, 100),  # ImageLength
        (258, short, 8),  # BitsPerSample
        (259, short, 8),  # Compression: Deflate
        (262, short, 1),  # PhotometricInterpretation: black is zero
        (277, short, 1),  # SamplesPerPixel
        (322, long, side),  # TileWidth
        (323, long, side),  # TileLength
        (324, long, 8),  # TileOffsets
    ]
    tile = zlib.compress(bytes(side * 100))
    tags.append((325, long, len(tile)))  # TileByteCounts
    directory = struct.pack("<H", len(tags))
    for number, kind, value in tags:
        directory += struct.pack("<HHII", number, kind, 1, value)
    return struct.pack("<2sHI", b"II", 42, 8 + len(tile)) + tile + directory + bytes(4)
