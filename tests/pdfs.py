"""PDF files made for the tests."""

import io
import math
import zlib
from collections.abc import Mapping, Sequence

import img2pdf
import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.images import encode, hello

A4 = (595, 842)


def save(pdf: pikepdf.Pdf, password: str | None = None) -> bytes:
    """The bytes of the file, encrypted where a password is given."""
    buffer = io.BytesIO()
    encryption = pikepdf.Encryption(user=password, owner=password) if password else None
    pdf.save(buffer, encryption=encryption or False, deterministic_id=password is None)
    return buffer.getvalue()


def text_pdf(
    lines: Sequence[str],
    *,
    pages: int = 1,
    size: tuple[int, int] = A4,
    rotate: int = 0,
    invisible: bool = False,
    font: Dictionary | None = None,
    password: str | None = None,
) -> bytes:
    """Lines in Helvetica from the top left corner down, 12 points high, 18 apart."""
    pdf = pikepdf.new()
    rows = "".join(
        f"1 0 0 1 72 {size[1] - 72 - 18 * row} Tm ({line}) Tj\n" for row, line in enumerate(lines)
    )
    content = f"BT /F1 12 Tf {3 if invisible else 0} Tr\n{rows}ET".encode()
    for _ in range(pages):
        page = pdf.add_blank_page(page_size=size)
        fonts = Dictionary(F1=pdf.make_indirect(font or helvetica()))
        page.Resources = Dictionary(Font=fonts)
        page.Contents = pdf.make_stream(content)
        page.Rotate = rotate
    return save(pdf, password)


def helvetica() -> Dictionary:
    """One of the fonts that every reader has."""
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type1,
        BaseFont=Name.Helvetica,
        Encoding=Name.WinAnsiEncoding,
    )


def font_with_map(pdf: pikepdf.Pdf, shift: int) -> Dictionary:
    """Helvetica that says of each letter that it is the one ``shift`` places on: a broken map."""
    return mapped_font(pdf, {code: chr(_shifted(code, shift)) for code in range(0x41, 0x7B)})


def mapped_font(pdf: pikepdf.Pdf, meanings: Mapping[int, str]) -> Dictionary:
    """Helvetica that says of these codes what text they stand for."""
    pairs = "\n".join(
        f"<{code:02x}> <{meaning.encode('utf-16-be').hex()}>" for code, meaning in meanings.items()
    )
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CMapName /X def /CMapType 2 def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(meanings)} beginbfchar\n{pairs}\nendbfchar\nendcmap end end"
    )
    font = helvetica()
    font.ToUnicode = pdf.make_stream(cmap.encode())
    return font


def pdf_as_seen(lines: Sequence[Sequence[str]], *, degrees: float = 0) -> bytes:
    """Lines, each the texts that its glyphs stand for, from left to right as they are seen.

    The shapes are those of Helvetica, whatever the texts are; they rise by ``degrees``.
    """
    return _pdf_of_glyphs([[line] for line in lines], degrees)


def pdf_of_words(lines: Sequence[Sequence[str]], *, degrees: float = 0) -> bytes:
    """The same of words, with gaps in the place of spaces."""
    return _pdf_of_glyphs(lines, degrees)


def _pdf_of_glyphs(lines: Sequence[Sequence[Sequence[str]]], degrees: float) -> bytes:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=A4)
    glyphs = sorted({glyph for line in lines for part in line for glyph in part} - {" "})
    codes = {" ": 0x20} | {glyph: code for code, glyph in enumerate(glyphs, 0x21)}
    font = mapped_font(pdf, {code: glyph for glyph, code in codes.items()})
    page.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)))
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    turn = f"{cosine:.4f} {sine:.4f} {-sine:.4f} {cosine:.4f}"
    rows = ""
    for row, line in enumerate(lines):
        # A gap of half the height is a space.
        parts = " -500 ".join(f"<{bytes(codes[glyph] for glyph in part).hex()}>" for part in line)
        x, y = 300 + 36 * row * sine, 400 - 36 * row * cosine
        rows += f"{turn} {x - 150 * cosine:.2f} {y - 150 * sine:.2f} Tm [{parts}] TJ\n"
    page.Contents = pdf.make_stream(f"BT /F1 12 Tf {rows} ET".encode())
    return save(pdf)


def _shifted(code: int, shift: int) -> int:
    if not chr(code).isalpha():
        return code
    first = 0x41 if chr(code).isupper() else 0x61
    return (code - first + shift) % 26 + first


def scan_pdf(pages: int = 1) -> bytes:
    """A scan: pages that are nothing but a picture of text, at 150 dpi."""
    png = encode(hello(mode="L"), "PNG", dpi=(150, 150))
    return bytes(img2pdf.convert([png] * pages, rotation=img2pdf.Rotation.none))


def with_hidden_layer(data: bytes, text: str) -> bytes:
    """The same file with invisible text on its first page, as an OCR program would leave it."""
    pdf = pikepdf.open(io.BytesIO(data))
    page = pdf.pages[0]
    if Name.Resources not in page.obj:
        page.Resources = Dictionary()
    page.Resources.Font = Dictionary(F1=pdf.make_indirect(helvetica()))
    page.contents_add(f"BT /F1 12 Tf 3 Tr 1 0 0 1 20 20 Tm ({text}) Tj ET".encode())
    return save(pdf)


def with_annotation(data: bytes) -> bytes:
    """The same file with a stamp laid over its first page."""
    pdf = pikepdf.open(io.BytesIO(data))
    stamp = Dictionary(
        Type=Name.Annot,
        Subtype=Name.FreeText,
        Rect=Array([300, 300, 500, 340]),
        Contents="PAID",
        DA="/Helv 18 Tf 0 g",
    )
    pdf.pages[0].Annots = Array([pdf.make_indirect(stamp)])
    return save(pdf)


def page_slow_to_draw() -> bytes:
    """A PDF of some kilobytes with a page that PDFium draws for minutes: shadings, all over it."""
    with pikepdf.new() as pdf:
        function = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0], C1=[1, 1, 1], N=1.5)
        shading = Dictionary(
            ShadingType=3,
            ColorSpace=Name.DeviceRGB,
            Coords=[300, 400, 0, 300, 400, 600],
            Function=pdf.make_indirect(function),
            Extend=[True, True],
        )
        pdf.add_blank_page(page_size=(600, 800))
        page = pdf.pages[0]
        page.Resources = Dictionary(Shading=Dictionary(S=pdf.make_indirect(shading)))
        stream = pikepdf.Stream(pdf, zlib.compress(b"/S sh\n" * 20_000))
        stream.Filter = Name.FlateDecode
        page.Contents = stream
        return save(pdf)


def pdf_of_a_billion_spaces() -> bytes:
    """Some kilobytes whose page has three times as many operators' worth of white space."""
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(b" " * 10_000_000) for _ in range(100)) + packer.flush()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=A4)
        stream = pdf.make_stream(zlib.compress(packed))
        stream.Filter = Array([Name.FlateDecode, Name.FlateDecode])
        pdf.pages[0].Contents = Array([stream] * 3)
        return save(pdf)
