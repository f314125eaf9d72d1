"""A run that went well, to be spoilt."""

from dataclasses import replace
from typing import Any

from bench.load.figures import Figures, Latency, Step
from bench.load.memory import Memory

PLACE = "`make run`"
FULL = "`make run`, full"


def step(clients: int, **changed: Any) -> Step:
    """Ten seconds of two workers that read ten pages a second."""
    wait_s = clients / 10
    made = Step(
        place=PLACE,
        workers=2,
        clients=clients,
        seconds=10,
        cpu_s=20,
        outcomes={"200": 100},
        faults={},
        read=Latency(wait_s, 2 * wait_s, 3 * wait_s),
        refused=None,
        memory=Memory(100, 130, 120),
    )
    return replace(made, **changed)


def good() -> Figures:
    """All holds."""
    refused = {"200": 90, "503 service_busy": 1_000}
    return Figures(
        measured_on="2026-01-02",
        machine="a machine",
        seconds=10,
        pages=["page 0", "page 1"],
        steps=[
            *(step(1), step(8), step(64)),
            step(64, place=FULL, outcomes=refused, refused=Latency(0.01, 0.02, 0.03)),
        ],
        ends={PLACE: "", FULL: ""},
    )
