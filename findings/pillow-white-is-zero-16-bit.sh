#!/usr/bin/env bash
# Pillow turns WhiteIsZero round in 8 bits and not in 16.
#
# Expected: a TIFF whose zero is white is turned round at every depth.
# Seen: 8 bits of 0 become 255, 16 bits of 0 stay 0: the same picture is a negative.
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



def corner(kind: type) -> int:
    file = io.BytesIO()
    tifffile.imwrite(file, numpy.zeros((4, 4), kind), photometric="miniswhite")
    file.seek(0)
    return Image.open(file).getpixel((0, 0))


seen = corner(numpy.uint8), corner(numpy.uint16)
assert seen == (255, 0), seen
END
