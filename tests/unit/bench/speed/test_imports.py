"""What a cold start imports."""

from bench.speed.imports import longest

PRINTED = """import time: self [us] | cumulative | imported package
import time:      2000 |       2000 |   encodings.aliases
import time:      1000 |       3000 | encodings
import time:      4500 |       7500 | fastapi
a line of something else
"""


def test_modules_are_counted_for_their_package() -> None:
    """Each with its own time alone, the longest first, and all of them at last."""
    assert longest(PRINTED, most=5) == {"fastapi": 4.5, "encodings": 3.0, "all": 7.5}
    assert longest(PRINTED, most=1) == {"fastapi": 4.5, "all": 7.5}
