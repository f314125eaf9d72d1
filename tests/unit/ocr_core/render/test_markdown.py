"""Markdown, rendered by a parser that is not ours."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ocr_core import BlockKind, Cell, Document, OutputFormat, RenderOptions, render_document
from tests.unit.ocr_core.render.structured import block, box, document, table


def markdown(read: Document, **options: bool) -> str:
    """The document as Markdown."""
    made = render_document(
        read, OutputFormat.MARKDOWN, original=b"", options=RenderOptions(**options)
    )
    assert made.content_type == "text/markdown; charset=utf-8"
    return made.body.decode()


def html(read: Document) -> str:
    """What GitHub's Markdown makes of it."""
    return str(MarkdownIt("commonmark").enable("table").render(markdown(read))).strip()


def shown(read: Document) -> list[str]:
    """The words that are shown."""
    return unescape(re.sub(r"<[^>]+>", " ", html(read))).split()


def test_roles_become_marks() -> None:
    """A title, headings by level, paragraphs in one line, lists with and without numbers."""
    page = (
        block("The title", kind=BlockKind.TITLE),
        block("A section", kind=BlockKind.HEADING, level=1),
        block("A part of it", kind=BlockKind.HEADING, level=2),
        block("One paragraph that", "goes on here."),
        block("• first", kind=BlockKind.LIST_ITEM),
        block("• second", kind=BlockKind.LIST_ITEM),
        block("1. number one", kind=BlockKind.LIST_ITEM),
    )

    assert markdown(document(page)) == (
        "# The title\n\n## A section\n\n### A part of it\n\n"
        "One paragraph that goes on here.\n\n- first\n- second\n1. number one\n"
    )


def test_running_text_is_left_out_unless_asked_for() -> None:
    """Headers, footers and page numbers are no part of the text, until somebody wants them."""
    page = (
        block("Annual report", kind=BlockKind.HEADER),
        block("The text."),
        block("Confidential", kind=BlockKind.FOOTER),
        block("7", kind=BlockKind.PAGE_NUMBER),
    )

    assert markdown(document(page)) == "The text.\n"
    assert markdown(document(page), running_text=True) == (
        "Annual report\n\nThe text.\n\nConfidential\n\n7\n"
    )


def test_page_breaks_are_an_option() -> None:
    """A comment, which no renderer shows, says where a page begins."""
    read = document([block("one")], [block("two")])

    assert markdown(read) == "one\n\ntwo\n"
    assert markdown(read, page_breaks=True) == "one\n\n<!-- page 2 -->\n\ntwo\n"


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (("a re-", "port of it"), "a report of it"),
        (("the north-", "East of it"), "the north-East of it"),
        (("in 2023-", "11 or so"), "in 2023-11 or so"),
        (("so -", "and then"), "so - and then"),
        (("a well-known man, well-", "known to us"), "a well-known man, well-known to us"),
        (("inclu\u00ad", "ding"), "including"),
    ],
)
def test_divided_words_are_joined(lines: tuple[str, str], text: str) -> None:
    """A word that is divided at a line's end is whole; a hyphen that belongs to it stays."""
    assert markdown(document([block(*lines)])) == f"{text}\n"


def test_a_table_is_one_of_pipes() -> None:
    """Cells keep their columns, empty ones too, and a bar in a cell is no border."""
    read = document([table([["Item", "Price"], ["a|b", "12.50"], ["", "3"]])])
    rows = re.findall(r"<tr>\s*(.*?)\s*</tr>", html(read), flags=re.DOTALL)
    cells = [re.findall(r"<t[hd]>(.*?)</t[hd]>", row) for row in rows]

    assert cells == [["Item", "Price"], ["a|b", "12.50"], ["", "3"]]


def test_cells_that_span_make_an_html_table() -> None:
    """GFM has no spans, so that such a table is HTML, which every renderer takes."""
    wide = Cell(row=1, column=1, column_span=2, is_header=True, box=box(0, 0, 9, 9), text="R&D")
    rows = [[None, None], ["1", "2"]]
    read = document([table(rows, spans=[wide])])  # type: ignore[arg-type]  # the place of the span

    assert markdown(read) == (
        '<table>\n<tr><th colspan="2">R&amp;D</th></tr>\n<tr><td>1</td><td>2</td></tr>\n</table>\n'
    )


@pytest.mark.parametrize(
    "text",
    [
        "# 5 of them",
        "1. Of the first part",
        "- 12.50",
        "+ 3",
        "> greater",
        "===",
        "---",
        "___",
        "*** or *** and * *",
        "a * b * c and **d**",
        "snake_case_name and _name_ or __name__",
        "`quoted` and ``this``",
        "~~struck~~ or ~10 and ~20",
        "<b>bold</b> and <!-- not --> or a<b",
        "[a](b) and [c][d] and [1]",
        "AT&amp;T and &copy; and R&D",
        "C:\\_new\\*.txt and \\",
        "100% of $5 | 3",
        "x^2 = {y}",
        "https://example.com/a_b_c",
        "~~~",
    ],
)
def test_marks_in_the_text_are_shown_as_they_are(text: str) -> None:
    """What stood in the picture is what a reader of the Markdown sees."""
    assert shown(document([block(text)])) == text.split()


@given(
    st.lists(
        st.text(st.sampled_from("ab1 .-+*_`~<>[]()#&;|\\!\"'=:/"), min_size=1, max_size=12).filter(
            str.strip
        ),
        min_size=1,
        max_size=2,
    )
)
def test_no_word_is_changed(lines: list[str]) -> None:
    """Whatever the text, its words are shown one by one, but for those joined at line ends."""
    if any(text.rstrip().endswith("-") for text in lines):
        return
    texts = [" ".join(text.split()) for text in lines]
    assert shown(document([block(*texts)])) == " ".join(texts).split()


def test_a_document_without_text_is_empty() -> None:
    """One line feed, and no mark."""
    assert markdown(document([])) == "\n"
