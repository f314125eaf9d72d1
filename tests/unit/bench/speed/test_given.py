"""The files that are drawn for the bench."""

from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from bench.speed.given import A4_PX, SCAN_PAGES, draw_all


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where they are drawn once."""
    return tmp_path_factory.mktemp("given")


def test_every_kind_is_there_and_is_what_it_says(folder: Path) -> None:
    """A size, a mode and a number of pages."""
    given = {one.path.name: one for one in draw_all(folder)}
    assert len(given) == 6
    with Image.open(given["page-640.png"].path) as image:
        assert image.size == (640, 480)
    with Image.open(given["dense-a4.jpg"].path) as image:
        assert (image.size, image.mode, image.format) == (A4_PX, "L", "JPEG")
    with Image.open(given["dense-a4.png"].path) as image:
        assert (image.size, image.mode) == (A4_PX, "RGB")
    with pypdfium2.PdfDocument(given["scan-16.pdf"].path) as pdf:
        assert len(pdf) == given["scan-16.pdf"].pages == SCAN_PAGES
    assert not given["scan-16.pdf"].is_image


def test_what_is_there_is_not_drawn_again(folder: Path) -> None:
    """A run that follows has the same files."""
    first = {one.path: one.path.stat().st_mtime_ns for one in draw_all(folder)}
    assert {one.path: one.path.stat().st_mtime_ns for one in draw_all(folder)} == first


def test_a_request_can_carry_each(folder: Path) -> None:
    """Lambda takes 6 MB of an event, in base64."""
    assert all(one.path.stat().st_size < 4_400_000 for one in draw_all(folder))
