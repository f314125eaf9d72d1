#!/usr/bin/env bash
# Pillow reads unsigned 32-bit samples of a TIFF as signed ones.
#
# Expected: white of 4,294,967,295 is refused or kept.
# Seen: it is -1 in mode I, less than black.
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

file = io.BytesIO()
tifffile.imwrite(file, numpy.full((4, 4), 2**32 - 1, numpy.uint32), photometric="minisblack")
file.seek(0)
image = Image.open(file)
seen = image.mode, image.getpixel((0, 0))
assert seen == ("I", -1), seen
END
