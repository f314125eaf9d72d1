"""The memory of this process."""

import ctypes
import os
from pathlib import Path


def resident_bytes() -> int:
    """How much it has: proc_pid_statm(5), the second figure."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def data_bytes() -> int:
    """What it has asked for, touched or not, as RLIMIT_DATA counts it: the sixth figure."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5])
    return pages * os.sysconf("SC_PAGE_SIZE")


def give_back() -> None:
    """Have the C library return what it holds and nobody uses: malloc_trim(3), where it has that.

    After the engine for photographs has read a page, that is half of all.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
