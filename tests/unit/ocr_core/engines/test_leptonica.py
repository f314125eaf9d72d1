"""Leptonica, which Tesseract brings along, is quiet."""

import subprocess
import sys

import pytest

from tests.conftest import ROOT

# Leptonica says "Error in pixGetDepth: pix not defined" of this.
_CODE = """
import ctypes, re
from pathlib import Path
{imported}
(path,) = set(re.findall(r"/\\S*/liblept[^/\\s]*", Path("/proc/self/maps").read_text()))
ctypes.CDLL(path).pixGetDepth(None)
"""


@pytest.mark.parametrize(
    ("imported", "says"), [("import tesserocr", True), ("import ocr_core.engines.tesserocr", False)]
)
def test_nothing_of_it_reaches_standard_error(imported: str, says: bool) -> None:
    """Once our engine is there; tesserocr alone leaves it as it is."""
    pytest.importorskip("tesserocr")
    done = subprocess.run(
        [sys.executable, "-c", _CODE.format(imported=imported)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ("pixGetDepth" in done.stderr) == says
