"""Which Tesseract will do."""

import re

from ocr_core.errors import EngineMissing

# Tesseract's release notes of 4.1.0: before it, any locale but C ended the process, and the boxes
# of the LSTM recogniser were wrong. 3.x does not have that recogniser.
OLDEST = (4, 1)
# `tesseract 5.3.0`, `tesseract v5.3.0.20221222`, `tesseract 5.0.0-alpha-619-ge9db`.
_VERSION = re.compile(r"tesseract v?(\d+)\.(\d+)[^\s-]*", re.ASCII)


def usable_version(printed: str) -> str:
    """The version in what ``tesseract --version`` prints, or the library says, e.g. ``5.3.0``.

    Raises:
        EngineMissing: it is too old, or no version at all; the message says what is needed.
    """
    needed = ".".join(map(str, OLDEST))
    found = _VERSION.match(printed)
    if found is None:
        raise EngineMissing(
            f"The tesseract binary on the server does not report a version; {needed} or newer is "
            "required."
        )
    version = found[0].removeprefix("tesseract ").removeprefix("v")
    if (int(found[1]), int(found[2])) < OLDEST:
        raise EngineMissing(
            f"Tesseract {version[:20]} is installed on the server; {needed} or newer is required."
        )
    return version
