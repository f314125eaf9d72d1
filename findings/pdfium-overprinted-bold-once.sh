#!/usr/bin/env bash
# PDFium gives a word once that is printed twice, 0.3 points apart.
#
# Guess: bold that is made by printing twice gives its text twice, as in pypdf.
# Seen: PDFium gives 'Total', pypdf 'TotalTotal'.
# With: pypdfium2 5.15.2, pikepdf 10.18.0, pypdf 7.1.1, Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --no-warn-conflicts --target "$folder" \
    pypdfium2==5.15.2 pikepdf==10.18.0 pypdf==7.1.1
PYTHONPATH="$folder" python3 - <<'END'
import io

import pikepdf
import pypdf
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


data = pdf_of(b"BT /F 12 Tf 20 150 Td (Total) Tj ET BT /F 12 Tf 20.3 150 Td (Total) Tj ET")
seen = (
    pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range(),
    pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text(),
)
assert seen == ("Total", "TotalTotal"), seen
END
