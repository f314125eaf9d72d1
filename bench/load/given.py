"""The pages that the clients send, drawn here."""

from pathlib import Path

from bench.speed import given
from bench.speed.given import Given, encoded, text_page

PAGES = 8
"""So many different pages: a client that gets another's text is found out."""
_MIXED = ("label", "receipt", "dense A4, grey JPEG")


def draw(folder: Path, *, mixed: bool = False) -> list[Given]:
    """Small pages of text, each with words of its own.

    Args:
        folder: where they are put; made if need be.
        mixed: with a label, a receipt and a dense page of A4 among them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pages = []
    for number in range(PAGES):
        page = Given(f"page {number}", folder / f"load-{number}.png", "image/png")
        page.path.write_bytes(_page(number))
        pages.append(page)
    return pages + [other for other in given.draw_all(folder) if mixed and other.name in _MIXED]


def _page(number: int) -> bytes:
    lines = [f"{number}{row:02} the quick brown fox jumps over the lazy dog" for row in range(16)]
    return encoded(text_page(lines, size=(640, 480), font_px=20, line_px=28), "PNG")
