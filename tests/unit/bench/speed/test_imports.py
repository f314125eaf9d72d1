"""What a cold start imports."""

from bench.speed.imports import by_package, longest

PRINTED = """import time: self [us] | cumulative | imported package
import time:      2000 |       2000 |   encodings.aliases
import time:      1000 |       3000 | encodings
import time:      4500 |       7500 | fastapi
a line of something else
"""


def test_modules_are_counted_for_their_package() -> None:
    """Each with its own time alone, the longest first."""
    assert longest(PRINTED, most=5) == {"fastapi": 4.5, "encodings": 3.0}
    assert longest(PRINTED, most=1) == {"fastapi": 4.5}


def test_what_is_loaded_when_first_used_is_not_among_them() -> None:
    """Neither AWS's library nor PDF nor the engine for photographs."""
    found = by_package(most=1000)
    assert {"handler", "ocr_core", "fastapi"} <= set(found)
    late = {"boto3", "pypdfium2", "pikepdf", "pi_heif", "numpy", "onnxruntime", "cv2"}
    assert not late & set(found)
