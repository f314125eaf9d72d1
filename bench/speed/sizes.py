"""What the memory size of the function buys: processors in proportion."""

import os
from collections.abc import Sequence
from contextlib import ExitStack

from bench.speed.container import in_container
from bench.speed.given import Given
from bench.speed.rounds import take_turns

MB_PER_CPU = 1_769
"""Lambda gives one vCPU at this memory size, and less or more in proportion (AWS Lambda's Developer
Guide, "Configure Lambda function memory")."""
SIZES_MB = (512, 1024, 1769, 2048, 3008)
"""Up to the most that a new account may choose, with which two cores can be measured."""


def by_size(files: Sequence[Given], *, rounds: int) -> dict[str, dict[str, list[float]]]:
    """Seconds by memory size and file, warm; the sizes take turns.

    Args:
        files: what is read.
        rounds: turns of each size at each file.
    """
    cpus = {str(size_mb): size_mb / MB_PER_CPU for size_mb in SIZES_MB}
    most = os.cpu_count() or 1
    with ExitStack() as stack:
        ours = {
            size: stack.enter_context(in_container(share))
            for size, share in cpus.items()
            if share <= most
        }
        found: dict[str, dict[str, list[float]]] = {size: {} for size in ours}
        for given in files:
            for size, timed in take_turns(ours, given, rounds=rounds).items():
                found[size][given.name] = list(timed.seconds)
    return found
