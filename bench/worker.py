"""A process that reads files with one reader: requests on lines of its input, answers on lines.

``python -m bench.worker NAME [OPTION=VALUE…]``. A request is ``{"path": …, "languages": …}``, an
answer a ``Reading``. It is killed when a file takes too long, so a reader has no time limit of
its own.
"""

import importlib
import json
import os
import resource
import sys
import time
from dataclasses import replace
from typing import TextIO, cast

from bench.reading import Reader, Reading

# One core for each, whatever the machine has: Tesseract's OpenMP threads get in each other's way.
_ONE_THREAD = {"OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1"}


def main(arguments: list[str]) -> None:
    """Answer requests until the input ends."""
    os.environ.update(_ONE_THREAD)
    answers = _take_output()
    name, *options = arguments
    module = importlib.import_module(f"bench.readers.{name}")
    reader = cast("Reader", module.Reader(**dict(option.split("=", 1) for option in options)))
    for line in sys.stdin:
        request = json.loads(line)
        reading = read(reader, request["path"], request["languages"])
        answers.write(json.dumps(reading.as_json()) + "\n")
        answers.flush()


def read(reader: Reader, path: str, languages: str) -> Reading:
    """One file, timed; what goes wrong becomes the reading's ``error``."""
    try:
        reader.prepare(languages)
        wall_s, cpu_s = time.perf_counter(), _cpu_s()
        reading = reader.read(path, languages)
        return replace(
            reading,
            wall_s=round(time.perf_counter() - wall_s, 4),
            cpu_s=round(_cpu_s() - cpu_s, 4),
        )
    except Exception as error:  # noqa: BLE001  a peer may raise anything; the run goes on
        return Reading(error=f"{type(error).__name__}: {error}"[:300])


def _take_output() -> TextIO:
    """Keep standard output for answers; what a library prints goes to standard error."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return answers


def _cpu_s() -> float:
    """Seconds of processor time of this process and of its children that have ended."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


if __name__ == "__main__":
    main(sys.argv[1:])
