"""The text that stands in a PDF page itself, and whether it can be believed.

A layer is believed (``text_layer=auto``) when all of these hold:

- nothing is laid over it whose look is up to the viewer (``pdf_annotations.py``): what is filled
  into a form, stamped or written on the page is else a part of it when it gets here;
- hardly any of its characters (2 %) have no Unicode: no mapping in the font, private
  use, replacement characters, control characters;
- its Latin, Cyrillic and Greek words look like words: fonts that map letters to wrong ones
  give text in which vowels and consonants do not take turns, or with hardly any letter that
  has no accent;
- no letter of its words has come out as U+FFFD, which is never what the page shows;
- no two words stand in each other's place, but for the same word printed twice: one of them may
  be hidden (white under black, in a layer that is off, covered), or both are a blot;
- there are at least ``_MIN_LETTERS``, or most of the few are letters and digits, or nothing
  else is on the page: of a few signs nobody can tell whether their font maps them right;
- pictures cover less than ``_MAX_PICTURE`` of the page: text on top of, or under,
  a full-page scan says nothing of what the scan shows;
- hardly any text is hidden: what an earlier OCR laid under a scan was as good as that
  OCR. It has text rendering mode 3 or, however it was hidden, the page drawn without
  its text looks the same where it stands;
- the page drawn without its text shows no other text: lines of ``_MAX_OTHER_LETTERS``
  letters, or of half as many as the layer has, are a scan, whatever it is painted with.
  Rules, frames, charts, photographs and a logo are not lines of text. Where a line or two
  (``_SOME_OTHER_LETTERS``) are, that part of the page is to be read beside its text.

The few words that are hidden on a page that is believed are left out; but letters that
cannot be drawn, for their font is not in the file, are not hidden: reading would not see
them either. A page that is not believed is read from its pixels, which costs time and is
never wrong by more than OCR is.

Words outside what is shown of the page are left out in any case.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from typing import Any, NamedTuple

import pypdfium2
from PIL.Image import Image

from ocr_core.load.drawn_text import count_letters
from ocr_core.load.pdf_characters import are_sound, character_codes
from ocr_core.load.pdf_drawing import PageDrawing
from ocr_core.load.pdf_leaning import leaned
from ocr_core.load.pdf_objects import PageObjects
from ocr_core.load.pdf_overlaps import overlaps
from ocr_core.load.pdf_placement import Placement
from ocr_core.load.pdf_words import PdfWord, words_by_line
from ocr_core.model import Block, BlockKind, BoundingBox, Word
from ocr_core.page_layout import PlacedWord, build_blocks

_UNKNOWN = "\ufffd"
_MIN_LETTERS = 20
_MAX_PICTURE = 0.4
_MAX_HIDDEN = 0.1
# A logo with its claim has 60 or 70, and nine photographs in ten, over a third of the page, have
# up to 75; cuttings of 69 scans, as large, all have more than 110.
_MAX_OTHER_LETTERS = 100
# A line in a picture, or a claim below a logo: of 102 pages of the corpus that are believed 4 have
# as many.
_SOME_OTHER_LETTERS = 15


class _ShownWord(NamedTuple):
    """A word that is on the page, whether it can be looked for among the pixels, and its way."""

    word: Word
    has_shape: bool
    runs_down: bool
    is_overprinted: bool


_WordLine = list[_ShownWord]


class LayerText(NamedTuple):
    """The text of a page, and where it shows a line or two besides."""

    blocks: tuple[Block, ...]
    unread: BoundingBox | None = None
    drawing: Image | None = None
    """What the page shows besides the text, 8-bit grey, at a pixel a point or less."""
    texts: Sequence[Any] = ()
    """The handles of its text objects."""


class _Belief(NamedTuple):
    lines: Sequence[_WordLine]
    unread: BoundingBox | None = None
    drawing: Image | None = None


def read_text_layer(
    page: pypdfium2.PdfPage, size: tuple[int, int], *, even_if_unsound: bool
) -> LayerText | None:
    """The text of a page in the file's order, or ``None`` when it should be read from pixels.

    Called under ``pdfium.LOCK``.

    Args:
        page: the page.
        size: width and height in pixels that boxes refer to.
        even_if_unsound: give what there is, whatever the rules above say.
    """
    objects = PageObjects(page)
    with leaned(objects.texts), closing(page.get_textpage()) as text_page:
        codes = character_codes(text_page)
        if not even_if_unsound and not are_sound(text_page, codes):
            return None
        lines = list(_lines_on_page(words_by_line(text_page, codes), Placement(page, size)))
    believed = _Belief(lines) if even_if_unsound else _believed(lines, page, objects, size)
    return believed and LayerText(
        _blocks(believed.lines), believed.unread, believed.drawing, objects.texts
    )


def _lines_on_page(lines: Iterable[Sequence[PdfWord]], placement: Placement) -> Iterator[_WordLine]:
    for line in lines:
        placed = [(word, placement.box(word)) for word in line]
        # The text is what the file says: nothing was recognised.
        shown = [
            _ShownWord(
                Word(text=word.text, box=box, confidence=None),
                word.has_shape,
                word.runs_down,
                word.is_overprinted,
            )
            for word, box in placed
            if box is not None
        ]
        if shown:
            yield shown


def _believed(
    lines: Sequence[_WordLine],
    page: pypdfium2.PdfPage,
    objects: PageObjects,
    size: tuple[int, int],
) -> _Belief | None:
    """The lines without hidden words, or ``None`` when they are not what the page shows."""
    letter_count = _count_letters(lines)
    if not _may_be_all(objects, lines):
        return None
    if not objects.shape_count and not objects.texts:
        return _Belief(lines)
    drawing = PageDrawing(page, objects.texts, size)
    shown = [
        [each for each in line if not each.has_shape or drawing.shows(each.word.box)]
        for line in lines
    ]
    shown_count = _count_letters(shown)
    if shown_count < letter_count * (1 - _MAX_HIDDEN):
        return None
    others = drawing.other_lines()
    other_count = count_letters(others)
    if other_count > min(_MAX_OTHER_LETTERS, shown_count / 2):
        return None
    kept = _without_overprint([line for line in shown if line])
    if kept is None:
        return None
    unread = None
    if other_count >= _SOME_OTHER_LETTERS:
        unread = BoundingBox.around(line.box for line in others)
    return _Belief(kept, unread, drawing.without_text)


def _without_overprint(lines: Sequence[_WordLine]) -> Sequence[_WordLine] | None:
    """Each word once; ``None`` where different words stand in each other's place."""
    if any(each.is_overprinted for line in lines for each in line):
        return None
    again: set[int] = set()
    for one, other in overlaps([[each.word for each in line] for line in lines]):
        if one.text != other.text:
            return None
        again.add(id(other))
    if not again:
        return lines
    kept = [[each for each in line if id(each.word) not in again] for line in lines]
    return [line for line in kept if line]


def _may_be_all(objects: PageObjects, lines: Sequence[_WordLine]) -> bool:
    """Whether the text may be all that there is to be read, going by what is on the page."""
    return (
        not objects.are_too_many
        and not any(_UNKNOWN in each.word.text for line in lines for each in line)
        and (not objects.shape_count or _says_something(lines))
        and objects.picture_share < _MAX_PICTURE
        and objects.invisible_text_count <= len(objects.texts) * _MAX_HIDDEN
    )


def _says_something(lines: Iterable[_WordLine]) -> bool:
    """Whether the text is of some length, or most of it letters and digits."""
    text = "".join(each.word.text for line in lines for each in line)
    alphanumeric_count = sum(letter.isalnum() for letter in text)
    return len(text) >= _MIN_LETTERS or alphanumeric_count > len(text) / 2


def _count_letters(lines: Iterable[_WordLine]) -> int:
    return sum(len(each.word.text) for line in lines for each in line)


def _blocks(lines: Iterable[_WordLine]) -> tuple[Block, ...]:
    placed: list[PlacedWord] = []
    kinds: dict[int, BlockKind] = {}
    block, paragraph = 0, 0
    above: BoundingBox | None = None
    for number, line in enumerate(lines):
        kind = BlockKind.VERTICAL_TEXT if line[0].runs_down else BlockKind.TEXT
        box = _as_level(BoundingBox.around(each.word.box for each in line), kind)
        starts_block = above is None or kinds[block] is not kind or _starts_block(above, box)
        block += starts_block
        paragraph += starts_block or (above is not None and _starts_paragraph(above, box))
        kinds[block] = kind
        above = box
        placed += [PlacedWord(block, paragraph, number, each.word) for each in line]
    return build_blocks(placed, kinds)


def _as_level(box: BoundingBox, kind: BlockKind) -> BoundingBox:
    """A column of vertical text as the line that it is if the page lies on its side."""
    if kind is not BlockKind.VERTICAL_TEXT:
        return box
    return BoundingBox(left=box.top, top=-box.right, right=box.bottom, bottom=-box.left)


def _starts_block(above: BoundingBox, box: BoundingBox) -> bool:
    """A line that is beside or over the one before it, or far below, starts a new block."""
    height = above.bottom - above.top
    aside = box.left > above.right or box.right < above.left
    return aside or box.bottom < above.top or box.top - above.bottom > 3 * height


def _starts_paragraph(above: BoundingBox, box: BoundingBox) -> bool:
    """A gap of more than a line: lines of one paragraph are rarely set two apart."""
    return box.top - above.bottom > 1.2 * (above.bottom - above.top)
