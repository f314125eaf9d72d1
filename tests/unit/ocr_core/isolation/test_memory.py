"""What a process keeps of the memory that it has freed."""

import json
import subprocess
import sys

from tests.conftest import ROOT

# Twice as large as a page at 300 dpi, and written to, so that it is there.
CODE = """
import json
from ocr_core.isolation.memory import give_back, keep_freed_memory, resident_bytes

def freed():
    image = bytearray(b"x") * 20_000_000
    del image
    return resident_bytes() - before

give_back()
before = resident_bytes()
sizes = [freed()]
keep_freed_memory()
sizes.append(freed())
give_back()
sizes.append(resident_bytes() - before)
print(json.dumps(sizes))
"""


def test_an_images_memory_is_kept_for_the_next_until_it_is_given_back() -> None:
    """The kernel does not have to clear it for every page."""
    run = subprocess.run(
        [sys.executable, "-c", CODE], cwd=ROOT, capture_output=True, text=True, check=True
    )
    at_once, kept, given_back = json.loads(run.stdout)
    assert at_once < 5_000_000
    assert kept > 15_000_000
    assert given_back < 5_000_000
