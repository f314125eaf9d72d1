"""No room for temporary files: a real file system that is full."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ocr_core.errors import EngineMissing
from ocr_core.tessdata import Tessdata
from tests.conftest import ROOT
from tests.images import TEXT

_MOUNT = 'mount -t tmpfs -o size=8m none "$1" && shift && exec "$@"'


def with_a_file_system(folder: Path, *command: str | Path) -> str:
    """What a command prints that has a file system of 8 MB in a folder, which nobody else sees."""
    own = ("unshare", "--map-root-user", "--mount", "sh", "-c", _MOUNT, "sh", folder)
    tried = subprocess.run([*own, "true"], capture_output=True, text=True, check=False)
    if tried.returncode:
        pytest.skip("file systems cannot be mounted here, not even by a process for itself")
    run = subprocess.run(
        [*own, *command],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def answers(engine: str, folder: Path) -> dict[int | None, dict[str, Any]]:
    """How requests are answered, by the room that there is; nothing is ever left behind."""
    try:
        Tessdata.find()
    except EngineMissing as error:
        pytest.skip(str(error))
    printed = with_a_file_system(folder, sys.executable, "-m", "tests.faults.full_disk", engine)
    found = {}
    for line in printed.splitlines():
        if line.startswith("["):
            room, answered, left = json.loads(line)
            assert left == []
            found[room] = answered
    assert len(found) == 5, printed
    return found


_ALL_WELL: dict[str, Any] = dict.fromkeys(("body", "form", "tiff", "scan", "echo", "health"), 200)


def test_the_library_needs_no_room(tmp_path: Path) -> None:
    """Images, forms and PDFs are read, and PDFs made, where nothing at all can be written."""
    for answered in answers("tesserocr", tmp_path).values():
        assert answered == _ALL_WELL | {"text": TEXT}


def test_the_program_says_that_it_has_none(tmp_path: Path) -> None:
    """With too little for the page or for its text: an error, and never a text with a part missing.

    What needs no reading is answered, and all is well again as soon as there is room.
    """
    found = answers("pytesseract", tmp_path)
    assert found.pop(None) == _ALL_WELL | {"text": TEXT}
    failed = dict.fromkeys(("body", "form", "tiff", "scan"), "engine_failed")
    for answered in found.values():
        assert answered == _ALL_WELL | failed | {"text": ""}
