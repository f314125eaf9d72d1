"""Every output format of what was loaded, with a word on each page in the place of recognition."""

import io
import json
from xml.etree import ElementTree

import pikepdf

from ocr_core import (
    BoundingBox,
    Document,
    Limits,
    OcrOptions,
    OutputFormat,
    Page,
    PageImage,
    Word,
    render_document,
)
from ocr_core.errors import OcrError
from ocr_core.load import open_source
from ocr_core.model import EngineInfo, Timings
from ocr_core.page_layout import PlacedWord, build_blocks
from tests.fuzz.targets.pdf import PASSWORD

LIMITS = Limits(max_upload_bytes=1_000_000, max_pixels=250_000, max_pages=3)
_OPTIONS = OcrOptions(pages="1-3")


def try_bytes(data: bytes) -> None:
    """Each format can be read by a parser that is not ours; a PDF may be too damaged to be kept."""
    try:
        document = _document(data)
    except OcrError:
        return
    rendered = {
        each: render_document(document, each, original=data).body
        for each in OutputFormat
        if each is not OutputFormat.PDF
    }
    assert json.loads(rendered[OutputFormat.JSON])["text"] == document.text
    assert rendered[OutputFormat.TEXT].decode() is not None
    for each in (OutputFormat.ALTO, OutputFormat.HOCR):
        ElementTree.fromstring(rendered[each])  # noqa: S314  # ours: no entities, no DTD of anybody
    columns = {row.count(b"\t") for row in rendered[OutputFormat.TSV].splitlines()}
    assert columns == {11}
    _check_pdf(document, data)


def _document(data: bytes) -> Document:
    with open_source(data, limits=LIMITS, password=PASSWORD) as source:
        pages = [
            _read(page) if isinstance(page, PageImage) else page for page in source.pages(_OPTIONS)
        ]
        return Document(
            media_type=source.media_type,
            languages="eng",
            engine=EngineInfo(name="none", version="0"),
            timings=Timings(decode_ms=0, ocr_ms=0),
            pages=tuple(pages),
        )


def _read(page: PageImage) -> Page:
    width, height = page.image.size
    word = Word(
        text="word", box=BoundingBox(left=0, top=0, right=width, bottom=height), confidence=9
    )
    return Page(
        number=page.number,
        width=width,
        height=height,
        dpi=page.dpi,
        blocks=build_blocks([PlacedWord(1, 1, 1, word)]),
    )


def _check_pdf(document: Document, data: bytes) -> None:
    try:
        made = render_document(document, OutputFormat.PDF, original=data, password=PASSWORD).body
    except OcrError:
        return
    with pikepdf.open(io.BytesIO(made), password=PASSWORD) as pdf:
        assert len(pdf.pages) == len(document.pages)
