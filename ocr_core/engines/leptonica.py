"""Leptonica's messages, which go to standard error and are about pixels, not about the page."""

import ctypes
import re
from contextlib import suppress
from pathlib import Path

# leptonica/environ.h: L_SEVERITY_NONE, above which there is none
_NO_MESSAGES = 6
# The wheel of tesserocr has it under a name of its own, Debian as liblept or libleptonica.
_LIBRARY = re.compile(r"/\S*/liblept(?:onica)?[^/\s]*\.so[^/\s]*")


def silence_leptonica() -> None:
    """Have the Leptonica that this process has loaded print nothing; without one, do nothing.

    Tesseract reads on after each of them, and what fails is an error of its own. Only
    Linux says what is loaded (proc(5)).
    """
    with suppress(OSError, AttributeError):
        for path in set(_LIBRARY.findall(Path("/proc/self/maps").read_text(errors="replace"))):
            ctypes.CDLL(path).setMsgSeverity(_NO_MESSAGES)
