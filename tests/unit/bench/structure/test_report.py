"""The tables of the page, and what they are made of."""

from bench.page import with_part
from bench.structure.answer import Answer
from bench.structure.documents import documents
from bench.structure.figures import DrawnFigures, Figures, order_error
from bench.structure.report import tables
from bench.system import ROOT


def _answer_of(rows: tuple[tuple[str, ...], ...], text: str) -> Answer:
    lines = [f"| {' | '.join(row)} |" for row in rows]
    lines[1:1] = ["| - |"] if lines else []
    return Answer(text, "\n".join(lines))


def test_what_is_true_of_a_drawn_document_is_judged_to_be_right() -> None:
    """Each document's own truth has all rows, all text and, without spans, all cells."""
    for drawn in documents():
        figures = DrawnFigures.of(drawn, _answer_of(drawn.rows, drawn.text))
        assert figures.rows.recall == 1, drawn.name
        assert figures.cer == 0, drawn.name
        assert figures.cells is None or figures.cells.f1 == 1, drawn.name


def test_order_is_judged_without_case() -> None:
    """Capital letters are no error, another order is one."""
    assert order_error("ONE two", "one TWO") == 0
    assert order_error("two one", "one two") > 0.5


def test_each_table_has_its_marks_on_the_page() -> None:
    """The page takes every table that is made, and those without figures are not made."""
    figures = Figures(false_tables={"a/b.png": 1, "a/c.png": 0}, order={"a/b.png": 0.25})
    figures.facts["order"].extend([True, False])
    figures.drawn["page"] = DrawnFigures.of(documents()[-1], Answer())
    made = tables({"ours": figures})
    assert list(made) == ["drawn", "facts", "false-tables", "order"]
    assert "| ours | 1 of 2 | `a/b.png` |" in made["false-tables"]
    assert "| `a/b.png` | 0.250 |" in made["order"]
    page = (ROOT / "docs/structure.md").read_text(encoding="utf-8")
    for name, table in made.items():
        assert table in with_part(page, name, table)
