"""Whose fault an exception is that came up while a file was decoded: the file's, or our own.

Damaged files make decoders raise nearly anything, their own slips included. What no file of any
kind should ever make our code raise is a mistake of ours, and no error of the client's.
"""

import traceback

# What a mistake in a program raises; of decoders, so do bytes that they did not expect.
_SLIPS = (AttributeError, NameError, TypeError, AssertionError, ImportError)
_OURS = "ocr_core"
_DECODERS = frozenset({"PIL", "pi_heif", "pikepdf", "pypdfium2", "pypdfium2_raw"})


def is_own_mistake(error: Exception) -> bool:
    """Whether our own code is wrong: it raised what only a mistake does, and no decoder did."""
    if not isinstance(error, _SLIPS):
        return False
    for frame, _ in reversed(list(traceback.walk_tb(error.__traceback__))):
        package = str(frame.f_globals.get("__name__", "")).partition(".")[0]
        if package in _DECODERS:
            return False
        if package == _OURS:
            break
    return True
