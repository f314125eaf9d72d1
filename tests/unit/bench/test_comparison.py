"""Two systems beside each other."""

from bench.comparison import Comparison
from bench.result import Result
from bench.turning import SET as TURNED
from tests.unit.bench.samples import result


def _figures(*results: Result) -> dict[str, dict[str, object]]:
    return {one.id: one.as_json() for one in results}


def test_sets_files_and_their_change_are_shown() -> None:
    """Means of both, and the files that changed, the worst first."""
    now = _figures(result("one/a", 0.5), result("one/b", 0.9), result("two/c", 1.0, cpu_s=3))
    was = _figures(result("one/a", 0.7), result("one/b", 0.8), result("two/c", 1.0))
    lines = [" ".join(line.split()) for line in Comparison(now, was).lines(worst=5)]
    assert lines[1] == "one 2 0.700 0.750 -0.050 nan +nan 1.00 1.00"
    assert lines[2] == "two 1 1.000 1.000 +0.000 nan +nan 3.00 3.00"
    assert "mean of sets 2 0.850 0.875 -0.025" in lines
    assert [line.split()[-1] for line in lines[-3:]] == ["one/a", "…", "one/b"]


def test_only_files_of_both_count() -> None:
    """What one of them was not given says nothing about the other."""
    now = _figures(result("s/a", 1.0), result("s/b", 1.0, skipped="no data"), result("s/c", 1.0))
    was = _figures(result("s/a", 1.0), result("s/b", 1.0))
    assert Comparison(now, was).files == ["s/a"]


def test_what_the_bench_turned_is_no_part_of_the_corpus() -> None:
    """It has a line of its own, and is in no mean."""
    now = _figures(result("s/a", 1.0), result(f"{TURNED}/a@90.png", 0.0))
    lines = [line.split() for line in Comparison(now, now).lines(worst=0)]
    assert [TURNED, "1", "0.000"] in [line[:3] for line in lines]
    assert ["all", "files", "1", "1.000"] in [line[:4] for line in lines]
