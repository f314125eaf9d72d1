"""The pages that the clients send."""

from pathlib import Path

from PIL import Image

from bench.load import given


def test_they_are_small_and_all_different(tmp_path: Path) -> None:
    """A label's size, and no two alike."""
    pages = given.draw(tmp_path)
    assert len({page.path.read_bytes() for page in pages}) == len(pages) == given.PAGES
    for page in pages:
        with Image.open(page.path) as image:
            assert image.size == (640, 480)


def test_a_mix_has_longer_work_in_it(tmp_path: Path) -> None:
    """All of it by names that differ."""
    names = [page.name for page in given.draw(tmp_path, mixed=True)]
    assert names[given.PAGES :] == ["label", "receipt", "dense A4, grey JPEG"]
    assert len(set(names)) == len(names)
