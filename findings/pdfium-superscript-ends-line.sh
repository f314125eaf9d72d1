#!/usr/bin/env bash
# PDFium puts a line break behind a raised figure.
#
# Expected: '25 m2 and more' on one baseline, the 2 raised by Ts, is one line of text.
# Seen: '25 m2', CR LF, ' and more'.
# With: pypdfium2 5.15.2, pikepdf 10.18.0, Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --no-warn-conflicts --target "$folder" \
    pypdfium2==5.15.2 pikepdf==10.18.0
PYTHONPATH="$folder" python3 - <<'END'
import io

import pikepdf
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


content = b"BT /F 12 Tf 20 150 Td (25 m) Tj /F 7 Tf 5 Ts (2) Tj /F 12 Tf 0 Ts ( and more) Tj ET"
seen = pypdfium2.PdfDocument(pdf_of(content))[0].get_textpage().get_text_range()
assert seen == "25 m2\r\n and more", repr(seen)
END
