"""The first answer of new containers, which is what a cold start adds to a call."""

from collections.abc import Callable
from typing import Any

from bench.speed.container import healthz, in_container, invoke, upload
from bench.speed.given import Given

HELLO = "hello"
ALIVE = "ours, GET /healthz"
READS = "ours, reads a label"
_OURS = "handler.api.handler"


def first_answers(label: Given, *, rounds: int, cpus: float = 1) -> dict[str, list[float]]:
    """Seconds of the first event of new containers, which take turns.

    Args:
        label: a small image that is read.
        rounds: new containers of each kind, after one that is not kept.
        cpus: processors of each.
    """
    kinds: dict[str, tuple[str, Callable[[], dict[str, Any]]]] = {
        HELLO: ("hello.handler", healthz),
        ALIVE: (_OURS, healthz),
        READS: (_OURS, lambda: upload(label)),
    }
    seconds: dict[str, list[float]] = {name: [] for name in kinds}
    for turn in range(rounds + 1):
        for name, (command, event) in kinds.items():
            with in_container(cpus, command) as new:
                took_s = invoke(new.container, event())
            if turn:
                seconds[name].append(took_s)
    return seconds
