"""What is measured: a reader, its options, the Python that runs it, and the version of it all."""

import hashlib
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from ocr_core import OcrOptions

ROOT = Path(__file__).parent.parent
PEERS_PYTHON = ROOT / ".venv-bench/bin/python"
OURS = "ours"
_ENGINES = ("tesseract", "rapidocr")
# In the environment that we are developed in; the peers have one of their own.
_HERE = (OURS, "tesserocr")
# Readers in the order of the tables; what a reader's version is, is that of these packages.
READERS: dict[str, tuple[str, ...]] = {
    OURS: ("tesserocr", "pillow", "pypdfium2", "numpy", "rapidocr", "onnxruntime"),
    "pytesseract": ("pytesseract", "pillow"),
    "tesseract": (),
    "tesserocr": ("tesserocr", "pillow"),
    "ocrmypdf": ("ocrmypdf", "pypdfium2"),
    "rapidocr": ("rapidocr", "onnxruntime"),
    "kreuzberg": ("kreuzberg",),
}
# What our text does not depend on.
_NOT_READING = ("cli", "render")
_NEED_PROGRAMS = {
    "tesseract": ("tesseract",),
    "pytesseract": ("tesseract",),
    "ocrmypdf": ("tesseract", "unpaper"),
}


@dataclass(frozen=True)
class System:
    """A reader with options, written ``NAME`` or ``NAME:OPTION=VALUE,OPTION=VALUE``."""

    name: str

    def __post_init__(self) -> None:
        if self.reader not in READERS:
            raise ValueError(f"{self.name}: the systems are {', '.join(READERS)}")

    @property
    def reader(self) -> str:
        """The module in ``bench.readers``."""
        return self.name.partition(":")[0]

    @property
    def options(self) -> list[str]:
        """``OPTION=VALUE`` each."""
        return [option for option in self.name.partition(":")[2].split(",") if option]

    @property
    def python(self) -> Path:
        """What runs the reader."""
        return Path(sys.executable) if self.reader in _HERE else PEERS_PYTHON

    @property
    def command(self) -> list[str]:
        """What starts a worker."""
        return [str(self.python), "-m", "bench.worker", self.reader, *self.options]

    @cached_property
    def version(self) -> str:
        """Versions of what it consists of, for people."""
        of = _installed if self.reader in _HERE else _locked
        parts = [f"{package} {of(package)}" for package in READERS[self.reader]]
        parts += [_tesseract()] if self.reader in _NEED_PROGRAMS else []
        return ", ".join(part for part in parts if not part.endswith(" "))

    @cached_property
    def digest(self) -> str:
        """Changes with everything that its answers may depend on, but not with the corpus."""
        digest = hashlib.sha256(f"{self.name}\n{self.version}\n".encode())
        sources = [Path(__file__).parent / f"readers/{self.reader}.py"]
        if self.reader == OURS:
            sources += [
                path
                for path in sorted((ROOT / "ocr_core").rglob("*"))
                if path.suffix not in (".pyc", "")
                and path.relative_to(ROOT / "ocr_core").parts[0] not in _NOT_READING
            ]
        for source in sources:
            digest.update(source.read_bytes())
        return digest.hexdigest()[:12]

    @property
    def missing(self) -> str | None:
        """Why it cannot be measured on this machine, if so."""
        if not self.python.exists():
            return "its environment is not there: scripts/setup bench"
        for program in _NEED_PROGRAMS.get(self.reader, ()):
            if not shutil.which(program):
                return f"the program {program} is not installed"
        return None


def default_systems() -> list[str]:
    """Ours as it comes and with each engine forced, where it can be, then the peers."""
    has_engines = "engine" in OcrOptions.model_fields
    ours = [f"{OURS}:engine={engine}" for engine in _ENGINES if has_engines]
    return [OURS, *ours, *(name for name in READERS if name != OURS)]


def _installed(package: str) -> str:
    """Its version in this environment; nothing if it is not there."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _locked(package: str) -> str:
    """Its version in the environment of the bench."""
    lock = (ROOT / "requirements/bench.txt").read_text(encoding="utf-8")
    found = re.search(rf"^{package}==([^ ]+)", lock, flags=re.MULTILINE)
    return found.group(1) if found else ""


def _tesseract() -> str:
    """The first line of ``tesseract --version``."""
    binary = shutil.which("tesseract")
    if not binary:
        return "tesseract "
    shown = subprocess.run([binary, "--version"], capture_output=True, text=True, check=False)
    return shown.stdout.split("\n")[0]
