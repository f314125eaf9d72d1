"""Text with the spaces of the picture."""

from ocr_core import Block, BoundingBox, OutputFormat, Paragraph, RenderOptions, render_document
from tests.unit.ocr_core.render.structured import document, line

CODE = """\
def total(items):
    result = 0
    for item in items:

        result += item
    return result"""
TABLE = """\
Item          Jan    Feb
Oak planks     12      7
Glue            2    100"""


def layout(text: str, *, scale: int = 1) -> str:
    """What is written of a page that has this text in fixed-width print, row by row."""
    lines = tuple(
        line(row, 30 * number * scale, 40) for number, row in enumerate(text.split("\n")) if row
    )
    # In no order at all: what a page says does not depend on its blocks.
    blocks = tuple(
        Block(box=each.box, paragraphs=(Paragraph(box=each.box, lines=(each,)),))
        for each in reversed(lines)
    )
    made = render_document(
        document(blocks), OutputFormat.TEXT, original=b"", options=RenderOptions(layout=True)
    )
    return made.body.decode()


def test_indentation_and_blank_lines_are_kept() -> None:
    """Code comes out as it was."""
    assert layout(CODE) == f"{CODE}\n"


def test_columns_stay_below_each_other() -> None:
    """The cells of a table stand in the columns of the picture."""
    assert layout(TABLE) == f"{TABLE}\n"


def test_pages_are_parted_by_a_form_feed() -> None:
    """An empty page is empty."""
    one = line("text")
    paragraph = Paragraph(box=one.box, lines=(one,))
    page = (Block(box=BoundingBox.around([one.box]), paragraphs=(paragraph,)),)
    options = RenderOptions(layout=True)
    made = render_document(
        document(page, (), page), OutputFormat.TEXT, original=b"", options=options
    )

    assert made.body == b"text\f\ftext\n"
