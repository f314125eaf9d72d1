"""``python -m tests.fuzz TARGET FOLDER [option of libFuzzer]…``: run the fuzzer on one target.

Below ``FOLDER``, ``seeds`` is written anew, ``corpus`` keeps what led to code that nothing before
had led to, and what broke the target stands beside them as ``crash-…``, ``timeout-…`` or
``oom-…``. Files in the place of options are tried one by one, and nothing is mutated.
"""

import importlib
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import atheris

from tests.fuzz.checksums import mend_checksums

_INSTRUMENTED = ["ocr_core", "handler", "PIL"]


def main(arguments: list[str]) -> None:
    """Does not come back: libFuzzer ends the process."""
    name, folder, *options = arguments
    target = _instrumented(name)
    files = [option for option in options if not option.startswith("-")]
    places = [] if files else _places(name, Path(folder))
    atheris.Setup(
        [name, f"-artifact_prefix={folder}/", *options, *places],
        target,
        custom_mutator=_mutate,
    )
    atheris.Fuzz()


def _instrumented(name: str) -> Callable[[bytes], None]:
    with atheris.instrument_imports(include=_INSTRUMENTED):
        from PIL import Image

        Image.init()
        importlib.import_module("ocr_core.load.pdf")
        target = importlib.import_module(f"tests.fuzz.targets.{name}")
    try_bytes: Callable[[bytes], None] = target.try_bytes
    return try_bytes


def _places(name: str, folder: Path) -> list[str]:
    from tests.fuzz.seeds import SEEDS

    for place in ("corpus", "seeds"):
        (folder / place).mkdir(parents=True, exist_ok=True)
    for data in SEEDS[name]():
        (folder / "seeds" / sha256(data).hexdigest()[:16]).write_bytes(data)
    return [f"{folder}/corpus", f"{folder}/seeds"]


def _mutate(data: bytes, max_size: int, seed: int) -> bytes:
    return mend_checksums(atheris.Mutate(data, max_size))


if __name__ == "__main__":
    main(sys.argv[1:])
