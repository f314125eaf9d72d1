"""What the bench of speed asks of the image."""

from pathlib import Path

import pytest

from bench.speed import page
from bench.speed.contestants import image_versions
from bench.speed.given import draw_all
from bench.speed.imports import by_package
from bench.speed.sizes import SIZES_MB, by_size

pytestmark = [pytest.mark.container, pytest.mark.usefixtures("image")]


def test_imports_are_those_of_the_image() -> None:
    """Neither AWS's library nor PDF nor the engine for photographs is among them."""
    found = by_package(most=1000)
    assert {"handler", "ocr_core", "fastapi"} <= set(found)
    late = {"boto3", "pypdfium2", "pikepdf", "pi_heif", "numpy", "onnxruntime", "cv2"}
    assert not late & set(found)


def test_sizes_take_turns_at_each_file(tmp_path: Path) -> None:
    """Those for which this machine has the processors."""
    [label] = [given for given in draw_all(tmp_path) if given.name == page.LABEL]
    found = by_size([label], rounds=2)
    assert list(found) == [str(size_mb) for size_mb in SIZES_MB][: len(found)]
    assert {len(seconds[page.LABEL]) for seconds in found.values()} == {2}
    assert min(min(seconds[page.LABEL]) for seconds in found.values()) > 0


def test_the_image_names_its_versions() -> None:
    """Its own, and not those of this Python."""
    versions = image_versions()
    assert all(version[0].isdigit() for version in versions.values()), versions
