#!/usr/bin/env bash
# The bitmap of a stencil mask is white in PDFium where the page is painted black.
#
# Guess: in the unrendered bitmap of an ImageMask, 0 stands where it paints.
# Seen: 255 stands there, while the page is drawn black.
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

pdf = pikepdf.new()
page = pdf.add_blank_page(page_size=(300, 200)).obj
stencil = pikepdf.Stream(pdf, bytes(4 * 20), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
stencil.Width, stencil.Height, stencil.ImageMask, stencil.BitsPerComponent = 32, 20, True, 1
page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=pdf.make_indirect(stencil)))
page.Contents = pikepdf.Stream(pdf, b"q 300 0 0 200 0 0 cm /I Do Q")
file = io.BytesIO()
pdf.save(file)
drawn = pypdfium2.PdfDocument(file.getvalue())[0]
picture = next(drawn.get_objects(filter=[3]))
seen = (
    drawn.render().to_pil().convert("L").getpixel((150, 100)),
    picture.get_bitmap(render=False).to_pil().convert("L").getpixel((16, 10)),
)
assert seen == (0, 255), seen
END
