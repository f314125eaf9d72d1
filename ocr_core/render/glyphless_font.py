"""A font without ink, for text that is found and copied but not seen.

Every letter is the same glyph: a line from one corner of its box to the other and
back. It encloses nothing, so that even a program which ignores "invisible" (text
rendering mode 3) paints nothing; yet it has a box, without which PDFium gives
letters no height and MuPDF drops them.
"""

import struct
from collections.abc import Iterable, Sequence
from functools import cache

import pikepdf
from pikepdf import Array, Dictionary, Name

# The name by which other tools (OCRmyPDF, Tesseract) know a text layer made by OCR.
_NAME = Name("/GlyphLessFont")
_UNITS_PER_EM = 1000
# How far letters reach above and below the baseline in common book faces, in em.
ASCENT = 0.72
DESCENT = 0.22
# Every letter is half as wide as the font is high, before it is stretched to its place.
ADVANCE = 0.5
_ADVANCE = round(ADVANCE * _UNITS_PER_EM)
# UTF-16's surrogates are no characters, so their codes are free (Unicode 3.8).
_SURROGATES = range(0xD800, 0xE000)
_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], " ")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# One `beginbfchar` section holds at most 100 rows (ISO 32000-1, 9.7.5.4).
_MAX_ROWS = 100


class GlyphlessFont:
    """The font in one PDF file, which learns the characters that are written with it.

    Where that is asked for, it is looser than its letters: of looseness 1.5 it has to be
    written half as large again for letters of the same height.

    A code is two bytes: the character in UTF-16. Those beyond its first 65,536 take two
    codes there, and poppler makes nothing of them; so each of them gets one of the
    surrogates' codes here, and the file says which.
    """

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._codes: dict[str, int] = {}
        self._free = iter(_SURROGATES)
        self._resources: dict[float, Dictionary] = {}

    def resource(self, looseness: float = 1.0) -> Dictionary:
        """The font as pages name it in their resources."""
        if looseness not in self._resources:
            font = self._pdf.make_indirect(_type0_font(self._pdf, looseness))
            self._resources[looseness] = font
        return self._resources[looseness]

    def encode(self, text: str) -> str:
        """The codes of ``text``, in hexadecimal digits: four a character."""
        printable = text.translate(_CONTROLS)
        return "".join(f"{self._code(character):04X}" for character in printable)

    def finish(self) -> None:
        """Write which character each code is; called once, when all is encoded."""
        to_unicode = self._pdf.make_stream(_to_unicode(self._codes).encode())
        for resource in self._resources.values():
            resource.ToUnicode = to_unicode

    def _code(self, character: str) -> int:
        code = self._codes.get(character)
        if code is None:
            code = self._codes[character] = self._new_code(character)
        return code

    def _new_code(self, character: str) -> int:
        if ord(character) in _SURROGATES:
            return self._code(_REPLACEMENT)
        if ord(character) <= 0xFFFF:
            return ord(character)
        return next(self._free, None) or self._code(_REPLACEMENT)


def _type0_font(pdf: pikepdf.Pdf, looseness: float) -> Dictionary:
    """A composite font whose codes are its characters' numbers (ISO 32000-1, 9.7)."""
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=_NAME,
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(_descriptor(pdf, looseness)),
        DW=_ADVANCE,
        # All 65,536 characters are glyph 1; compressed, these 128 KB are 150 bytes.
        CIDToGIDMap=pdf.make_stream(b"\0\1" * 0x10000),
    )
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=_NAME,
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(descendant)]),
    )


def _descriptor(pdf: pikepdf.Pdf, looseness: float) -> Dictionary:
    """ISO 32000-1, table 122; flags 1 (all of one width) and 4 (characters of its own)."""
    ascent, descent = _edges(looseness)
    font_file = true_type(looseness)
    return Dictionary(
        Type=Name.FontDescriptor,
        FontName=_NAME,
        Flags=5,
        FontBBox=[0, descent, _ADVANCE, ascent],
        ItalicAngle=0,
        Ascent=ascent,
        Descent=descent,
        CapHeight=ascent,
        StemV=80,
        FontFile2=pdf.make_stream(font_file, Length1=len(font_file)),
    )


def _to_unicode(codes: dict[str, int]) -> str:
    """A CMap from codes to UTF-16 (ISO 32000-1, 9.10.3)."""
    rows = [
        f"<{code:04X}> <{character.encode('utf-16-be').hex().upper()}>"
        for character, code in sorted(codes.items(), key=lambda item: item[1])
        if code == ord(character) or code in _SURROGATES
    ]
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{_sections(rows)}"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    )


def _sections(rows: Sequence[str]) -> str:
    text = ""
    for start in range(0, len(rows), _MAX_ROWS):
        section = rows[start : start + _MAX_ROWS]
        text += "\n".join([f"{len(section)} beginbfchar", *section, "endbfchar\n"])
    return text


def _edges(looseness: float) -> tuple[int, int]:
    """Top and bottom of a letter, in units, from the baseline upwards."""
    units = _UNITS_PER_EM / looseness
    return round(ASCENT * units), round(-DESCENT * units)


@cache
def true_type(looseness: float = 1.0) -> bytes:
    """The font file: the six tables that PDF asks for (ISO 32000-1, 9.9)."""
    ascent, descent = _edges(looseness)
    glyph = _glyph(ascent, descent)
    return _sfnt(
        {
            # version, revision, checksum adjustment, magic, flags, units, created, modified,
            # xMin, yMin, xMax, yMax, style, smallest size, direction, long offsets, format
            "head": struct.pack(
                ">4I2H2Q4h2H3h",
                *(0x10000, 0x10000, 0, 0x5F0F3CF5, 0, _UNITS_PER_EM, 0, 0),
                *(0, descent, _ADVANCE, ascent, 0, 3, 2, 0, 0),
            ),
            # version, ascender, descender, gap, widest, bearings, extent, caret, metrics
            "hhea": struct.pack(
                ">I3hH11hH",
                *(0x10000, ascent, descent, 0, _ADVANCE, 0, 0, _ADVANCE, 1),
                *(0, 0, 0, 0, 0, 0, 0, 2),
            ),
            # version, glyphs, points, contours, and what composites and programs may use
            "maxp": struct.pack(">I14H", 0x10000, 2, 2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
            # glyph 0, which stands for what is missing, is empty
            "loca": struct.pack(">3H", 0, 0, len(glyph) // 2),
            "hmtx": struct.pack(">HhHh", _ADVANCE, 0, _ADVANCE, 0),
            "glyf": glyph,
        }
    )


def _glyph(ascent: int, descent: int) -> bytes:
    """One contour of two points, the lower left and upper right corner of the letter's box."""
    header = struct.pack(">5h", 1, 0, descent, _ADVANCE, ascent)
    last_point_and_program = struct.pack(">2H", 1, 0)
    on_curve = b"\1\1"
    steps = struct.pack(">4h", 0, _ADVANCE, descent, ascent - descent)
    return _padded(header + last_point_and_program + on_curve + steps)


def _sfnt(tables: dict[str, bytes]) -> bytes:
    """A TrueType file: a directory, then the tables (OpenType specification, "otff")."""
    count = len(tables)
    power = count.bit_length() - 1
    directory = struct.pack(">I4H", 0x10000, count, 16 << power, power, (count - (1 << power)) * 16)
    body = b""
    for tag, table in sorted(tables.items()):
        offset = 12 + 16 * count + len(body)
        directory += struct.pack(">4s3I", tag.encode(), _checksum(table), offset, len(table))
        body += _padded(table)
    return directory + body


def _padded(table: bytes) -> bytes:
    return table + bytes(-len(table) % 4)


def _checksum(table: bytes) -> int:
    words: Iterable[tuple[int]] = struct.iter_unpack(">I", _padded(table))
    return sum(word for (word,) in words) & 0xFFFFFFFF
