"""A process and all that it has started, as Linux tells it: proc(5)."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bench.load.processes import tree

_EVERY_S = 0.05


@dataclass(frozen=True)
class ProcessTree:
    """The process with the id ``root``, and its descendants."""

    root: int

    @property
    def pids(self) -> list[int]:
        """The ids of those that there are."""
        return tree(self.root)

    @property
    def memory_bytes(self) -> int:
        """What the first of them holds, and that of the others which holds most: ``Pss``.

        So much a function on Lambda has: one process that serves, and one that reads. S3 does not
        count, which ``make run`` has in a process of its own and which keeps every upload.
        """
        root, *others = self.pids
        held = [_pss_bytes(pid) for pid in others if not _is_s3(pid)]
        return _pss_bytes(root) + max(held, default=0)

    @property
    def threads(self) -> int:
        """How many they have together."""
        return sum(len(_entries(f"/proc/{pid}/task")) for pid in self.pids)

    @property
    def files(self) -> list[str]:
        """The files that they have open, in order; no sockets, pipes and devices."""
        handles = [handle for pid in self.pids for handle in _entries(f"/proc/{pid}/fd")]
        targets = [_target(handle) for handle in handles]
        return sorted(name for name in targets if name.startswith("/") and "/dev/" not in name)

    def count(self, program: str) -> int:
        """How many of them run a program."""
        return sum(_program(pid) == program for pid in self.pids)

    def settled_threads(self, at_most: int, *, seconds: float = 60) -> int:
        """How many threads they have once there are no more than so many, or after a while."""
        ends_s = time.monotonic() + seconds
        while self.threads > at_most and time.monotonic() < ends_s:
            time.sleep(0.2)
        return self.threads


@dataclass
class Peak:
    """The most memory that was seen."""

    memory_bytes: int = 0


@contextmanager
def watched(tree: ProcessTree) -> Iterator[Peak]:
    """Look at the memory all the time."""
    peak = Peak()
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(_EVERY_S):
            peak.memory_bytes = max(peak.memory_bytes, tree.memory_bytes)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield peak
    finally:
        ended.set()
        thread.join()


def _pss_bytes(pid: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def _is_s3(pid: int) -> bool:
    with suppress(OSError):
        return b"local.aws_server" in Path(f"/proc/{pid}/cmdline").read_bytes()
    return False


def _entries(folder: str) -> list[Path]:
    with suppress(OSError):
        return list(Path(folder).iterdir())
    return []


def _target(handle: Path) -> str:
    with suppress(OSError):  # closed in the meantime
        return str(handle.readlink())
    return ""


def _program(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/comm").read_text(encoding="utf-8").strip()
    return ""
