#!/usr/bin/env bash
# PDFium ignores UserUnit.
#
# Expected: a page of 300 by 200 units with UserUnit 2 is 600 by 400 points.
# Seen: 300 by 200.
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


seen = pypdfium2.PdfDocument(pdf_of(b"", UserUnit=2))[0].get_size()
assert seen == (300, 200), seen
END
