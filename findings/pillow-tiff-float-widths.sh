#!/usr/bin/env bash
# Pillow opens a TIFF of 32-bit floats, and neither 16-bit nor 64-bit ones.
#
# Guess: half and double floats open in mode F like single ones.
# Seen: UnidentifiedImageError for 16 and for 64 bits; F for 32.
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
from PIL import Image, UnidentifiedImageError


def mode(kind: type) -> str:
    file = io.BytesIO()
    tifffile.imwrite(file, numpy.full((4, 4), 0.5, kind), photometric="minisblack")
    file.seek(0)
    try:
        return Image.open(file).mode
    except UnidentifiedImageError:
        return "not identified"


seen = mode(numpy.float16), mode(numpy.float32), mode(numpy.float64)
assert seen == ("not identified", "F", "not identified"), seen
END
