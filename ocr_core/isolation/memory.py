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
# That a process may have beside what it had at first. The models for photographs are 140 MB.
MAX_KEPT_BYTES = 400_000_000
# So much more than is known to be in use is worth some milliseconds to give back what is not.
_MUCH_BYTES = 150_000_000


class TakenMemory:
    """What this process takes from now on."""

    def __init__(self) -> None:
        """Begin to count."""
        # What the process before it had freed is nothing that this one gives back later.
        give_back()
        self._first_bytes = self._used_bytes = resident_bytes()

    @property
    def is_too_much(self) -> bool:
        """Whether it is more than ``MAX_KEPT_BYTES``."""
        return resident_bytes() - self._first_bytes > MAX_KEPT_BYTES

    def tidy(self) -> None:
        """Give back what is free, if it may be much.

        What a model takes is in use, and no reason to do so after each page that comes later.
        """
        if self.is_too_much or resident_bytes() - self._used_bytes > _MUCH_BYTES:
            give_back()
            self._used_bytes = resident_bytes()


def resident_bytes(process_id: int | str = "self") -> int:
    """How much it has, or another process: proc_pid_statm(5), the second figure."""
    pages = int(Path(f"/proc/{process_id}/statm").read_text(encoding="ascii").split()[1])
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
