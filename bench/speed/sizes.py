"""What the memory size of the function buys: processors in proportion."""

import os
from collections.abc import Sequence

from bench.speed.container import in_container
from bench.speed.given import Given
from bench.speed.rounds import take_turns

MB_PER_CPU = 1_769
"""Lambda gives one vCPU at this memory size, and less or more in proportion (AWS Lambda's Developer
Guide, "Configure Lambda function memory")."""
SIZES_MB = (512, 1024, 1769, 2048, 3008)
"""Up to the most that a new account may choose, with which two cores can be measured."""


def by_size(files: Sequence[Given], *, rounds: int) -> dict[str, dict[str, list[float]]]:
    """Seconds by memory size and file, warm.

    Args:
        files: what is read.
        rounds: turns of each file.
    """
    found: dict[str, dict[str, list[float]]] = {}
    for size_mb in SIZES_MB:
        cpus = size_mb / MB_PER_CPU
        if cpus > (os.cpu_count() or 1):
            continue
        with in_container(cpus) as ours:
            found[str(size_mb)] = {
                given.name: list(take_turns({"ours": ours}, given, rounds=rounds)["ours"].seconds)
                for given in files
            }
    return found
