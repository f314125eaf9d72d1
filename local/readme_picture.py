"""The picture in README.md: an invoice, and what the service reads in it.

``python -m local.readme_picture`` draws the invoice, reads it, and writes the PNG.
It needs Debian's fonts-dejavu-core, and Tesseract with English.
"""

import io
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from ocr_core import (
    BlockKind,
    BoundingBox,
    Deadline,
    Document,
    DocumentReader,
    EngineChoice,
    Limits,
    OcrOptions,
    create_engine,
)

OUTPUT = Path(__file__).parents[1] / "docs" / "images" / "invoice.png"
INVOICE_TABLE = (
    ("Item", "Qty", "Unit price", "Amount"),
    ("Copy paper A4, 500 sheets", "12", "4.80", "57.60"),
    ("Toner cartridge, black", "2", "64.50", "129.00"),
    ("Ballpoint pens, box of 50", "3", "11.25", "33.75"),
    ("Desk lamp, 800 lumens", "1", "39.90", "39.90"),
    ("Delivery", "1", "9.75", "9.75"),
    ("Total", "", "", "270.00"),
)
_WIDTH, _HEIGHT = 1240, 1060
_MARGIN = 90
_ROW_HEIGHT = 62
# Where columns end, in pixels from the left; all but the first are set flush right.
_COLUMN_ENDS = (650, 770, 960, 1150)
_SIDE_WIDTH = 1000
_INK, _GREY, _BLUE, _GREEN = "#1b1f24", "#6b7280", "#2563eb", "#059669"


def invoice() -> Image.Image:
    """A page of an invented shop, 150 dpi."""
    page = Image.new("RGB", (_WIDTH, _HEIGHT), "white")
    draw = ImageDraw.Draw(page)
    draw.text((_MARGIN, 70), "Harbour Office Supplies", _INK, _font(42, bold=True))
    draw.text((_MARGIN, 136), "14 Quay Street, Bristol BS1 4DJ", _GREY, _font(24))
    draw.text((_MARGIN, 230), "Invoice 2048", _INK, _font(34, bold=True))
    draw.text((_MARGIN, 288), "Date: 14 March 2026", _INK, _font(24))
    draw.text((_MARGIN, 328), "Customer: Fairfield Primary School", _INK, _font(24))
    for index, cells in enumerate(INVOICE_TABLE):
        _draw_row(draw, 410 + index * _ROW_HEIGHT, cells, bold=index in (0, len(INVOICE_TABLE) - 1))
    draw.text((_MARGIN, 900), "Please pay within 30 days.", _INK, _font(24))
    draw.text((_MARGIN, 940), "Thank you for your order.", _INK, _font(24))
    return page


def picture() -> Image.Image:
    """The invoice with the boxes that were found, and the table that was read beside it."""
    page = invoice()
    document = _read(page)
    image = Image.new("RGB", (_WIDTH + _SIDE_WIDTH, _HEIGHT), "#f3f4f6")
    image.paste(_with_boxes(page, document), (0, 0))
    _write_result(ImageDraw.Draw(image), document)
    return image.resize((image.width * 2 // 3, image.height * 2 // 3), Image.Resampling.LANCZOS)


def _draw_row(draw: ImageDraw.ImageDraw, top: int, cells: tuple[str, ...], *, bold: bool) -> None:
    font = _font(24, bold=bold)
    middle = top + _ROW_HEIGHT // 2
    draw.text((_MARGIN + 14, middle), cells[0], _INK, font, anchor="lm")
    for end, cell in zip(_COLUMN_ENDS[1:], cells[1:], strict=True):
        draw.text((end - 14, middle), cell, _INK, font, anchor="rm")
    for left, right in zip((_MARGIN, *_COLUMN_ENDS), _COLUMN_ENDS, strict=False):
        draw.rectangle((left, top, right, top + _ROW_HEIGHT), outline="#9ca3af", width=2)


def _read(page: Image.Image) -> Document:
    file = io.BytesIO()
    page.save(file, "PNG", dpi=(150, 150))
    reader = DocumentReader(
        create_engine(EngineChoice.AUTO, concurrency=1), limits=Limits(), workers=1
    )
    try:
        return reader.read(file.getvalue(), OcrOptions(), deadline=Deadline.never())
    finally:
        reader.close()


def _with_boxes(page: Image.Image, document: Document) -> Image.Image:
    shown = page.copy()
    draw = ImageDraw.Draw(shown, "RGBA")
    for block in document.pages[0].blocks:
        for cell in block.table.cells if block.table else ():
            draw.rectangle(_corners(cell.box), outline=_GREEN, width=4)
            for word in cell.words:
                draw.rectangle(_corners(word.box), fill=(5, 150, 105, 40))
        if block.kind is not BlockKind.TABLE:
            for paragraph in block.paragraphs:
                for line in paragraph.lines:
                    draw.rectangle(_corners(line.box, 5), outline=_BLUE, width=3)
    return shown


def _write_result(draw: ImageDraw.ImageDraw, document: Document) -> None:
    """The text around the table, and its cells, set as Markdown has them."""
    left, top = _WIDTH + 50, 60
    for block in document.pages[0].blocks:
        if block.table is None:
            for paragraph in block.paragraphs:
                for line in paragraph.lines:
                    draw.text((left, top), line.text, _BLUE, _font(24, mono=True))
                    top += 38
            top += 22
            continue
        rows = [["" for _ in range(block.table.column_count)] for _ in range(block.table.row_count)]
        for cell in block.table.cells:
            rows[cell.row - 1][cell.column - 1] = cell.text
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            padded = [text.ljust(width) for text, width in zip(row, widths, strict=True)]
            draw.text((left, top), "| " + " | ".join(padded) + " |", _GREEN, _font(24, mono=True))
            top += 38
        top += 22


def _corners(box: BoundingBox, margin: int = 0) -> tuple[int, int, int, int]:
    return box.left - margin, box.top - margin, box.right + margin, box.bottom + margin


def _font(size_px: int, *, bold: bool = False, mono: bool = False) -> ImageFont.FreeTypeFont:
    name = f"DejaVuSans{'Mono' if mono else ''}{'-Bold' if bold else ''}.ttf"
    return ImageFont.truetype(name, size_px)


def main() -> None:
    """Write the picture."""
    picture().quantize(64).save(OUTPUT, optimize=True)


if __name__ == "__main__":
    main()
