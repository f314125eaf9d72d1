"""Boxes of a prepared image, on the page as it was sent."""

from dataclasses import astuple

import pytest
from PIL import Image, ImageDraw

from ocr_core import BoundingBox
from ocr_core.prepare.cropping import cropped
from ocr_core.prepare.margin import MARGIN_PX, with_margin
from ocr_core.prepare.placement import Placement
from ocr_core.prepare.prepared_image import PreparedImage
from ocr_core.prepare.scaling import scaled
from ocr_core.prepare.skew import levelled
from ocr_core.prepare.turning import turned

SIZE = (300, 200)
MARK = BoundingBox(left=60, top=30, right=110, bottom=45)


def marked() -> PreparedImage:
    """White paper with one black mark."""
    image = Image.new("L", SIZE, 255)
    edges = (MARK.left, MARK.top, MARK.right - 1, MARK.bottom - 1)
    ImageDraw.Draw(image).rectangle(edges, fill=0)
    return PreparedImage(image)


def found(prepared: PreparedImage) -> BoundingBox:
    """Where the mark is on the page as sent, by its pixels in the prepared image."""
    box = prepared.image.point([255 if value < 128 else 0 for value in range(256)]).getbbox()
    assert box is not None
    left, top, right, bottom = box
    inner = BoundingBox(left=left, top=top, right=right, bottom=bottom)
    return prepared.placement.box(inner, SIZE)


def distance(one: BoundingBox, other: BoundingBox) -> int:
    """Pixels that the edges are apart at the most."""
    edges = zip(astuple(one), astuple(other), strict=True)
    return max(abs(int(edge) - int(there)) for edge, there in edges)


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_quarter_turns_are_exact(degrees: int) -> None:
    """No pixel is lost or won."""
    assert found(turned(marked(), degrees)) == MARK


def test_four_quarter_turns_are_none() -> None:
    """Pixels, place and what is reported are those of the page as sent."""
    page = marked()
    again = page
    for _ in range(4):
        again = turned(again, 90)
    assert again.image.tobytes() == page.image.tobytes()
    assert again.placement == Placement()
    assert again.preparation == page.preparation


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turn_is_clockwise(degrees: int) -> None:
    """The upper left corner of the page comes where a clock's hand takes it."""
    image = Image.new("L", (3, 2), 255)
    image.putpixel((0, 0), 0)
    corner = {90: (1, 0), 180: (2, 1), 270: (0, 2)}[degrees]
    assert turned(PreparedImage(image), degrees).image.getpixel(corner) == 0


def test_steps_add_up() -> None:
    """A mark is found through a turn, a margin, an enlargement and a levelling together."""
    prepared = levelled(scaled(with_margin(turned(marked(), 270)), 2.5), 0.0)
    assert distance(found(prepared), MARK) <= 1
    done = prepared.preparation
    assert (done.rotation_deg, done.scale, done.margin_px) == (270, 2.5, MARGIN_PX)


@pytest.mark.parametrize("degrees", [-7.0, -1.5, 2.0, 10.0])
def test_a_levelled_page_keeps_its_places(degrees: float) -> None:
    """The middle of the mark, and all four corners of the page are inside of the new one."""
    prepared = levelled(marked(), degrees)
    box = found(prepared)
    assert abs(box.left + box.right - MARK.left - MARK.right) <= 4
    assert abs(box.top + box.bottom - MARK.top - MARK.bottom) <= 4
    assert prepared.preparation.skew_deg == -degrees
    width, height = prepared.image.size
    corners = [prepared.placement.point(x, y) for x in (0, width) for y in (0, height)]
    assert min(x for x, _ in corners) <= 0
    assert max(x for x, _ in corners) >= SIZE[0]


def test_a_part_keeps_its_place() -> None:
    """What sticks out of the image is left out of it."""
    part = cropped(marked(), BoundingBox(left=40, top=-20, right=500, bottom=100))
    assert part.image.size == (260, 100)
    assert found(part) == MARK


def test_a_box_stays_on_the_page_and_is_not_empty() -> None:
    """Even one that is beyond its edge."""
    box = Placement(c=295, f=-50).box(BoundingBox(left=20, top=0, right=21, bottom=1), SIZE)
    assert (box.left, box.top, box.right, box.bottom) == (299, 0, 300, 1)
