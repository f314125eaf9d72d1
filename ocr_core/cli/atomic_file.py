"""Files that are there as a whole or not at all."""

import os
import secrets
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from ocr_core.cli.errors import OutputNotWritable

# A part names the process that writes it, so that a later run knows whether it still does.
_PREFIX = ".ocr-"
_SUFFIX = ".part"


def write(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path``, which never shows anything but the old or the new content.

    Links are followed, and what is no regular file (``/dev/stdout``) is written to as it is.

    Raises:
        OutputNotWritable: it cannot be; the old content is still there.
    """
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)
            return
        target = path.resolve()
        target.parent.mkdir(parents=True, exist_ok=True)
        _replace(target, data)
    except OSError as error:
        raise OutputNotWritable(
            f"The output {path.name} cannot be written: {error.strerror or error}."
        ) from error


def remove_stale_parts(folders: Iterable[Path]) -> None:
    """Remove what processes left in ``folders`` that were killed while they wrote.

    As far as it can be: a folder need not be there, and a part may be another user's.
    """
    for folder in folders:
        with suppress(OSError):
            for part in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
                owner = part.name.removeprefix(_PREFIX).split("-")[0]
                if owner.isdecimal() and not _is_running(int(owner)):
                    part.unlink(missing_ok=True)


def _replace(target: Path, data: bytes) -> None:
    """Through the disk itself, so that no power failure leaves an empty file that looks done."""
    part = target.parent / f"{_PREFIX}{os.getpid()}-{secrets.token_hex(4)}{_SUFFIX}"
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _is_running(process_id: int) -> bool:
    if sys.platform == "win32":  # there is no harmless signal to ask with
        return True
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
