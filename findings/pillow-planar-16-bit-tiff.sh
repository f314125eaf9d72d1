#!/usr/bin/env bash
# Pillow reads the bytes of 16-bit planes as 8-bit samples.
#
# Expected: an RGB TIFF with 16 bits and planes one behind the other is read right or refused.
# Seen: it opens as RGB without an error, and even pixels are the low byte of a sample, odd ones
# the high byte.
# With: pillow 13.0.0, tifffile 2026.3.3, numpy 2.4.6, Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --no-warn-conflicts --target "$folder" \
    pillow==13.0.0 tifffile==2026.3.3 numpy==2.4.6
PYTHONPATH="$folder" python3 - <<'END'
import io

import numpy
import tifffile
from PIL import Image

samples = numpy.full((3, 8, 8), 0x8040, numpy.uint16)
file = io.BytesIO()
tifffile.imwrite(file, samples, photometric="rgb", planarconfig="separate", byteorder="<")
file.seek(0)
image = Image.open(file)
seen = image.mode, image.getpixel((0, 0)), image.getpixel((1, 0))
assert seen == ("RGB", (0x40,) * 3, (0x80,) * 3), seen
END
