#!/usr/bin/env bash
# A Pillow that reads WebP does not read it inside a TIFF, and says so at load only.
#
# Guess: the wheel has WebP, so a TIFF compressed with it (50001) can be read, or is refused when
# it is opened.
# Seen: features.check('webp') is true; the TIFF opens as RGB, and load() raises OSError.
# With: pillow 13.0.0, tifffile 2026.3.3, numpy 2.4.6, imagecodecs 2026.3.6, Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --no-warn-conflicts --target "$folder" \
    pillow==13.0.0 tifffile==2026.3.3 numpy==2.4.6 imagecodecs==2026.3.6
PYTHONPATH="$folder" python3 - <<'END'
import io

import numpy
import tifffile
from PIL import Image, features

file = io.BytesIO()
tifffile.imwrite(file, numpy.full((32, 32, 3), 200, numpy.uint8), photometric="rgb", compression="webp")
file.seek(0)
image = Image.open(file)
try:
    image.load()
    outcome = "loaded"
except OSError as error:
    outcome = str(error)
seen = features.check("webp"), image.mode, outcome
assert seen == (True, "RGB", "decoder error -2"), seen
END
