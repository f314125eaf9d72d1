"""The font of the text layer: letters with a box and without ink."""

import io
import struct

import pikepdf
import pytest

from ocr_core.render.glyphless_font import ASCENT, DESCENT, GlyphlessFont, true_type

from .originals import add_page, saved
from .readers import drawn, found_at, poppler_words


def page_in_the_font(mode: int) -> bytes:
    """A page with a word in the font, in a text rendering mode."""
    with pikepdf.new() as pdf:
        font = GlyphlessFont(pdf)
        codes = font.encode("Word")
        resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font.resource()))
        content = f"BT {mode} Tr /F 100 Tf 50 200 Td <{codes}> Tj ET"
        add_page(pdf, content.encode(), resources=resources)
        font.finish()
        return saved(pdf)


@pytest.mark.parametrize("mode", [0, 2, 3])
def test_letters_have_a_box_and_no_ink(mode: int) -> None:
    """Even where they are filled and not invisible, nothing is painted; they are found."""
    pdf = page_in_the_font(mode)
    size = (595, 420)
    if mode != 2:  # a stroke has a width, even around nothing
        assert drawn(pdf, size).getextrema() == ((255, 255),) * 3
    found = found_at(pdf, "Word", size)
    assert (found.left, found.right) == (50, 250)
    assert found.top == pytest.approx(220 - 100 * ASCENT, abs=2)
    assert found.bottom == pytest.approx(220 + 100 * DESCENT, abs=2)
    assert poppler_words(pdf) == ["Word"]


def test_the_font_file_is_whole() -> None:
    """Its tables are in order, aligned, and their checksums right (OpenType, "otff")."""
    font = true_type()
    version, count = struct.unpack(">IH", font[:6])
    assert version == 0x10000
    tags = []
    for index in range(count):
        record = font[12 + 16 * index : 28 + 16 * index]
        tag, checksum, offset, size = struct.unpack(">4s3I", record)
        tags.append(tag)
        table = font[offset : offset + size] + bytes(-size % 4)
        assert offset % 4 == 0
        assert checksum == sum(struct.unpack(f">{len(table) // 4}I", table)) % 2**32
    assert tags == sorted(tags)
    assert {b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp"} == set(tags)
    assert len(font) < 500


def test_a_font_that_nobody_uses_is_not_in_the_file() -> None:
    """A document without text gets no font."""
    with pikepdf.new() as pdf:
        add_page(pdf)
        GlyphlessFont(pdf).finish()
        made = saved(pdf)
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert not any("GlyphLess" in repr(item) for item in opened.objects)
