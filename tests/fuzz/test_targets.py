"""The coverage-guided fuzzer, a bounded run on each target; how it is called, says `__main__`.

``FUZZ_SECONDS=600`` lets it go on for so long on each.
"""

import importlib
import os
import subprocess
import sys
import zlib
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from ocr_core import MediaType
from ocr_core.load import sniff_or_refuse
from tests.conftest import ROOT
from tests.fuzz.checksums import mend_checksums
from tests.fuzz.seeds import SEEDS, images, pdfs
from tests.images import hello_png

SECONDS = int(os.environ.get("FUZZ_SECONDS") or 0)
# The same inputs every time, unless somebody has the time for more.
BOUND = ["-seed=1", "-runs=1500"] if not SECONDS else [f"-max_total_time={SECONDS}"]
# A page within the limits of the targets takes a tenth of it, with all that is loaded.
MAX_MB = 1_000
# Of one input, in seconds: each takes some hundredths.
TIMEOUT_S = 20

each_target = pytest.mark.parametrize("name", SEEDS)


def target(name: str) -> Callable[[bytes], None]:
    """What the fuzzer calls."""
    found: Callable[[bytes], None] = importlib.import_module(f"tests.fuzz.targets.{name}").try_bytes
    return found


@pytest.mark.filterwarnings("ignore:A password was provided:UserWarning")
@each_target
def test_what_the_fuzzer_starts_from_is_sound(name: str) -> None:
    """No seed breaks its target, nor does what is left of it when its end is missing."""
    for data in SEEDS[name]():
        for end in (len(data), len(data) // 2, len(data) - 1):
            target(name)(data[:end])


def test_there_is_a_seed_of_every_kind() -> None:
    """Of each that can be read."""
    kinds = {sniff_or_refuse(data) for data in (*images(), *pdfs())}
    assert kinds == set(MediaType)


def test_a_mutated_png_has_right_checksums() -> None:
    """So that a decoder goes on to what was changed."""
    data = hello_png()
    assert mend_checksums(data) == data
    changed = bytearray(data)
    changed[16:20] = (7).to_bytes(4, "big")
    mended = mend_checksums(bytes(changed))
    assert mended[:29] == changed[:29]
    assert mended[29:33] == zlib.crc32(changed[12:29]).to_bytes(4, "big")
    assert mended[33:] == data[33:]
    assert mend_checksums(data[:40]) == data[:40]


@pytest.mark.skipif(
    find_spec("atheris") is None, reason="atheris has wheels for Linux on x86_64 alone"
)
@each_target
def test_the_fuzzer_finds_nothing(name: str, tmp_path: Path) -> None:
    """No exception but those that are declared, no crash, no hang, no flood of memory."""
    done = subprocess.run(
        [
            # The shell forks once more: a program that is started begins with the peak memory
            # of the one that starts it (getrusage(2)), and here that is pytest with all it has.
            *("sh", "-c", '"$@"; exit $?', "sh"),
            *(sys.executable, "-W", "ignore", "-m", "tests.fuzz", name, str(tmp_path)),
            *(*BOUND, f"-rss_limit_mb={MAX_MB}", f"-timeout={TIMEOUT_S}"),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        errors="replace",
        timeout=SECONDS + 300,
    )
    found = [path for path in tmp_path.iterdir() if path.is_file()]
    assert done.returncode == 0, f"{done.stdout[-4000:]}\n{[path.read_bytes() for path in found]}"
    assert not found
    assert "Done " in done.stdout
