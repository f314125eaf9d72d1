"""The tables in Markdown."""

from bench.structure.markdown_tables import tables_of


def test_a_table_with_pipes_is_one_without_its_delimiter_row() -> None:
    """Cells are what a reader sees: no backslashes, and empty ones stay."""
    (table,) = tables_of("Before\n\n| a | b\\|c |\n| --- | :-: |\n|  | \\*d |\n\nAfter")
    assert table.cells == {(0, 0): "a", (0, 1): "b|c", (1, 0): "", (1, 1): "*d"}
    assert table.headers == {(0, 0), (0, 1), (1, 0)}


def test_tables_that_text_divides_are_two() -> None:
    """Each run of rows is a table of its own."""
    assert len(tables_of("| a |\n| - |\n\nthen\n\n| b |\n| - |")) == 2


def test_a_cell_of_html_that_spans_covers_its_places() -> None:
    """It stands once among the cells, and moves those after it to the right."""
    (table,) = tables_of(
        "<table><tr><th rowspan=2>a</th><th colspan=2>b &amp; b</th></tr>"
        "<tr><td>c</td><td>d</td></tr></table>"
    )
    assert table.cells == {(0, 0): "a", (0, 1): "b & b", (1, 1): "c", (1, 2): "d"}
    assert table.covered[1, 0] == "a"
    assert table.covered[0, 2] == "b & b"
    assert table.headers == {(0, 0), (1, 0), (0, 1), (0, 2)}


def test_prose_has_no_table() -> None:
    """A pipe within a line is none."""
    assert tables_of("One | two\n\n- three") == []
