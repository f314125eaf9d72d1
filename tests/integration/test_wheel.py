"""The wheel, as ``pip install .`` and ``pipx`` build it, in an environment of its own."""

import os
import subprocess
import sys
import sysconfig
from importlib.metadata import Distribution
from pathlib import Path
from zipfile import ZipFile

import pytest

from handler.bootstrap import Services
from tests.conftest import ROOT
from tests.images import LINES, hello_png


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from this repository, without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with the wheel; what it depends on is that of the tests."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    paths = sysconfig.get_paths("venv", vars={"base": str(folder), "platbase": str(folder)})
    dependencies = sysconfig.get_path("purelib")
    (Path(paths["purelib"]) / "dependencies.pth").write_text(f"{dependencies}\n", encoding="utf-8")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(folder))
    alone = ("--quiet", "--no-index", "--no-deps", "--force-reinstall")
    subprocess.run([*pip, "install", *alone, str(wheel)], check=True)
    return folder


def _run(environment: Path, *arguments: str, cwd: Path) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        arguments, cwd=cwd, env=clean, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_asks_for_what_the_command_needs(wheel: Path) -> None:
    """click, httpx and rich come without an extra, and the package has its types."""
    with ZipFile(wheel) as archive:
        names = archive.namelist()
        (name,) = (each for each in names if each.endswith(".dist-info/METADATA"))
        lines = archive.read(name).decode().splitlines()
    assert {"Requires-Dist: click>=8.5", "Requires-Dist: httpx", "Requires-Dist: rich"} <= {*lines}
    assert "ocr_core/py.typed" in names
    assert not [each for each in names if each.split("/")[0] in ("handler", "local", "tests")]


def test_ocr_of_the_wheel_reads_a_file(
    environment: Path, services: Services, tmp_path: Path
) -> None:
    """The command that is installed reads, with the library of the wheel."""
    (tmp_path / "scan.png").write_bytes(hello_png())
    printed = _run(environment, str(environment / "bin" / "ocr"), "scan.png", cwd=tmp_path)
    assert all(line in printed for line in LINES)
    where = _run(
        environment,
        *(str(environment / "bin" / "python"), "-c", "import ocr_core; print(ocr_core.__file__)"),
        cwd=tmp_path,
    )
    assert Path(where.strip()).is_relative_to(environment)


def test_the_version_is_that_of_the_package(environment: Path) -> None:
    """What pip lists is what ``ocr --version`` prints."""
    (folder,) = environment.glob("lib/python*/site-packages/*.dist-info")
    version = Distribution.at(folder).version
    printed = _run(environment, str(environment / "bin" / "ocr"), "--version", cwd=environment)
    assert printed == f"ocr {version}\n"
