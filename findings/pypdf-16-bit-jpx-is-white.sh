#!/usr/bin/env bash
# pypdf gives a dark 16-bit JPEG 2000 image as white.
#
# Expected: a 16-bit grey image of 10,280 (40 of 255) comes as 40 or as 10,280.
# Seen: 255: what is over 255 is cut off.
# With: pypdfium2 5.15.2, pikepdf 10.18.0, pypdf 7.1.1, pillow 13.0.0, numpy 2.4.6, imagecodecs
# 2026.3.6, Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --no-warn-conflicts --target "$folder" \
    pypdfium2==5.15.2 pikepdf==10.18.0 pypdf==7.1.1 pillow==13.0.0 \
    numpy==2.4.6 imagecodecs==2026.3.6
PYTHONPATH="$folder" python3 - <<'END'
import io

import imagecodecs
import numpy
import pikepdf
import pypdf


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


dark = numpy.full((20, 30), 40 * 257, numpy.uint16)
data = imagecodecs.jpeg2k_encode(dark, codecformat="jp2", level=0, reversible=True)
document = pdf_of(data, ColorSpace=pikepdf.Name.DeviceGray)
image = pypdf.PdfReader(io.BytesIO(document)).pages[0].images[0].image
seen = image.mode, image.getpixel((15, 0))
assert seen[1] == 255, seen
END
