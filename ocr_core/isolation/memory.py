"""The memory of this process."""

import ctypes
import os
from pathlib import Path

# <malloc.h>
_M_TRIM_THRESHOLD = -1
_M_MMAP_THRESHOLD = -3
# The most that glibc takes: half of the largest heap of a thread.
_MAX_KEPT_BLOCK_BYTES = 32 * 1024 * 1024
_MAX_KEPT_TOP_BYTES = 128 * 1024 * 1024


def resident_bytes() -> int:
    """How much it has: proc_pid_statm(5), the second figure."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def data_bytes() -> int:
    """What it has asked for, touched or not, as RLIMIT_DATA counts it: the sixth figure."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5])
    return pages * os.sysconf("SC_PAGE_SIZE")


def keep_freed_memory() -> None:
    """Have the C library keep what is freed, up to a bound, until ``give_back``: mallopt(3), glibc.

    By its own measure it returns a page's images after each page, some 40 MB, and the kernel clears
    as much for the next one.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, _MAX_KEPT_BLOCK_BYTES)
        mallopt(_M_TRIM_THRESHOLD, _MAX_KEPT_TOP_BYTES)


def give_back() -> None:
    """Have the C library return what it holds and nobody uses: malloc_trim(3), where it has that.

    After the engine for photographs has read a page, that is half of all.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
