"""Animated PNG: every frame that a viewer shows is a page, composed as it shows it."""

import struct
import zlib
from collections.abc import Sequence
from typing import NamedTuple

import pytest

from ocr_core import Limits, OcrOptions, PageImage, open_source
from ocr_core.errors import InvalidOption, TooManyPages

WIDTH = 4
# PNG 3rd edition, 11.3.5.2: what becomes of a frame's place, and how the next comes onto it.
KEEP, CLEAR, RESTORE = range(3)
REPLACE, OVER = range(2)
# A grey level, or nothing.
_Pixel = int | None


class Frame(NamedTuple):
    """A row of pixels from ``left``."""

    pixels: Sequence[_Pixel]
    left: int = 0
    disposal: int = KEEP
    blending: int = REPLACE


def animation(
    *frames: Frame, default: Sequence[_Pixel] | None = None, promised: int | None = None
) -> bytes:
    """A file of these frames; the first is the default image where there is no other."""
    header = struct.pack(">2I5B", WIDTH, 1, 8, 6, 0, 0, 0)
    control = struct.pack(">2I", len(frames) if promised is None else promised, 0)
    data = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"acTL", control)
    if default is not None:
        data += _chunk(b"IDAT", _row(default))
    sequence = 0
    for frame in frames:
        place = (len(frame.pixels), 1, frame.left, 0)
        time = (1, 10)
        way = (frame.disposal, frame.blending)
        data += _chunk(b"fcTL", struct.pack(">5I2H2B", sequence, *place, *time, *way))
        sequence += 1
        if sequence == 1 and default is None:
            data += _chunk(b"IDAT", _row(frame.pixels))
        else:
            data += _chunk(b"fdAT", struct.pack(">I", sequence) + _row(frame.pixels))
            sequence += 1
    return data + _chunk(b"IEND", b"")


def _row(pixels: Sequence[_Pixel]) -> bytes:
    samples = (bytes(4) if level is None else bytes([level] * 3 + [255]) for level in pixels)
    return zlib.compress(b"\0" + b"".join(samples))


def _chunk(kind: bytes, body: bytes) -> bytes:
    checksum = zlib.crc32(kind + body)
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", checksum)


def rows(data: bytes, pages: str = "1-", limits: Limits | None = None) -> list[list[int]]:
    """The grey levels of the pages asked for."""
    with open_source(data, limits=limits or Limits()) as source:
        return [
            list(page.image.tobytes())
            for page in source.pages(OcrOptions(pages=pages))
            if isinstance(page, PageImage)
        ]


BLACK = Frame([0] * WIDTH)


@pytest.mark.parametrize(
    ("disposal", "left_behind"), [(KEEP, [60, 60]), (CLEAR, [255, 255]), (RESTORE, [0, 0])]
)
def test_what_a_frame_leaves_behind_is_on_the_next_page(
    disposal: int, left_behind: list[int]
) -> None:
    """A frame stays, is cleared to white paper, or gives way to what was there before."""
    data = animation(BLACK, Frame([60, 60], 1, disposal), Frame([128]))
    assert rows(data) == [[0] * WIDTH, [0, 60, 60, 0], [128, *left_behind, 0]]


@pytest.mark.parametrize(("blending", "seen"), [(REPLACE, 255), (OVER, 0)])
def test_what_is_transparent_shows_the_page_below_or_paper(blending: int, seen: int) -> None:
    """A frame takes the place of what was there, or is laid on it."""
    data = animation(BLACK, Frame([60, None], 1, blending=blending))
    assert rows(data)[1] == [0, 60, seen, 0]


def test_a_default_image_that_is_not_in_the_animation_is_no_page() -> None:
    """No viewer that knows animation ever shows it."""
    data = animation(Frame([9] * WIDTH), Frame([1, 2], 2), default=[200] * WIDTH)
    assert rows(data) == [[9] * WIDTH, [9, 9, 1, 2]]


def test_pages_of_an_animation_can_be_chosen() -> None:
    """A later frame is the same when those before it are not asked for."""
    data = animation(BLACK, Frame([60], 1), Frame([70], 2))
    assert rows(data, "3") == [[0, 60, 70, 0]]
    with pytest.raises(InvalidOption, match="the file has 3"):
        rows(data, "4")
    with pytest.raises(TooManyPages):
        rows(data, limits=Limits(max_pages=2))


@pytest.mark.parametrize("promised", [0, 1, 2, 4, 2_147_483_647, 4_294_967_295])
@pytest.mark.filterwarnings("ignore:Invalid APNG")
def test_an_animation_that_is_not_as_it_says_is_one_page(promised: int) -> None:
    """Frames that are not there, or are too many, do not keep the default image from being read."""
    frames = (BLACK, Frame([60], 1), Frame([70], 2))
    assert rows(animation(*frames, promised=promised)) == [[0] * WIDTH]
    assert rows(animation(*frames, default=[8] * WIDTH, promised=promised)) == [[8] * WIDTH]


def test_an_animation_out_of_order_is_one_page() -> None:
    """A number that is left out means that frames are missing."""
    data = animation(BLACK, Frame([60], 1), Frame([70], 2))
    last = struct.pack(">5I2H2B", 3, 1, 1, 2, 0, 1, 10, KEEP, REPLACE)
    later = struct.pack(">I", 9) + last[4:]
    assert rows(data.replace(_chunk(b"fcTL", last), _chunk(b"fcTL", later))) == [[0] * WIDTH]
