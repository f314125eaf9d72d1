#!/usr/bin/env bash
# Twelve bits in mode I;16 end at 4,095 from a TIFF and at 65,520 from JPEG 2000.
#
# Guess: both keep 4,095, as both have mode I;16.
# Seen: 4,095 from the TIFF, 65,520 from the JPEG 2000 file.
# With: pillow 13.0.0, tifffile 2026.3.3, numpy 2.4.6, imagecodecs 2026.3.6, Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --no-warn-conflicts --target "$folder" \
    pillow==13.0.0 tifffile==2026.3.3 numpy==2.4.6 imagecodecs==2026.3.6
PYTHONPATH="$folder" python3 - <<'END'
import io

import imagecodecs
import numpy
import tifffile
from PIL import Image

white = numpy.full((8, 8), 4095, numpy.uint16)
scan = io.BytesIO()
tifffile.imwrite(scan, white, bitspersample=12, photometric="minisblack", byteorder="<")
scan.seek(0)
coded = imagecodecs.jpeg2k_encode(white, bitspersample=12, codecformat="jp2", level=0, reversible=True)
images = Image.open(scan), Image.open(io.BytesIO(coded))
seen = [(image.mode, image.getpixel((0, 0))) for image in images]
assert [value for _, value in seen] == [4095, 65520], seen
assert all(mode.startswith("I;16") for mode, _ in seen), seen
END
