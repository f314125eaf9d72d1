"""What parts of a page are, by size, place and how they begin."""

from collections.abc import Sequence

from ocr_core.layout import arranged
from ocr_core.model import Block, BlockKind, Line
from tests.unit.ocr_core.layout.sheets import HEIGHT_OF_PAGE, STEP, line, page, turned

PROSE = [
    "the harbour lay still under a pale sky and the boats that had come in",
    "with the tide were drawn up on the shingle and old Penrose sat on a",
    "barrel and mended his nets as he did on every morning of the long year",
]


def prose(top: int, *, rows: int = 3) -> list[Line]:
    """A paragraph."""
    return [line(PROSE[at % 3], 100, top + STEP * at) for at in range(rows)]


def kinds(lines: Sequence[Line]) -> list[tuple[BlockKind, str]]:
    """The roles of a page's blocks with their first lines."""
    found = arranged(page(lines)).blocks
    return [(block.kind, _first(block)) for block in found]


def _first(block: Block) -> str:
    return block.paragraphs[0].lines[0].text


def test_large_print_is_a_title_or_a_heading() -> None:
    """The largest above the text is the title of the page."""
    found = kinds(
        [
            line("Harbour prices", 100, 150, height=44),
            *prose(240),
            line("Timber", 100, 370, height=27),
            *prose(420),
        ]
    )
    assert found == [
        (BlockKind.TITLE, "Harbour prices"),
        (BlockKind.TEXT, PROSE[0]),
        (BlockKind.HEADING, "Timber"),
        (BlockKind.TEXT, PROSE[0]),
    ]


def test_numbered_headings_have_levels() -> None:
    """By how many numbers they have; how sure that is, is said."""
    lines = [
        *(line("2 Materials", 100, 150), *prose(200)),
        *(line("2.1 Timber and paper", 100, 320), *prose(370)),
    ]
    blocks = [block for block in arranged(page(lines)).blocks if block.kind is BlockKind.HEADING]
    assert [(block.level, _first(block)) for block in blocks] == [
        (2, "2 Materials"),
        (3, "2.1 Timber and paper"),
    ]
    assert all(block.kind_confidence is not None for block in blocks)


def test_items_of_a_list() -> None:
    """Each is a block with the lines that go on in it."""
    lines = [
        *prose(150),
        line("• the first of the items, which goes on", 130, 260),
        line("in a second line", 150, 290),
        line("• another one", 130, 320),
    ]
    assert kinds(lines)[1:] == [
        (BlockKind.LIST_ITEM, "• the first of the items, which goes on"),
        (BlockKind.LIST_ITEM, "• another one"),
    ]


def test_an_abbreviation_is_no_item() -> None:
    """A capital with a full stop begins names."""
    lines = [*prose(150), line("U. S. newspapers of that year.", 100, 240)]
    assert BlockKind.LIST_ITEM not in [kind for kind, _ in kinds(lines)]


def test_a_caption() -> None:
    """It begins with what it is of, and a number."""
    found = kinds([*prose(150), line("Figure 3: Boats at low tide", 100, 300), *prose(360)])
    assert found[1] == (BlockKind.CAPTION, "Figure 3: Boats at low tide")


def test_header_footer_and_number_in_the_margins() -> None:
    """They stand apart from the text, and are blocks of their own."""
    lines = [
        line("400                 British Husbandry", 100, 60),
        *prose(150, rows=20),
        line("- 400 -", 450, HEIGHT_OF_PAGE - 60),
    ]
    found = kinds(lines)
    assert found[0] == (BlockKind.HEADER, "400 British Husbandry")
    assert found[-1] == (BlockKind.PAGE_NUMBER, "- 400 -")
    assert found[1] == (BlockKind.TEXT, PROSE[0])


def test_small_print_at_the_edge() -> None:
    """Is a footer, but not the notes that stand right below the text."""
    footer = line("Published by the harbour office", 300, HEIGHT_OF_PAGE - 50, height=14)
    found = kinds([*prose(150, rows=35), footer])
    assert found[-1] == (BlockKind.FOOTER, footer.text)
    note = line("* Harbour report, vol. 8.", 100, 150 + 35 * STEP, height=14)
    assert kinds([*prose(150, rows=35), note])[-1][0] is not BlockKind.FOOTER


def test_the_date_of_a_letter_is_no_header() -> None:
    """A page with little text may say something important at its top."""
    found = kinds([line("January 10th 1864.", 600, 60), *prose(200, rows=6)])
    assert found[0] == (BlockKind.TEXT, "January 10th 1864.")


def test_a_line_up_the_margin_is_a_footer() -> None:
    """What stands on its side at the edge was put there by a library or a printer."""
    margin = turned([line("downloaded from a library on Monday", 300, 20)], 3)
    assert kinds([*prose(150, rows=6), *margin])[-1] == (BlockKind.FOOTER, margin[0].text)


def test_an_indented_line_begins_a_paragraph() -> None:
    """Where the line before it ends a sentence."""
    lines = [
        *prose(150),
        line("year after year.", 100, 240),
        line("Prices of timber rose again in the spring, for winter had been", 130, 270),
        line(PROSE[0], 100, 300),
    ]
    paragraphs = arranged(page(lines)).paragraphs
    assert [len(paragraph.lines) for paragraph in paragraphs] == [4, 2]
