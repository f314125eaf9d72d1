"""Standard input and output as bytes; a process may have been started without them."""

import errno
import os
import sys
from typing import BinaryIO

from ocr_core.cli.errors import OutputNotWritable, ReaderGone


def standard_input() -> BinaryIO:
    """Standard input.

    Raises:
        OSError: there is none.
    """
    if sys.stdin is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    return sys.stdin.buffer


def is_terminal() -> bool:
    """Whether standard output is shown to a person."""
    return sys.stdout is not None and sys.stdout.isatty()


def write_standard_output(data: bytes) -> None:
    """Write all of ``data``.

    Raises:
        ReaderGone: whoever read it has ended, as ``head`` does.
        OutputNotWritable: there is none, or no room where it goes to.
    """
    if sys.stdout is None:
        raise OutputNotWritable("Standard output is closed.")
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except OSError as error:
        _forget_standard_output()
        if isinstance(error, BrokenPipeError):
            raise ReaderGone("Nobody reads standard output any more.") from error
        raise OutputNotWritable(
            f"Standard output cannot be written: {error.strerror or error}."
        ) from error


def _forget_standard_output() -> None:
    """Send what is still in the buffer nowhere: Python would fail on it again at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
