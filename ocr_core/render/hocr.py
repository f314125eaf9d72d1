"""hOCR 1.2: HTML whose elements carry boxes, confidences and baselines.

The format is https://kba.github.io/hocr-spec/1.2/. Where it leaves a choice, the answer
is Tesseract's (tesseract/src/api/hocrrenderer.cpp), which the tools that read hOCR know.
The document is XHTML and reads the same as ``text/html``.
"""

from dataclasses import dataclass

from ocr_core.model import (
    Block,
    BlockKind,
    BoundingBox,
    Document,
    Line,
    Page,
    Paragraph,
    Word,
)
from ocr_core.render.element_ids import ElementIds
from ocr_core.render.xml_writer import Attributes, Leaf, XmlWriter
from ocr_core.spacing import written_together
from ocr_core.text_direction import Direction, text_direction

# What may occur in a document; section "Capabilities" wants all of it named.
_CAPABILITIES = (
    "ocr_page ocr_carea ocr_par ocr_line ocr_title ocr_header ocr_footer ocr_pageno ocr_table "
    "ocr_textfloat ocr_caption ocrx_word ocrp_wconf ocrp_dir"
)
# Sections "Logical structuring elements" and "Typesetting related elements"; a row of a table is a
# line, for hOCR has no elements for cells.
_BLOCK_CLASSES = {
    BlockKind.TITLE: "ocr_title",
    BlockKind.HEADER: "ocr_header",
    BlockKind.FOOTER: "ocr_footer",
    BlockKind.PAGE_NUMBER: "ocr_pageno",
    BlockKind.TABLE: "ocr_table",
}
_LINE_CLASSES = {
    BlockKind.HEADING: "ocr_header",
    BlockKind.PULL_OUT: "ocr_textfloat",
    BlockKind.CAPTION: "ocr_caption",
}


def render(document: Document) -> bytes:
    """UTF-8 XHTML with one ``ocr_page`` a page; whatever was read is escaped text."""
    writer = XmlWriter("<!DOCTYPE html>")
    with writer.element("html", {"xmlns": "http://www.w3.org/1999/xhtml"}):
        _write_head(writer, document)
        with writer.element("body"):
            for page in document.pages:
                _PageWriter(writer, ElementIds(page.number)).page(page)
    return writer.getvalue()


def _write_head(writer: XmlWriter, document: Document) -> None:
    """Section "Metadata": system and capabilities are required."""
    engine = document.engine
    with writer.element("head"):
        writer.void("meta", {"charset": "utf-8"})
        writer.leaf("title", "OCR result")
        system = f"{engine.name} {engine.version}"
        writer.void("meta", {"name": "ocr-system", "content": system})
        writer.void("meta", {"name": "ocr-capabilities", "content": _CAPABILITIES})
        writer.void("meta", {"name": "ocr-number-of-pages", "content": len(document.pages)})


@dataclass(frozen=True, slots=True)
class _PageWriter:
    """Writes one page."""

    writer: XmlWriter
    ids: ElementIds

    def page(self, page: Page) -> None:
        # "the front cover is page number 0"
        title = [f"bbox 0 0 {page.width} {page.height}", f"ppageno {page.number - 1}"]
        if page.dpi:
            title.append(f"scan_res {round(page.dpi)} {round(page.dpi)}")
        attributes = {"class": "ocr_page", "id": f"page_{page.number}", "title": "; ".join(title)}
        with self.writer.element("div", attributes):
            for block in page.blocks:
                self._block(block)

    def _block(self, block: Block) -> None:
        line_class = _LINE_CLASSES.get(block.kind, "ocr_line")
        block_class = _BLOCK_CLASSES.get(block.kind, "ocr_carea")
        with self.writer.element("div", self._attributes(block_class, "block", _bbox(block.box))):
            for paragraph in block.paragraphs:
                self._paragraph(paragraph, line_class)

    def _paragraph(self, paragraph: Paragraph, line_class: str) -> None:
        direction = text_direction(paragraph.text) or "ltr"
        attributes = self._attributes("ocr_par", "par", _bbox(paragraph.box))
        with self.writer.element("p", {**attributes, **_direction(direction, "ltr")}):
            for line in paragraph.lines:
                self._line(line, line_class, direction)

    def _line(self, line: Line, line_class: str, direction: Direction) -> None:
        title = _bbox(line.box) + _baseline(line)
        if not line.words:
            title += _confidence(line.confidence)
            self.writer.leaf("span", line.text, self._attributes(line_class, "line", title))
            return
        with self.writer.element("span", self._attributes(line_class, "line", title)):
            for words in written_together(line):
                self.writer.leaves([self._word(word, direction) for word in words])

    def _word(self, word: Word, direction: Direction) -> Leaf:
        own = text_direction(word.text) or direction
        title = _bbox(word.box) + _confidence(word.confidence)
        attributes = self._attributes("ocrx_word", "word", title)
        return Leaf("span", word.text, {**attributes, **_direction(own, direction)})

    def _attributes(self, css_class: str, level: str, title: str) -> Attributes:
        return {"class": css_class, "id": self.ids.next(level), "title": title}


def _bbox(box: BoundingBox) -> str:
    return f"bbox {box.left} {box.top} {box.right} {box.bottom}"


def _confidence(confidence: float | None) -> str:
    """A whole number cut off as Tesseract has it: readers, OCRmyPDF's too, expect no fraction.

    None for text that was not recognised.
    """
    return "" if confidence is None else f"; x_wconf {int(confidence)}"


def _baseline(line: Line) -> str:
    """Slope and offset, in the coordinates of the line: origin at its box's bottom left.

    The offset is in whole pixels, for OCRmyPDF reads no fraction. A baseline steeper than 45°
    belongs to vertical text, for which hOCR defines none.
    """
    if line.baseline is None:
        return ""
    run, rise = line.baseline.x2 - line.baseline.x1, line.baseline.y2 - line.baseline.y1
    if abs(rise) >= abs(run):
        return ""
    slope = rise / run
    offset = line.baseline.y1 - line.box.bottom - slope * (line.baseline.x1 - line.box.left)
    # "+ 0.0": no "-0"
    return f"; baseline {round(slope, 3) + 0.0:g} {round(offset)}"


def _direction(own: Direction, inherited: Direction) -> Attributes:
    return {} if own == inherited else {"dir": own}
