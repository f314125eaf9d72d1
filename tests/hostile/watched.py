"""What a process holds, as Linux tells it: proc(5)."""

import re
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Watched:
    """One process, by its id."""

    pid: int

    @property
    def peak_bytes(self) -> int:
        """The most memory that it has had at a time: ``VmHWM``."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="utf-8")
        found = re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
        assert found, status
        return int(found[1]) * 1024

    @property
    def threads(self) -> int:
        """How many it has."""
        return len(list(Path(f"/proc/{self.pid}/task").iterdir()))

    @property
    def files(self) -> list[str]:
        """What it has open besides sockets and pipes, in order."""
        handles = Path(f"/proc/{self.pid}/fd").iterdir()
        targets = [_target(handle) for handle in handles]
        return sorted(name for name in targets if name.startswith("/"))

    def settled_threads(self, at_most: int, *, seconds: float = 60) -> int:
        """How many threads it has once there are no more than so many, or after a while."""
        ends_s = time.monotonic() + seconds
        while self.threads > at_most and time.monotonic() < ends_s:
            time.sleep(0.2)
        return self.threads


def _target(handle: Path) -> str:
    try:
        return str(handle.readlink())
    except FileNotFoundError:  # closed in the meantime
        return ""
