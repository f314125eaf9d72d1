"""What goes wrong between the workers and S3, and with the workers."""

import random
import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from threading import Lock

from tests.s3_proxy import Cut, Decide, Fault, Refused, Request
from tests.soak.documents import Moment

_FAULTS: list[tuple[str, float, Fault]] = [
    ("503 SlowDown", 0.004, Refused(503, "SlowDown")),
    ("500 InternalError", 0.003, Refused(500, "InternalError")),
    ("cut in the answer", 0.004, Cut()),
]
# Longer than the workers wait (`handler/adapters/clients.py`).
_STILL = Cut(after_s=9)
_MAX_STILLS = 6
_P_STILL = 0.01
_NEVER = Refused(403, "AccessDenied")
_OUTAGE = Refused(500, "InternalError")
# More than botocore tries by itself: the task has to come again.
_OUTAGE_REQUESTS = 4
_SECONDS_BETWEEN_KILLS = 4.0
_MAX_KILLS = 20


class Trouble:
    """Decides for each request of the workers; random, as ``rng`` has it."""

    def __init__(
        self,
        rng: random.Random,
        *,
        uploads_bucket: str,
        refused: Collection[str],
        lethal: Collection[str],
        outages: Collection[str],
        changes: Mapping[Moment, Callable[[], None]],
        kill: Callable[[int], None],
    ) -> None:
        """Prepare.

        Args:
            rng: all that is random.
            uploads_bucket: where the keys are.
            refused: keys that S3 never gives out.
            lethal: keys that end whoever reads them.
            outages: keys for which S3 fails longer than a worker tries.
            changes: what happens at which moment.
            kill: ends a worker.
        """
        self._rng = rng
        self._uploads_bucket = uploads_bucket
        self._refused = refused
        self._lethal = lethal
        self._outages = dict.fromkeys(outages, _OUTAGE_REQUESTS)
        self._changes = dict(changes)
        self._kill = kill
        self._lock = Lock()
        self._seen: Counter[tuple[str, str]] = Counter()
        self._next_kill_s = time.monotonic() + self._pause_s()
        self._kill_at_a_write = False
        self.requests = 0
        self.counts: Counter[str] = Counter()

    @property
    def changes_to_come(self) -> list[Moment]:
        """The moments that have not come yet."""
        return list(self._changes)

    def of(self, worker: int) -> Decide:
        """What decides for one worker."""
        return lambda request: self._decide(worker, request)

    def kill_sometimes(self, workers: int) -> None:
        """To be called again and again; ends one of the workers when it is time.

        Every other one ends when it next writes to S3, the rest wherever they are.
        """
        with self._lock:
            if self._kills >= _MAX_KILLS or time.monotonic() < self._next_kill_s:
                return
            self._next_kill_s = time.monotonic() + self._pause_s()
            if self._rng.random() < 0.5:
                self._kill_at_a_write = True
            else:
                self.counts["killed anywhere"] += 1
                self._kill(self._rng.randrange(workers))

    @property
    def _kills(self) -> int:
        return self.counts["killed anywhere"] + self.counts["killed at a write"]

    def _pause_s(self) -> float:
        return min(self._rng.expovariate(1 / _SECONDS_BETWEEN_KILLS), 3 * _SECONDS_BETWEEN_KILLS)

    def _decide(self, worker: int, request: Request) -> Fault | None:
        with self._lock:
            change = self._change(request)
        if change:
            change()
        with self._lock:
            self.requests += 1
            return self._fate(worker, request) or self._fault(request)

    def _change(self, request: Request) -> Callable[[], None] | None:
        asked = (request.method, request.key)
        self._seen[asked] += 1
        return self._changes.pop(Moment(*asked, self._seen[asked]), None)

    def _fate(self, worker: int, request: Request) -> Fault | None:
        """What was decided before."""
        if request.method == "GET" and request.bucket == self._uploads_bucket:
            if request.key in self._refused:
                self.counts["403 for ever"] += 1
                return _NEVER
            if request.key in self._lethal:
                self.counts["killed by a document"] += 1
                self._kill(worker)
                return _NEVER
            if self._outages.get(request.key):
                self._outages[request.key] -= 1
                self.counts["500 for longer than a try"] += 1
                return _OUTAGE
        if self._kill_at_a_write and request.is_write:
            self._kill_at_a_write = False
            self.counts["killed at a write"] += 1
            self._kill(worker)
            # Nobody hears the answer; S3 has done it, or has not.
            return Cut() if self._rng.random() < 0.5 else _NEVER
        return None

    def _fault(self, request: Request) -> Fault | None:
        """What S3 does now and then."""
        may_be_still = request.method == "GET" and self.counts["still in a body"] < _MAX_STILLS
        if may_be_still and self._rng.random() < _P_STILL:
            self.counts["still in a body"] += 1
            return _STILL
        drawn = self._rng.random()
        for name, probability, fault in _FAULTS:
            if drawn < probability:
                self.counts[name] += 1
                return fault
            drawn -= probability
        return None
