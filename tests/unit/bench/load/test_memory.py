"""How much memory a service has."""

import threading

import pytest

from bench.load import memory
from bench.load.memory import Memory, Watch

_MB = 1_000_000


@pytest.mark.parametrize(
    ("printed", "used_bytes"),
    [
        ("55.28MiB / 2.938GiB\n", 55.28 * 1024**2),
        ("1.5GiB / 2.938GiB", 1.5 * 1024**3),
        ("900KiB / 2.938GiB", 900 * 1024),
        ("512B / 2.938GiB", 512),
        ("0B / 0B", 0),
        ("-- / --", 0),
        ("", 0),
    ],
)
def test_what_docker_writes_is_read(printed: str, used_bytes: float) -> None:
    """Its units are powers of 1024; a container that is gone has none."""
    assert memory.used_mb(printed) == pytest.approx(used_bytes / _MB)


def test_a_watch_sees_before_peak_and_after() -> None:
    """The most between the first look and the last, which is no peak."""
    looked = [100.04, 150.04]
    has_peaked = threading.Event()

    def memory_mb() -> float:
        if looked:
            return looked.pop(0)
        has_peaked.set()
        return 120

    with Watch(memory_mb, every_s=0.001) as watch:
        assert has_peaked.wait(60)
    assert watch.seen == Memory(before_mb=100, peak_mb=150, after_mb=120)
