#!/usr/bin/env bash
# White of a one-bit JPEG 2000 image is 128 in Pillow, and in PDFium when a PDF holds it.
#
# Expected: a one-bit JPEG 2000 image, as segmented scans have, is black and white (0 and 255).
# Seen: 1 becomes 128 in both.
# With: pillow 13.0.0, numpy 2.4.6, imagecodecs 2026.3.6, pypdfium2 5.15.2, pikepdf 10.18.0,
# Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --no-warn-conflicts --target "$folder" \
    pillow==13.0.0 numpy==2.4.6 imagecodecs==2026.3.6 pypdfium2==5.15.2 \
    pikepdf==10.18.0
PYTHONPATH="$folder" python3 - <<'END'
import io

import imagecodecs
import numpy
import pikepdf
import pypdfium2
from PIL import Image

white = numpy.ones((20, 30), numpy.uint8)
data = imagecodecs.jpeg2k_encode(white, bitspersample=1, codecformat="jp2", level=0, reversible=True)

pdf = pikepdf.new()
page = pdf.add_blank_page(page_size=(300, 200))
picture = pikepdf.Stream(pdf, data, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
picture.Width, picture.Height = 30, 20
picture.ColorSpace, picture.Filter = pikepdf.Name.DeviceGray, pikepdf.Name.JPXDecode
page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=pdf.make_indirect(picture)))
page.obj.Contents = pikepdf.Stream(pdf, b"q 300 0 0 200 0 0 cm /I Do Q")
file = io.BytesIO()
pdf.save(file)
drawn = pypdfium2.PdfDocument(file.getvalue())[0].render().to_pil().convert("L")

seen = Image.open(io.BytesIO(data)).getpixel((0, 0)), drawn.getpixel((150, 100))
assert seen == (128, 128), seen
END
