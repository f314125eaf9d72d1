"""Labels of several lines: rows of text that are one row of a table."""

from collections.abc import Sequence

from ocr_core.layout.table_columns import PlacedRow, Span

# From line to line within a cell, and the space between words, in heights of a line.
_NEXT_LINE = 1.7
_GAP_OF_WORDS = 0.3


def joined(placed: Sequence[PlacedRow], columns: Sequence[Span]) -> list[PlacedRow]:
    """Rows with what goes on in the next line joined."""
    found: list[PlacedRow] = []
    is_next = False
    for number, row in enumerate(placed):
        if is_next and found:
            found[-1] = found[-1] + row
        else:
            found.append(list(row))
        is_next = number + 1 < len(placed) and goes_on(found[-1], row, placed[number + 1], columns)
    return found


def goes_on(above: PlacedRow, row: PlacedRow, below: PlacedRow, columns: Sequence[Span]) -> bool:
    """Whether the next row is a part of this one: its label was too long for a line.

    One of both has nothing but the label, and the first word of the second part would not have
    fitted behind the first part.
    """
    if len(row) > 1 and len(below) > 1:
        return False
    upper = next((part for part in row if part[0] == below[0][0]), None)
    if upper is None or upper[0] < upper[1]:
        return False
    one, other = upper[2], below[0][2]
    if one.text.endswith((":", ".")) or not other.words or len(one.words) < 3:
        return False
    if other.middle - one.middle > _NEXT_LINE * max(one.height, other.height):
        return False
    word = other.words[0]
    edge = max(columns[upper[0]][1], one.right)
    if one.right + word.box.right - word.box.left + _GAP_OF_WORDS * one.height < edge:
        return False
    is_indented = other.left > above[0][2].left + other.height / 2
    return len(above) == 1 or is_indented or word.word.text[:1].islower()
