"""A Tesseract program that ends in a way that it should not."""

from pathlib import Path

import pytest

from ocr_core import Deadline, OcrOptions, PageImage
from ocr_core.engines.pytesseract import PytesseractEngine
from ocr_core.errors import EngineFailed, EngineMissing, OcrError
from ocr_core.tessdata import Tessdata
from tests.images import hello

_HEAD = "level\\tpage_num\\tblock_num\\tpar_num\\tline_num\\tword_num\\tleft\\ttop\\t"
_HEAD += "width\\theight\\tconf\\ttext\\n"
_ROW = "5\\t1\\t1\\t1\\t1\\t1\\t10\\t10\\t50\\t20\\t96\\tHello\\n"
_ENDS = {
    "it crashes": "kill -SEGV $$",
    "it aborts": "kill -ABRT $$",
    "it is killed": "kill -KILL $$",
    "it fails": "exit 1",
    "it writes nothing": "true",
    "it writes an empty file": ': > "$2.tsv"',
    "its output is cut off": f"printf '{_HEAD}{_ROW[:-8]}' > \"$2.tsv\"",
    "its output has no head": f"printf '{_ROW}{_ROW}' > \"$2.tsv\"",
    "its output has half a row": f"printf '{_HEAD}5\\t1\\n' > \"$2.tsv\"",
    "its numbers are none": f"printf '{_HEAD}{_ROW.replace('10', 'x')}' > \"$2.tsv\"",
    "its text is none": f"printf '{_HEAD}{_ROW}' > \"$2.tsv\"; printf '\\377\\n' >> \"$2.tsv\"",
}


def engine(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> PytesseractEngine:
    """The engine with a program that ends so, and temporary files beside it."""
    try:
        tessdata = Tessdata.find()
    except EngineMissing as error:
        pytest.skip(str(error))
    program = folder / "tesseract"
    version = '[ "$1" = --version ] && { echo tesseract 5.3.0; exit 0; }'
    program.write_text(f"#!/bin/sh\n{version}\n{script}\n")
    program.chmod(0o755)
    temporary = folder / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    return PytesseractEngine(tessdata, concurrency=1)


def read(made: PytesseractEngine) -> str:
    """The text of a page."""
    page = PageImage(number=1, image=hello().convert("L"))
    return made.recognize(page, OcrOptions(), deadline=Deadline.after(30)).text


@pytest.mark.parametrize("end", _ENDS)
def test_whatever_ends_badly_is_a_failure(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, end: str
) -> None:
    """The engine says so, and neither a part of the page nor a file is left."""
    made = engine(monkeypatch, tmp_path, _ENDS[end])
    with pytest.raises(EngineFailed):
        read(made)
    assert list((tmp_path / "temporary").iterdir()) == []


def test_what_ends_well_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The same program with a whole output."""
    made = engine(monkeypatch, tmp_path, f"printf '{_HEAD}{_ROW}' > \"$2.tsv\"")
    assert read(made) == "Hello"


def test_nowhere_to_write_is_a_failure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The folder for temporary files is gone."""
    made = engine(monkeypatch, tmp_path, "true")
    (tmp_path / "temporary").rmdir()
    with pytest.raises(EngineFailed, match="temporary"):
        read(made)


def test_a_program_that_is_gone_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It was there when the service started."""
    made = engine(monkeypatch, tmp_path, "true")
    (tmp_path / "tesseract").unlink()
    with pytest.raises(OcrError) as caught:
        read(made)
    assert isinstance(caught.value, EngineMissing)
