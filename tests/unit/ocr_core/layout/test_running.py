"""Lines that come again at the edges of a document's pages."""

from collections.abc import Sequence

from ocr_core.layout import arranged, with_running_lines
from ocr_core.model import BlockKind, Page
from tests.unit.ocr_core.layout.sheets import STEP, line, page

PLACES = ["Hull", "Leeds", "York", "Whitby", "Bath", "Truro", "Wells"]


def prose(number: int) -> str:
    """A line of the text of a page."""
    return f"the harbour of {PLACES[number]} lay still under a pale sky and the boats had come in"


def pages(tops: Sequence[str], *, foot: str = "") -> list[Page]:
    """Pages of prose right below a line of their own, with or without a line at the foot."""
    found = []
    for number, top in enumerate(tops, start=1):
        lines = [line(top, 100, 100)] if top else []
        lines += [line(prose(number), 100, 130 + STEP * at) for at in range(38)]
        if foot:
            lines.append(line(foot.format(number), 100, 130 + STEP * 38))
        found.append(arranged(page(lines)))
    return found


def kinds(found: Page) -> list[tuple[BlockKind, str]]:
    """The roles of a page's blocks with their first lines."""
    return [(block.kind, block.paragraphs[0].lines[0].text) for block in found.blocks]


def test_a_line_that_comes_again_at_the_top_is_a_header() -> None:
    """Even right above the text; figures in it may differ, and how sure that is, is said."""
    found = with_running_lines(
        pages([f"Annual report 2024, sheet {number}" for number in range(4)])
    )
    for number, each in enumerate(found):
        assert kinds(each)[0] == (BlockKind.HEADER, f"Annual report 2024, sheet {number}")
        assert each.blocks[0].kind_confidence == 90
        assert kinds(each)[1] == (BlockKind.TEXT, prose(number + 1))


def test_headers_of_left_and_right_pages() -> None:
    """Each stands on every other page."""
    found = with_running_lines(pages(["British Husbandry", "The use of bones"] * 3))
    assert [kinds(each)[0][0] for each in found] == [BlockKind.HEADER] * 6


def test_a_line_at_the_foot_is_a_footer() -> None:
    """It is read last."""
    found = with_running_lines(pages([""] * 3, foot="Terms of the harbour office {}"))
    assert [kinds(each)[-1] for each in found] == [
        (BlockKind.FOOTER, f"Terms of the harbour office {number}") for number in (1, 2, 3)
    ]


def test_what_stands_on_one_page_alone_is_text() -> None:
    """As the first lines of chapters do."""
    given = pages(["How the boats came in", "What the merchants said", "A lower duty"])
    assert with_running_lines(given) == tuple(given)


def test_no_word_is_lost() -> None:
    """And the text of a page stays in its order."""
    given = pages(["Annual report"] * 3)
    assert [each.text.split() for each in with_running_lines(given)] == [
        each.text.split() for each in given
    ]


def test_a_single_page_has_nothing_to_compare() -> None:
    """It stays as it is."""
    given = pages(["Annual report"])
    assert with_running_lines(given) == tuple(given)
