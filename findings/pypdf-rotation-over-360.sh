#!/usr/bin/env bash
# pypdf's rotation of a page is not brought within a turn.
#
# Guess: /Rotate 450 is 90 and -90 is 270 everywhere.
# Seen: pypdf gives 450 and -90; PDFium 90 and 270.
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


seen = []
for turn in (450, -90):
    data = pdf_of(b"", Rotate=turn)
    seen.append(
        (
            pypdf.PdfReader(io.BytesIO(data)).pages[0].rotation,
            pypdfium2.PdfDocument(data)[0].get_rotation(),
        )
    )
assert seen == [(450, 90), (-90, 270)], seen
END
