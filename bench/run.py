"""A run: systems over samples, side by side, with what is known already from the cache."""

import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bench.cache import Cache
from bench.child import Child
from bench.corpus import Sample
from bench.languages import installed_languages, languages_of
from bench.reading import Reading
from bench.result import Result, judge
from bench.system import System

# RapidOCR has one model for its languages, and Arabic is not among them.
_UNREADABLE = {"rapidocr": frozenset({"ara"})}


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How to run.

    ``jobs`` children at a time, each with ``time_limit_s`` seconds a file. ``languages`` are told
    in place of each file's own.
    """

    build: Path
    jobs: int
    time_limit_s: float
    languages: str | None = None

    def results(self, system: System, samples: Sequence[Sample]) -> list[Result]:
        """What a system makes of the samples, in their order."""
        installed = installed_languages()
        told = {sample.id: self.languages or languages_of(sample) for sample in samples}
        cache = Cache(self.build / "bench-cache")
        skipped = {id: _skipped(system, told[id], installed) for id in told}
        known = {
            sample.id: Reading()
            if skipped[sample.id]
            else cache.get(system, sample, told[sample.id])
            for sample in samples
        }
        missing = [sample for sample in samples if known[sample.id] is None]
        missing.sort(key=lambda sample: told[sample.id])
        local = threading.local()
        children: list[Child] = []

        def read(sample: Sample) -> None:
            if not hasattr(local, "child"):
                log = self.build / "bench-logs" / f"{system.reader}.log"
                local.child = Child(system, time_limit_s=self.time_limit_s, log=log)
                children.append(local.child)
            reading = local.child.read(sample.path, told[sample.id])
            cache.put(system, sample, told[sample.id], reading)
            known[sample.id] = reading
            _say(system, sample, reading)

        with ThreadPoolExecutor(self.jobs) as pool:
            try:
                list(pool.map(read, missing))
            finally:
                pool.shutdown(cancel_futures=True)
                for child in children:
                    child.close()
        return [
            judge(sample, known[sample.id] or Reading(), skipped=skipped[sample.id])
            for sample in samples
        ]


def _skipped(system: System, languages: str, installed: frozenset[str]) -> str | None:
    """Why a system is not given a file in these languages, if so."""
    asked = set(languages.split("+"))
    if unreadable := asked & _UNREADABLE.get(system.reader, frozenset()):
        return f"its model has no {', '.join(sorted(unreadable))}"
    if system.reader != "rapidocr" and (absent := asked - installed):
        return f"no language data for {', '.join(sorted(absent))}"
    return None


def _say(system: System, sample: Sample, reading: Reading) -> None:
    outcome = reading.error or f"{reading.cpu_s:.2f} s"
    print(f"{system.name}: {sample.id}: {outcome}", file=sys.stderr, flush=True)
