"""A process and all below it: what memory they have, and what processor time they took."""

import os
import re
from pathlib import Path


def memory_mb(pid: int) -> float:
    """The memory of a process and of all below it, in MB.

    What is the processes' own counts in proportion where they share it (``Pss_Anon`` and
    ``Pss_Shmem``, proc(5)). Files that are mapped, most of them the same in all, count as in the
    process that has most of them (``RssFile``). So nothing counts twice, and nothing depends on
    what else runs on the machine.
    """
    pids = tree(pid)
    own_kb = sum(_kb("Pss_(?:Anon|Shmem)", f"/proc/{each}/smaps_rollup") for each in pids)
    files_kb = max(_kb("RssFile", f"/proc/{each}/status") for each in pids)
    return (own_kb + files_kb) * 1024 / 1e6


def cpu_s(pid: int) -> float:
    """The processor seconds of a process, of all below it, and of children that have ended."""
    return cpu_s_of("\n".join(_read(Path(f"/proc/{each}/stat")) for each in tree(pid)))


def cpu_s_of(stats: str) -> float:
    """The same, of a line of ``/proc/PID/stat`` for each process.

    It is ``utime``, ``stime``, ``cutime`` and ``cstime``, fields 14 to 17 in proc(5).
    """
    # A name may have spaces and brackets in it, what follows may not.
    fields = [line.rpartition(")")[2].split() for line in stats.splitlines()]
    ticks = sum(int(tick) for after_name in fields for tick in after_name[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def tree(pid: int) -> list[int]:
    """The ids of a process, its children, theirs, and so on."""
    children: list[int] = []
    for thread in Path(f"/proc/{pid}/task").glob("*/children"):
        children += map(int, _read(thread).split())
    return [pid, *(each for child in children for each in tree(child))]


def _kb(name: str, path: str) -> int:
    """The sum of the lines ``NAME:  N kB`` of a file."""
    found = re.findall(rf"^{name}:\s+(\d+) kB", _read(Path(path)), re.MULTILINE)
    return sum(map(int, found))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace")
    except OSError:  # the process has ended
        return ""
