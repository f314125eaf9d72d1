"""What is installed with what."""

import ast
import importlib
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# Where a package is imported by another name than it is installed by.
PACKAGES = {"PIL": "pillow", "pi_heif": "pi-heif", "cv2": "opencv-python-headless"}
OF_THE_CLI = {"click", "httpx", "rich"}
OF_THE_PHOTOS = {"numpy", "onnxruntime", "opencv-python-headless", "rapidocr"}


def names(requirements: list[str]) -> set[str]:
    """Package names without their versions."""
    return {re.split(r"[^A-Za-z0-9_-]", line)[0] for line in requirements}


def requirements(name: str) -> list[str]:
    """The lines of a file of requirements, without comments."""
    lines = (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def third_party(folder: Path) -> set[str]:
    """The packages that the modules of a folder import."""
    found = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.split(".")[0])
    ours = {"ocr_core", *sys.stdlib_module_names}
    return {PACKAGES.get(name, name) for name in found - ours}


def test_the_entry_point_is_there() -> None:
    """As `pip install` makes a program of it."""
    module, name = PROJECT["scripts"]["ocr"].split(":")
    assert callable(getattr(importlib.import_module(module), name))


def test_what_the_library_imports_is_installed_with_it() -> None:
    """The command line's packages too; what the engine for photographs imports is an extra."""
    needed = third_party(ROOT / "ocr_core")
    assert needed - names(PROJECT["dependencies"]) <= OF_THE_PHOTOS
    assert names(PROJECT["dependencies"]) >= OF_THE_CLI
    assert names(PROJECT["optional-dependencies"]["photos"]) == OF_THE_PHOTOS


def test_the_lock_has_all_that_the_library_needs() -> None:
    """What is installed from pyproject.toml is what is tested and what Lambda runs."""
    assert names(PROJECT["dependencies"]) - OF_THE_CLI <= names(requirements("runtime.in"))
    assert names(requirements("dev.in")) >= OF_THE_CLI
    assert names(PROJECT["optional-dependencies"]["photos"]) == names(requirements("photos.in"))


def test_nothing_else_in_the_library_knows_the_command_line() -> None:
    """Neither the package nor its libraries are imported outside of it."""
    for path in sorted((ROOT / "ocr_core").rglob("*.py")):
        if "cli" not in path.relative_to(ROOT / "ocr_core").parts:
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"import (click|httpx|rich)|from (click|httpx|rich)|\.cli", text)


@pytest.mark.parametrize("module", ["ocr_core", "handler.bootstrap"])
def test_the_lambda_image_needs_none_of_it(module: str) -> None:
    """Importing the library or the service loads no click, rich, httpx or command line."""
    code = f"""
import sys
import {module}
print(*sys.modules.keys() & {OF_THE_CLI | {"ocr_core.cli"}})
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""
