"""A sheet of columns, as a document and as a picture, whose words stand where a font has them."""

from collections.abc import Iterator, Sequence
from itertools import count

from PIL import Image, ImageDraw, ImageFont

from ocr_core import Baseline, Block, BlockKind, BoundingBox, Document, Line, Page, Paragraph

from .documents import document_of, line_of, word_of

# Pixels; letters of 11 points at 200 dpi.
EM = 30
WIDTH, HEIGHT = 1650, 2340
MARGIN = 120
_PROSE = (
    "When the boats came back in the evening there was always somebody at the end of the wall "
    "to count them, and as long as the number was right nobody in the houses above asked who "
    "it had been. A lamp was lit, the nets were hung over the rails and everyone went up the "
    "steep path to eat. Only once in all those years did the count end one short, on a quiet "
    "night with hardly any wind, and even then the boat that was missing lay safe behind the "
    "next point, where its crew had stopped to mend a torn sail by the light of the moon."
)


def _words() -> Iterator[str]:
    """Prose without end, with a number now and then that comes once."""
    for number in count(1001):
        words = _PROSE.split()
        start = number * 7 % len(words)
        yield from [*(words[start:] + words[:start])[:9], str(number)]


class Sheet:
    """Gets its columns one by one, in reading order; each is a block of the document."""

    def __init__(self, leading: float, *, slope: float = 0) -> None:
        """Lines ``leading`` em apart, which fall by ``slope`` where the sheet lies askew."""
        self.leading = leading
        self.slope = slope
        self.picture = Image.new("L", (WIDTH, HEIGHT), 255)
        self._pen = ImageDraw.Draw(self.picture)
        self._blocks: list[Block] = []
        self._words = _words()

    @property
    def document(self) -> Document:
        """What a perfect engine would read of the picture."""
        page = Page(number=1, width=WIDTH, height=HEIGHT, dpi=200, blocks=tuple(self._blocks))
        return document_of(page)

    def column(
        self,
        left: float,
        top: float,
        width: float,
        paragraphs: Sequence[int],
        *,
        gap: float = 0,
        em: int = EM,
    ) -> float:
        """Paragraphs of so many rows, ``gap`` em apart; the return value is where they end."""
        font = ImageFont.load_default(size=em)
        assert isinstance(font, ImageFont.FreeTypeFont)
        y, made = top + em, []
        for rows in paragraphs:
            lines = []
            for _ in range(rows):
                lines.append(self._line(left, round(y), width, font))
                y += self.leading * em
            made.append(Paragraph(box=_around(lines), lines=tuple(lines)))
            y += gap * em
        box = BoundingBox.around(paragraph.box for paragraph in made)
        self._blocks.append(Block(kind=BlockKind.TEXT, box=box, paragraphs=tuple(made)))
        return y - EM

    def columns(
        self, top: float, count: int, paragraphs: Sequence[int], *, gutter: float, gap: float = 0
    ) -> float:
        """So many columns side by side, ``gutter`` em apart."""
        width = (WIDTH - 2 * MARGIN - (count - 1) * gutter * EM) / count
        return max(
            self.column(MARGIN + index * (width + gutter * EM), top, width, paragraphs, gap=gap)
            for index in range(count)
        )

    def _line(self, left: float, y: int, width: float, font: ImageFont.FreeTypeFont) -> Line:
        """As many words as there is room for."""
        x, words = left, []
        while True:
            text = next(self._words)
            if x + font.getlength(text) > left + width:
                break
            foot = round(x), self._down(x, y)
            self._pen.text(foot, text, fill=0, font=font, anchor="ls")
            edges = self._pen.textbbox(foot, text, font=font, anchor="ls")
            words.append(word_of(text, *map(round, edges)))
            x += font.getlength(text) + 0.3 * font.size
        start, end = words[0].box.left, words[-1].box.right
        baseline = Baseline(x1=start, y1=self._down(start, y), x2=end, y2=self._down(end, y))
        return line_of(*words, baseline=baseline)

    def _down(self, x: float, y: float) -> int:
        return round(y + self.slope * x)


def _around(lines: Sequence[Line]) -> BoundingBox:
    return BoundingBox.around(line.box for line in lines)
