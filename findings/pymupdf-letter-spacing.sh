#!/usr/bin/env bash
# PyMuPDF parts the letters of a spaced-out heading, and the word gap is lost among them.
#
# Guess: six points between the letters (Tc) give 'T O T A L' in PDFium.
# Seen: PDFium gives 'TOTAL SUM'; PyMuPDF gives every letter apart, the word gap like a letter
# gap.
# With: pypdfium2 5.15.2, pikepdf 10.18.0, pymupdf 2.0, Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --no-warn-conflicts --target "$folder" \
    pypdfium2==5.15.2 pikepdf==10.18.0 pymupdf==2.0
PYTHONPATH="$folder" python3 - <<'END'
import io

import pikepdf
import pymupdf
import pypdfium2


def pdf_of(content: bytes, **page_keys: object) -> bytes:
    """One page of 300 by 200 points with Helvetica as /F."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(300, 200)).obj
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=pdf.make_indirect(font)))
    page.Contents = pikepdf.Stream(pdf, content)
    for key, value in page_keys.items():
        page["/" + key] = value
    file = io.BytesIO()
    pdf.save(file)
    return file.getvalue()


data = pdf_of(b"BT /F 12 Tf 6 Tc 20 150 Td (TOTAL SUM) Tj ET")
seen = (
    pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range(),
    pymupdf.open(stream=data)[0].get_text().strip(),
)
assert seen == ("TOTAL SUM", "T O T A L S U M"), seen
END
