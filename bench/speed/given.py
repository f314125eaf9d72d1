"""The files that every contestant is given, drawn here."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

_SENTENCE = "A page of many words keeps the recogniser busy for a while, line after line it goes."
_RECEIPT = (
    *("THE CORNER SHOP", "14 High Street", "VAT 123 4567 89", ""),
    *(f"{count} x item {count * 37:04}   {count * 1.35:6.2f}" for count in range(1, 19)),
    *("", "TOTAL   230.85", "CARD    230.85", "Thank you"),
)
A4_PX = (2480, 3508)
"""A4 at 300 dpi, width and height."""
SCAN_PAGES = 16
_DPI = (300, 300)


@dataclass(frozen=True)
class Given:
    """One file: what it is called in the tables, where it lies, and how many pages it has."""

    name: str
    path: Path
    media_type: str
    pages: int = 1

    @property
    def is_image(self) -> bool:
        """Whether programs that take no PDF can read it."""
        return self.media_type.startswith("image/")


def draw_all(folder: Path) -> list[Given]:
    """Draw the files that are not there yet.

    Args:
        folder: where they are put; made if need be.
    """
    folder.mkdir(parents=True, exist_ok=True)
    kinds: Sequence[tuple[Given, Callable[[], bytes]]] = (
        (Given("label", folder / "label.png", "image/png"), _label),
        (Given("640×480", folder / "page-640.png", "image/png"), _small_page),
        (Given("receipt", folder / "receipt.jpg", "image/jpeg"), _receipt),
        (Given("dense A4, grey JPEG", folder / "dense-a4.jpg", "image/jpeg"), _grey_jpeg),
        (Given("dense A4, colour PNG", folder / "dense-a4.png", "image/png"), _colour_png),
        (
            Given("16-page PDF", folder / "scan-16.pdf", "application/pdf", SCAN_PAGES),
            _scan_pdf,
        ),
    )
    for given, draw in kinds:
        if not given.path.exists():
            given.path.write_bytes(draw())
    return [given for given, _ in kinds]


def _label() -> bytes:
    return encoded(text_page(["Box 42"], size=(200, 60), font_px=36, line_px=48), "PNG")


def _small_page() -> bytes:
    lines = [f"{row:2} the quick brown fox jumps over the lazy dog" for row in range(16)]
    return encoded(text_page(lines, size=(640, 480), font_px=20, line_px=28), "PNG")


def _receipt() -> bytes:
    page = text_page(_RECEIPT, size=(720, 1600), font_px=40, line_px=56)
    return encoded(page, "JPEG", quality=85)


def _grey_jpeg() -> bytes:
    return encoded(_dense_page(), "JPEG", quality=85, dpi=_DPI)


def _colour_png() -> bytes:
    return encoded(_dense_page().convert("RGB"), "PNG", dpi=_DPI)


def _scan_pdf() -> bytes:
    """A scan of black and white pages, as office machines make them."""
    first, *rest = [_dense_page(number).convert("1") for number in range(1, SCAN_PAGES + 1)]
    return encoded(first, "PDF", save_all=True, append_images=rest, resolution=300)


def _dense_page(number: int = 0) -> Image.Image:
    lines = [f"{number}.{row} {_SENTENCE}" for row in range(60)]
    return text_page(lines, size=A4_PX, font_px=50, line_px=54, margin_px=120)


def text_page(
    lines: Sequence[str], *, size: tuple[int, int], font_px: int, line_px: int, margin_px: int = 8
) -> Image.Image:
    """A page of lines, black on white, mode ``L``."""
    image = Image.new("L", size, 255)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=font_px)
    for row, line in enumerate(lines):
        draw.text((margin_px, margin_px + row * line_px), line, fill=0, font=font)
    return image


def encoded(image: Image.Image, file_format: str, **arguments: object) -> bytes:
    """The bytes of a file; ``arguments`` are Pillow's for the format."""
    buffer = io.BytesIO()
    image.save(buffer, file_format, **arguments)
    return buffer.getvalue()
