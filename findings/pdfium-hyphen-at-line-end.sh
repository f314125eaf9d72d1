#!/usr/bin/env bash
# PDFium gives U+FFFE for a hyphen at the end of a line, joins the lines, and finds neither
# spelling.
#
# Guess: the text is 'a well-', CR LF, 'known ship', and a search for the word with or without its
# hyphen finds nothing.
# Seen: the text is 'a well' U+FFFE 'known ship'; the searches indeed find nothing.
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


content = b"BT /F 12 Tf 20 150 Td (a well-) Tj 0 -14 Td (known ship) Tj ET"
text_page = pypdfium2.PdfDocument(pdf_of(content))[0].get_textpage()
seen = text_page.get_text_range()
assert seen == "a well\ufffeknown ship", repr(seen)
found = [text_page.search(word).get_next() for word in ("well-known", "wellknown")]
assert found == [None, None], found
END
