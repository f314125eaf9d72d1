"""Where bytes come from."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ocr_core.cli.errors import SourceUnreadable
from ocr_core.cli.source import Source, find_sources
from ocr_core.errors import UploadTooLarge
from ocr_core.limits import Limits


def names(*arguments: Path, not_below: Path | None = None) -> list[str]:
    """The names of the sources found."""
    return [source.name.as_posix() for source in find_sources(arguments, not_below=not_below)]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A folder with folders."""
    for name in ("b.png", "a.png", "sub/a.png", ".hidden", ".git/x", "out/a.png.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    return tmp_path


def test_a_folder_is_searched_in_order(tree: Path) -> None:
    """With the folders below it, without what is hidden."""
    assert names(tree) == ["a.png", "b.png", "out/a.png.txt", "sub/a.png"]


def test_the_outputs_folder_is_not_searched(tree: Path) -> None:
    """When it lies below; the folder that was asked for always is."""
    assert names(tree, not_below=tree / "out") == ["a.png", "b.png", "sub/a.png"]
    assert names(tree / "out", not_below=tree / "out") == ["a.png.txt"]


def test_names_begin_below_what_all_have_in_common(tree: Path) -> None:
    """The same name in two folders gives two names, one folder's files only their own."""
    assert names(tree / "a.png") == ["a.png"]
    assert names(tree / "a.png", tree / "b.png") == ["a.png", "b.png"]
    assert names(tree / "a.png", tree / "sub/a.png") == ["a.png", "sub/a.png"]
    assert names(tree / "sub", tree / "out") == ["sub/a.png", "out/a.png.txt"]


def test_a_file_given_twice_is_one(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However it was spelled."""
    monkeypatch.chdir(tree)
    assert names(Path("a.png"), tree / "a.png", Path("sub/../a.png"), Path("sub")) == [
        "a.png",
        "sub/a.png",
    ]


def test_links_to_folders_are_not_followed(tree: Path) -> None:
    """A link to a folder above would never end; a link to a file is a file."""
    (tree / "sub" / "loop").symlink_to(tree)
    (tree / "sub" / "link.png").symlink_to(tree / "a.png")
    (tree / "sub" / "broken.png").symlink_to(tree / "gone.png")
    assert names(tree / "sub") == ["a.png", "link.png"]


def test_a_label_cannot_control_a_terminal() -> None:
    """Line feeds, escape sequences and bytes that are no text are written out."""
    assert Source(Path("a\n\x1b[31mb\udcff é.png"), Path("x")).label == (
        "a\\n\\x1b[31mb\\udcff é.png"
    )


def test_more_than_the_limit_is_refused(tmp_path: Path) -> None:
    """A file by its size, and what has no size as soon as that much has come."""
    (tmp_path / "big").write_bytes(bytes(11))
    (source,) = find_sources([tmp_path / "big"], not_below=None)
    with pytest.raises(UploadTooLarge):
        source.read(Limits(max_upload_bytes=10))
    with pytest.raises(UploadTooLarge):
        Source(Path("/dev/zero"), Path("zero")).read(Limits(max_upload_bytes=10))


def test_a_file_that_went_away_is_not_readable(tmp_path: Path) -> None:
    """The reason is the system's own."""
    with pytest.raises(SourceUnreadable, match="No such file"):
        Source(tmp_path / "gone", Path("gone")).read(Limits())


@pytest.fixture
def nobody() -> Iterator[None]:
    """The process has no rights, as far as it can give them away."""
    if os.geteuid() == 0:
        os.seteuid(65534)
        yield
        os.seteuid(0)
    else:
        yield


def test_a_folder_that_cannot_be_listed_is_a_failure(nobody: None) -> None:
    """Its files are not left out in silence."""
    with tempfile.TemporaryDirectory() as folder:
        closed = Path(folder, "closed")
        closed.mkdir(mode=0)
        (source,) = find_sources([Path(folder)], not_below=None)
        assert source.path == closed
        with pytest.raises(SourceUnreadable, match="Permission denied"):
            source.read(Limits())


def test_a_file_in_a_closed_folder_is_a_failure(nobody: None) -> None:
    """Looking for it raises nothing; reading it does."""
    with tempfile.TemporaryDirectory() as folder:
        closed = Path(folder, "closed")
        closed.mkdir(mode=0)
        (source,) = find_sources([closed / "a.png"], not_below=None)
        assert not source.is_seekable
        with pytest.raises(SourceUnreadable, match="Permission denied"):
            source.read(Limits())
