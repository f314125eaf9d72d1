"""What must hold of a page."""

import json
from pathlib import Path

import pytest

from bench.structure.fact import Fact, facts_of, holds

_TABLE = "| Source | Words | Bytes |\n| - | - | - |\n| arXiv | 1.2T | 47B |\n| Wiki | 3T | 12B |"


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        ({"type": "present", "text": "The end of it."}, True),
        ({"type": "present", "text": "the end"}, False),
        ({"type": "present", "text": "the end", "case_sensitive": False}, True),
        ({"type": "present", "text": "The and of it", "max_diffs": 1}, True),
        ({"type": "present", "text": "The and of it"}, False),
        ({"type": "absent", "text": "Page 7"}, False),
        ({"type": "absent", "text": "Page 7", "last_n": 10}, True),
        ({"type": "absent", "text": "Page 8"}, True),
        ({"type": "order", "before": "Page 7", "after": "The end"}, True),
        ({"type": "order", "before": "The end", "after": "Page 7"}, False),
        ({"type": "order", "before": "Page 9", "after": "The and", "max_diffs": 1}, True),
        ({"type": "order", "before": "Page 7", "after": "nowhere"}, False),
    ],
)
def test_text_is_there_or_not_and_in_order(fact: Fact, expected: bool) -> None:
    """Case and differences count as the fact says, and marks of Markdown not at all."""
    assert holds(fact, "# Page 7\n\nSomething *else*\n\n**The** end\nof it.") is expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({"cell": "47B"}, True),
        ({"cell": "47B", "left": "1.2T", "down": "12B", "up": "Bytes"}, True),
        ({"cell": "47B", "left": "arXiv"}, False),
        ({"cell": "12B", "top_heading": "Bytes", "left_heading": "Wiki"}, True),
        ({"cell": "12B", "top_heading": "47B"}, False),
        ({"cell": "12B", "left_heading": "arXiv"}, False),
        ({"cell": "47B", "right": "anything"}, False),
        ({"cell": "48B", "max_diffs": 1}, True),
        ({"cell": "nowhere"}, False),
    ],
)
def test_a_cell_has_these_neighbours_and_headings(names: dict[str, str], expected: bool) -> None:
    """A neighbour stands directly beside the cell; a heading is a header in its row or column."""
    assert holds({"type": "table", **names}, _TABLE) is expected


def test_a_heading_over_two_columns_is_that_of_both() -> None:
    """A cell that spans stands above everything that it covers."""
    markdown = (
        "<table><tr><th></th><th colspan=2>Year</th></tr>"
        "<tr><td>a</td><td>1</td><td>2</td></tr></table>"
    )
    assert holds({"type": "table", "cell": "2", "top_heading": "Year"}, markdown)


def test_text_without_a_table_has_no_cell() -> None:
    """That the words are there is not enough."""
    assert not holds({"type": "table", "cell": "arXiv"}, "arXiv 1.2T 47B")


def test_facts_of_other_kinds_are_left_out(tmp_path: Path) -> None:
    """Equations are not judged."""
    path = tmp_path / "tests.jsonl"
    path.write_text("\n".join(json.dumps({"type": kind}) for kind in ("math", "order")))
    assert facts_of(path) == [{"type": "order"}]
