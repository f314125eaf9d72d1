"""What a run has measured, and the tables of it."""

from pathlib import Path

from bench.load import page
from bench.load.figures import Figures, Latency
from tests.unit.bench.load.samples import FULL, PLACE, good


def test_percentiles_are_of_the_nearest_rank() -> None:
    """Each is a latency that was measured; of nothing there is none."""
    hundred = [float(each) for each in range(100, 0, -1)]
    assert Latency.of(hundred) == Latency(p50_s=50, p95_s=95, max_s=100)
    assert Latency.of([3.0, 1.0, 2.0]) == Latency(p50_s=2, p95_s=3, max_s=3)
    assert Latency.of([0.12345]) == Latency(0.1235, 0.1235, 0.1235)
    assert Latency.of([]) is None


def test_they_come_back_from_their_file(tmp_path: Path) -> None:
    """Every step of them."""
    good().save(tmp_path / "new" / "load.json")
    assert Figures.load(tmp_path / "new" / "load.json") == good()


def test_there_is_a_row_for_each_step_and_check() -> None:
    """What was not measured has a dash."""
    steps = page.steps_table(good()).splitlines()
    assert len(steps) == 2 + 4
    assert steps[3] == (
        f"| {PLACE} | 8 | 100 × 200 | 10.0 | 0.200 | 0.8 | 1.6 | 2.4 | – | 100 | 130 | 120 |"
    )
    assert f"| {FULL} | 64 | 90 × 200, 1,000 × 503 service_busy | 9.0 | 0.222 |" in steps[5]
    assert "| 0.02 | 100 |" in steps[5]
    held = page.checks_table(good())
    assert "| a queue that is full refuses | 1,000 × 503 service_busy | yes |" in held
    figures = good()
    figures.ends[PLACE] = "a trace in its log"
    assert f"| {PLACE}: a trace in its log | no |" in page.checks_table(figures)


def test_what_was_left_out_is_said() -> None:
    """With the reason."""
    figures = good()
    assert "Left out" not in page.machine(figures)
    figures.left_out = "docker is not installed"
    assert page.terminal(figures).endswith("Left out: docker is not installed.")
