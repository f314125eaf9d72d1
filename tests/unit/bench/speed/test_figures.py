"""What a run has measured, and the tables of it."""

from pathlib import Path

import pytest

from bench.speed import cold, page
from bench.speed.contestants import FLOOR, HANDLER, NAIVE, TWO_CPUS
from bench.speed.figures import Figures


@pytest.fixture
def figures() -> Figures:
    """Of three contestants at two files."""
    return Figures(
        measured_on="2026-01-02",
        machine="a machine",
        versions={"pillow": "13"},
        rounds=3,
        files={
            page.DENSE: {FLOOR: [2.0, 1.0, 9.0], HANDLER: [2.2, 2.0, 2.4], NAIVE: [8.8]},
            page.SMALL: {FLOOR: [0.1], HANDLER: [0.108], TWO_CPUS: []},
        },
        failed={page.SMALL: {TWO_CPUS: "no answer"}},
        cold={cold.HELLO: [1.0], cold.ALIVE: [1.4]},
        sizes={"1769": {page.DENSE: [2.0, 4.0]}},
        peak_mb=360.0,
        imports_ms={"fastapi": 30.0, "PIL": 10.0, "all": 50.0},
    )


def test_ratios_are_of_medians(figures: Figures) -> None:
    """One turn that was disturbed does not count."""
    assert figures.ratio(page.DENSE, HANDLER, FLOOR) == pytest.approx(1.1)
    assert figures.ratio(page.DENSE, NAIVE, HANDLER) == pytest.approx(4.0)


def test_what_was_not_measured_has_no_ratio(figures: Figures) -> None:
    """Neither a contestant that failed nor one that was left out."""
    assert figures.ratio(page.SMALL, NAIVE, HANDLER) is None
    assert figures.ratio(page.SMALL, TWO_CPUS, HANDLER) is None


def test_they_come_back_from_their_file(figures: Figures, tmp_path: Path) -> None:
    """Every turn of them."""
    figures.save(tmp_path / "new" / "speed.json")
    assert Figures.load(tmp_path / "new" / "speed.json") == figures


def test_aims_say_whether_they_were_reached(figures: Figures) -> None:
    """Only those that were measured are there."""
    table = page.targets_table(figures)
    assert (
        "| handler, dense A4 in a grey JPEG, to recognition alone | ≤ 1.05 | 1.10 | no |" in table
    )
    assert "| handler, 640×480, above recognition alone | ≤ 10 ms | 8.0 ms | yes |" in table
    assert "| ≤ 1.5 | 1.40 | yes |" in table
    assert "| peak memory, dense A4 | ≤ 350 MB | 360 MB | no |" in table
    assert "16-page" not in table


def test_tables_have_a_row_for_each_and_a_dash_for_what_is_not_there(figures: Figures) -> None:
    """A column a file."""
    rows = page.seconds_table(figures).splitlines()
    assert rows[0] == f"|  | {page.DENSE} | {page.SMALL} |"
    assert rows[2] == f"| {FLOOR} | 2 | 0.1 |"
    assert rows[-1] == f"| {TWO_CPUS} | – | – |"
    assert f"| {NAIVE} | 4.00 | – |" in page.ratios_table(figures)
    assert page.sizes_table(figures).endswith("| 1769 | 3 |")
    assert page.cold_table(figures).endswith(f"| {cold.ALIVE} | 1.4 | 1.40 |")
    assert page.imports_table(figures).endswith(
        "| `fastapi` | 30 | 60% |\n| `PIL` | 10 | 20% |\n| all | 50 | 100% |"
    )
    assert "no answer" in page.line(figures, page.SMALL)
