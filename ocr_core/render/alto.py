"""ALTO 4.3 XML, as libraries and archives keep it.

The format is http://www.loc.gov/standards/alto/v4/alto-4-3.xsd. Blocks are nested as
Tesseract has them (tesseract/src/api/altorenderer.cpp): a ``ComposedBlock`` a block, a
``TextBlock`` a paragraph.
"""

from dataclasses import dataclass
from itertools import pairwise

from ocr_core.model import (
    Baseline,
    Block,
    BlockKind,
    BoundingBox,
    Document,
    Line,
    Page,
    Paragraph,
    TextSource,
    Word,
)
from ocr_core.render.element_ids import ElementIds
from ocr_core.render.xml_writer import Attributes, XmlWriter
from ocr_core.spacing import separators
from ocr_core.text_direction import text_direction

_NAMESPACE = "http://www.loc.gov/standards/alto/ns-v4#"
_ROOT = {
    "xmlns": _NAMESPACE,
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:schemaLocation": f"{_NAMESPACE} http://www.loc.gov/standards/alto/v4/alto-4-3.xsd",
    "SCHEMAVERSION": "4.3",
}
_PROCESSING_ID = "processing_1"


def render(document: Document) -> bytes:
    """UTF-8 XML with one ``Page`` a page, measured in pixels."""
    writer = XmlWriter('<?xml version="1.0" encoding="UTF-8"?>')
    with writer.element("alto", _ROOT):
        with writer.element("Description"):
            writer.leaf("MeasurementUnit", "pixel")
            _write_processing(writer, document)
        with writer.element("Layout"):
            for page in document.pages:
                _PageWriter(writer, ElementIds(page.number)).page(page)
    return writer.getvalue()


def _write_processing(writer: XmlWriter, document: Document) -> None:
    """Type ``processingStepType``: how the text came to be."""
    with writer.element("Processing", {"ID": _PROCESSING_ID}):
        writer.leaf("processingCategory", "contentGeneration")
        writer.leaf("processingStepDescription", "text recognition")
        writer.leaf("processingStepSettings", f"languages: {document.languages}")
        with writer.element("processingSoftware"):
            writer.leaf("softwareName", document.engine.name)
            writer.leaf("softwareVersion", document.engine.version)


@dataclass(frozen=True, slots=True)
class _PageWriter:
    """Writes one page."""

    writer: XmlWriter
    ids: ElementIds

    def page(self, page: Page) -> None:
        size: Attributes = {"WIDTH": page.width, "HEIGHT": page.height}
        attributes = {"ID": f"page_{page.number}", "PHYSICAL_IMG_NR": page.number, **size}
        if page.source is TextSource.OCR:
            attributes["PROCESSINGREFS"] = _PROCESSING_ID
        if page.confidence is not None:
            attributes["PC"] = _confidence(page.confidence)
        with (
            self.writer.element("Page", attributes),
            self.writer.element("PrintSpace", {"HPOS": 0, "VPOS": 0, **size}),
        ):
            for block in page.blocks:
                self._block(block)

    def _block(self, block: Block) -> None:
        attributes = self._place("block", block.box)
        if block.kind is not BlockKind.UNKNOWN:
            attributes["TYPE"] = block.kind
        with self.writer.element("ComposedBlock", attributes):
            for paragraph in block.paragraphs:
                self._paragraph(paragraph)

    def _paragraph(self, paragraph: Paragraph) -> None:
        attributes = self._place("par", paragraph.box)
        if text_direction(paragraph.text) == "rtl":
            attributes["BASEDIRECTION"] = "rtl"
        with self.writer.element("TextBlock", attributes):
            for line in paragraph.lines:
                self._line(line)

    def _line(self, line: Line) -> None:
        attributes = self._place("line", line.box)
        if line.baseline:
            attributes["BASELINE"] = _points(line.baseline)
        with self.writer.element("TextLine", attributes):
            words = line.words or (Word(text=line.text, box=line.box, confidence=line.confidence),)
            self._string(words[0])
            for (before, word), after in zip(pairwise(words), separators(line), strict=False):
                if after:
                    self.writer.void("SP", _space(before.box, word.box))
                self._string(word)

    def _string(self, word: Word) -> None:
        attributes = self._place("word", word.box)
        if word.confidence is not None:
            attributes["WC"] = _confidence(word.confidence)
        self.writer.void("String", {**attributes, "CONTENT": word.text})

    def _place(self, level: str, box: BoundingBox) -> dict[str, str | int]:
        return {
            "ID": self.ids.next(level),
            "HPOS": box.left,
            "VPOS": box.top,
            "WIDTH": box.right - box.left,
            "HEIGHT": box.bottom - box.top,
        }


def _space(before: BoundingBox, after: BoundingBox) -> Attributes:
    """The gap between two words, whichever way the text runs; of no width where they overlap."""
    left = min(before.right, after.right)
    width = max(0, max(before.left, after.left) - left)
    return {"HPOS": left, "VPOS": before.top, "WIDTH": width}


def _points(line: Baseline) -> str:
    """Type ``PointsType``: x and y in turn, as altoxml/schema issue 22 and kraken have it."""
    return f"{line.x1} {line.y1} {line.x2} {line.y2}"


def _confidence(confidence: float) -> str:
    """Types ``WCType`` and ``PCType``: 0 to 1.

    Tesseract 5.5 puts "0." before the whole percentage instead, which makes 0.9 of 9 % and
    0.100 of 100 % (tesseract issue 4615).
    """
    return f"{confidence / 100:.4f}"
