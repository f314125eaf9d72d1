"""A run: a system over samples, by children side by side, with what is known from the cache."""

import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue

from bench.cache import Cache
from bench.child import Child
from bench.corpus import Sample
from bench.languages import installed_languages, languages_of
from bench.reading import Reading
from bench.result import Result, judge
from bench.system import System

# RapidOCR has one model for its languages, whatever it is told; Arabic is not among them.
_RAPIDOCR_HAS_NO = frozenset({"ara"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How to run.

    ``jobs`` children at a time, each with ``time_limit_s`` seconds a file. ``languages`` are told
    in place of each file's own. ``retry`` tries again what failed before.
    """

    build: Path
    jobs: int
    time_limit_s: float
    languages: str | None = None
    retry: bool = False

    def results(self, system: System, samples: Sequence[Sample]) -> list[Result]:
        """What a system makes of the samples, in their order."""
        installed = installed_languages()
        told = {sample.id: self.languages or languages_of(sample) for sample in samples}
        skipped = {id: _skipped(system, languages, installed) for id, languages in told.items()}
        asked = [sample for sample in samples if not skipped[sample.id]]
        readings = self._readings(system, asked, told)
        return [
            judge(sample, readings.get(sample.id, Reading()), skipped=skipped[sample.id])
            for sample in samples
        ]

    def _readings(
        self, system: System, samples: Sequence[Sample], told: Mapping[str, str]
    ) -> dict[str, Reading]:
        """From the cache, or else from children; by the samples' ids."""
        cache = Cache(self.build / "bench-cache", forgets_failures=self.retry)
        readings: dict[str, Reading] = {}
        queue: SimpleQueue[Sample] = SimpleQueue()
        # By language, so that a child loads few of them.
        for sample in sorted(samples, key=lambda sample: told[sample.id]):
            if known := cache.get(system, sample, told[sample.id]):
                readings[sample.id] = known
            else:
                queue.put(sample)

        def work() -> None:
            with Child(system.command, time_limit_s=self.time_limit_s, log=log) as child:
                while sample := _next(queue):
                    reading = child.read(sample.path, told[sample.id])
                    cache.put(system, sample, told[sample.id], reading)
                    readings[sample.id] = reading
                    _say(system, sample, reading)

        log = self.build / "bench-logs" / f"{system.reader}.log"
        with ThreadPoolExecutor(self.jobs) as pool:
            try:
                for worker in [pool.submit(work) for _ in range(self.jobs)]:
                    worker.result()
            finally:
                while _next(queue):
                    pass
        return readings


def _next(queue: SimpleQueue[Sample]) -> Sample | None:
    """The next sample; ``None`` when there is none left."""
    try:
        return queue.get_nowait()
    except Empty:
        return None


def _skipped(system: System, languages: str, installed: frozenset[str]) -> str | None:
    """Why a system is not given a file in these languages, if so."""
    asked = set(languages.split("+"))
    if system.reader == "rapidocr":
        absent = asked & _RAPIDOCR_HAS_NO
        return f"its model has no {', '.join(sorted(absent))}" if absent else None
    absent = asked - installed
    return f"no language data for {', '.join(sorted(absent))}" if absent else None


def _say(system: System, sample: Sample, reading: Reading) -> None:
    outcome = reading.error or f"{reading.cpu_s:.2f} s"
    print(f"{system.name}: {sample.id}: {outcome}", file=sys.stderr, flush=True)
