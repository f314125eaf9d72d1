"""Who takes part, and with what."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial
from importlib.metadata import version
from pathlib import Path

import tesserocr

from bench.speed.container import copy_opt, in_container, python_in_image
from bench.speed.contestant import Contestant, in_process, make_run, naive
from bench.speed.given import Given
from bench.system import System
from tests import lambda_image

Start = Callable[[], AbstractContextManager[Contestant]]

FLOOR = "recognition alone"
HANDLER = "ours, handler"
MAKE_RUN = "ours, make run"
ONE_CPU = "ours, image, 1 CPU"
TWO_CPUS = "ours, image, 2 CPUs"
NAIVE = "FastAPI + pytesseract"
NAIVE_ONE = "FastAPI + pytesseract, OMP_THREAD_LIMIT=1"
DEBIAN = "tesseract of Debian"
LAYER = "tesseract of layers/tesseract"
RAPIDOCR = "RapidOCR"
KREUZBERG = "kreuzberg"
_PRINT_VERSIONS = """
import platform, tesserocr
print(platform.python_version(), tesserocr.tesseract_version().split()[1])
"""
_READ_PDF = (HANDLER, MAKE_RUN, ONE_CPU, TWO_CPUS, KREUZBERG)


def chosen(names: Sequence[str] | None, folder: Path) -> dict[str, Start]:
    """All contestants, or those of these names.

    Args:
        names: of some.
        folder: where files of theirs may be put.
    """
    everyone: dict[str, Start] = {
        FLOOR: partial(in_process, "floor"),
        HANDLER: partial(in_process, "lambda_handler"),
        MAKE_RUN: make_run,
        ONE_CPU: partial(in_container, 1),
        TWO_CPUS: partial(in_container, 2),
        NAIVE: naive,
        NAIVE_ONE: partial(naive, {"OMP_THREAD_LIMIT": "1"}),
        DEBIAN: partial(in_process, "tesseract"),
        LAYER: lambda: in_process("tesseract", *_layer(copy_opt(folder))),
        RAPIDOCR: partial(in_process, "rapidocr", peer=True),
        KREUZBERG: partial(in_process, "kreuzberg", peer=True),
    }
    some = {name: everyone[name] for name in names or everyone}
    if {ONE_CPU, TWO_CPUS, LAYER} & set(some):
        lambda_image.build()
    return some


def _layer(opt: Path) -> tuple[str, str]:
    """The program and its models, which expect to lie in /opt."""
    return f"binary={opt / 'bin/tesseract'}", f"tessdata-dir={opt / 'share/tessdata'}"


def able(ready: Mapping[str, Contestant], given: Given) -> dict[str, Contestant]:
    """Those who can read this kind of file."""
    return {name: one for name, one in ready.items() if given.is_image or name in _READ_PDF}


def versions() -> dict[str, str]:
    """What the contestants consist of."""
    ours = {name: version(name) for name in ("fastapi", "mangum", "pytesseract", "pillow")}
    peers = {name: System(name).version for name in ("tesserocr", "rapidocr", "kreuzberg")}
    wheel = {"its wheel's Tesseract": str(tesserocr.tesseract_version()).split()[1]}
    return {**ours, **peers, **wheel, DEBIAN: System("tesseract").version}


def image_versions() -> dict[str, str]:
    """What the image consists of besides."""
    run = python_in_image("-c", _PRINT_VERSIONS)
    python, tesseract = run.stdout.split()
    return {"Python of the image": python, LAYER: tesseract}
