"""PDF files as a test's input, written by hand."""

import io
from collections.abc import Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name

# A5 across: 595 x 420 points, twice as many pixels at 144 dpi.
MEDIA_BOX = (0, 0, 595, 420)
DPI = 144
# Something to see: strokes and areas, and nothing symmetrical.
DRAWING = b"0.9 0.2 0.1 rg 20 30 200 100 re f 0 0 1 RG 3 w 300 50 m 500 390 l S"


def helvetica() -> Dictionary:
    """One of the fonts that every reader has."""
    return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)


def add_page(
    pdf: pikepdf.Pdf,
    content: bytes = DRAWING,
    *,
    media_box: Sequence[float] = MEDIA_BOX,
    resources: Dictionary | None = None,
    **entries: object,
) -> pikepdf.Page:
    """A page with this content; the font /F is there unless other resources are given."""
    page = pdf.add_blank_page()
    page.obj.MediaBox = Array(list(media_box))
    page.obj.Contents = pdf.make_stream(content)
    page.obj.Resources = resources or Dictionary(Font=Dictionary(F=helvetica()))
    for name, value in entries.items():
        page.obj[f"/{name}"] = value
    return page


def saved(pdf: pikepdf.Pdf, **arguments: object) -> bytes:
    """The file's bytes."""
    buffer = io.BytesIO()
    pdf.save(buffer, **arguments)  # type: ignore[arg-type]  # what pikepdf takes
    return buffer.getvalue()


def pdf_of(*contents: bytes) -> bytes:
    """A file with a page of each content."""
    with pikepdf.new() as pdf:
        for content in contents:
            add_page(pdf, content)
        return saved(pdf)
