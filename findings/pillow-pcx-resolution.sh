#!/usr/bin/env bash
# Pillow writes 100 dpi into every PCX file.
#
# Expected: dpi=(204, 98) is written, as for TIFF and PNG.
# Seen: the file says 100 by 100; nothing is raised.
# With: pillow 13.0.0, Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --no-warn-conflicts --target "$folder" \
    pillow==13.0.0
PYTHONPATH="$folder" python3 - <<'END'
import io

from PIL import Image

file = io.BytesIO()
Image.new("1", (32, 8), 1).save(file, "PCX", dpi=(204, 98))
file.seek(0)
seen = Image.open(file).info["dpi"]
assert seen == (100, 100), seen
END
