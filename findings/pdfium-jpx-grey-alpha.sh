#!/usr/bin/env bash
# PDFium uses the alpha channel inside a JPEG 2000 image with three colours, and not with grey.
#
# Guess: SMaskInData 1 is ignored for RGBA, as it was seen to be for grey and alpha.
# Seen: transparent RGBA is drawn as the white of the page, transparent grey as 40.
# With: pypdfium2 5.15.2, pikepdf 10.18.0, pillow 13.0.0, Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --no-warn-conflicts --target "$folder" \
    pypdfium2==5.15.2 pikepdf==10.18.0 pillow==13.0.0
PYTHONPATH="$folder" python3 - <<'END'
import io

import pikepdf
import pypdfium2
from PIL import Image


def pdf_of(data: bytes, **keys: object) -> bytes:
    """A page of 300 by 200 points, filled by one image of 30 by 20 pixels in JPEG 2000."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(300, 200)).obj
    picture = pikepdf.Stream(pdf, data, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
    picture.Width, picture.Height, picture.Filter = 30, 20, pikepdf.Name.JPXDecode
    for key, value in keys.items():
        picture["/" + key] = value
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=pdf.make_indirect(picture)))
    page.Contents = pikepdf.Stream(pdf, b"q 300 0 0 200 0 0 cm /I Do Q")
    file = io.BytesIO()
    pdf.save(file)
    return file.getvalue()


seen = []
for mode, clear in (("LA", (40, 0)), ("RGBA", (40, 40, 40, 0))):
    file = io.BytesIO()
    Image.new(mode, (30, 20), clear).save(file, "JPEG2000")
    page = pypdfium2.PdfDocument(pdf_of(file.getvalue(), SMaskInData=1))[0]
    seen.append(page.render().to_pil().convert("L").getpixel((150, 100)))
assert seen == [40, 255], seen
END
