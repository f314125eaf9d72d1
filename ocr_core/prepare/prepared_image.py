"""The image of a page on its way to the engine."""

from dataclasses import dataclass, field, replace
from typing import Any, Self

from PIL.Image import Image

from ocr_core.engine import PageImage
from ocr_core.model import Line, Page, Preparation, Word
from ocr_core.prepare.placement import Placement, Size


@dataclass(frozen=True, slots=True)
class PreparedImage:
    """Pixels (8-bit grey), where they stand on the page as sent, and what was done to them."""

    image: Image
    placement: Placement = field(default_factory=Placement)
    preparation: Preparation = field(default_factory=Preparation)

    def changed(self, image: Image, inner: Placement | None = None, **done: float) -> Self:
        """The next image on the way.

        Args:
            image: the new pixels.
            inner: where they stand in the old ones; at the same place when ``None``.
            **done: fields of ``Preparation`` that this step sets.
        """
        return replace(
            self,
            image=image,
            placement=self.placement.after(inner) if inner else self.placement,
            preparation=self.preparation.model_copy(update=done),
        )

    def as_sent(self, page: Page, sent: PageImage, *, dpi: float | None) -> Page:
        """What was read of these pixels, with boxes and baselines of the page as sent.

        Args:
            page: as the engine gave it.
            sent: the page that these pixels are of.
            dpi: what the file or the caller said.
        """
        size = sent.image.size
        update: dict[str, Any] = {"preparation": self.preparation, "dpi": dpi}
        if self.placement != Placement():
            update |= {"width": size[0], "height": size[1], "blocks": self._blocks(page, size)}
        return page.model_copy(update=update)

    def _blocks(self, page: Page, size: Size) -> tuple[Any, ...]:
        placed = []
        for block in page.blocks:
            paragraphs = tuple(
                paragraph.model_copy(
                    update={
                        "box": self.placement.box(paragraph.box, size),
                        "lines": tuple(self._line(line, size) for line in paragraph.lines),
                    }
                )
                for paragraph in block.paragraphs
            )
            box = self.placement.box(block.box, size)
            placed.append(block.model_copy(update={"box": box, "paragraphs": paragraphs}))
        return tuple(placed)

    def _line(self, line: Line, size: Size) -> Line:
        baseline = line.baseline and self.placement.baseline(line.baseline)
        return replace(
            line,
            box=self.placement.box(line.box, size),
            baseline=baseline,
            words=tuple(self._word(word, size) for word in line.words),
        )

    def _word(self, word: Word, size: Size) -> Word:
        return replace(word, box=self.placement.box(word.box, size))
