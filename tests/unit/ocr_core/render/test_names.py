"""The names of the library's package of output formats."""

import subprocess
import sys

from tests.conftest import ROOT

_IMPORTS = """
import ocr_core.render.hocr as hocr
import ocr_core.render as package
from ocr_core import render_document
assert hocr.__name__ == "ocr_core.render.hocr"
assert package.hocr is hocr
assert package.render_document is render_document
"""


def test_the_package_and_the_function_have_names_of_their_own() -> None:
    """Every form of import gives the module, also as the first one of a process."""
    subprocess.run([sys.executable, "-c", _IMPORTS], check=True, cwd=ROOT)
