"""Agreement of tables and rows."""

import pytest

from bench.structure.grid import Grid, cell_counts, row_counts, word_counts


def test_a_row_is_kept_where_its_cells_are_neighbours_on_a_line() -> None:
    """The last word of a cell stands directly before the first of the next, or it counts not."""
    rows = [("Garden chair", "green", "12"), ("Parasol", "", "7")]
    assert row_counts("Garden chair green 12\nParasol 7", rows).recall == 1
    assert row_counts("Garden chair\ngreen 12\nParasol and 7", rows).recall == pytest.approx(1 / 3)


def test_a_pair_counts_once_for_each_time_that_it_is_needed() -> None:
    """One line with a pair does not stand for two rows that have the same one."""
    assert row_counts("a 1", [("a", "1"), ("a", "1")]).recall == pytest.approx(1 / 2)


def test_cells_agree_where_their_neighbours_do() -> None:
    """Of two tables with one cell that differs, the relations without that cell are common."""
    ours, theirs = Grid.of_rows([["a", "b"], ["c", "d"]]), Grid.of_rows([["A", "b."], ["c", "x"]])
    counts = cell_counts([ours], [theirs])
    assert (counts.common, counts.ours, counts.theirs) == (2, 4, 4)
    assert counts.f1 == pytest.approx(1 / 2)


def test_an_empty_cell_is_passed_over() -> None:
    """The neighbour of a cell is the next one that has text."""
    ours, theirs = Grid.of_rows([["a", "", "b"]]), Grid.of_rows([["a", "b"]])
    assert cell_counts([ours], [theirs]).f1 == 1


def test_a_table_that_is_not_there_agrees_with_nothing() -> None:
    """No table of ours is an F1 of 0, and none on both sides one of 1."""
    table = Grid.of_rows([["a", "b"]])
    assert cell_counts([], [table]).f1 == 0
    assert cell_counts([table], []).f1 == 0
    assert cell_counts([], []).f1 == 1


def test_words_are_compared_without_case_and_order() -> None:
    """A bag of words, in which each word counts as often as it occurs."""
    assert word_counts("Two one", "one TWO").f1 == 1
    assert word_counts("one one", "one").f1 == pytest.approx(2 / 3)
