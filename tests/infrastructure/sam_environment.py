"""Where the template and SAM's tools are."""

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "template.yaml"


def sam_tool(name: str) -> Path:
    """The program of `.venv-sam`, or of the PATH; skips the test when there is neither."""
    own = ROOT / ".venv-sam" / "bin" / name
    if own.is_file():
        return own
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed: `make test` prepares .venv-sam")
    return Path(found)
