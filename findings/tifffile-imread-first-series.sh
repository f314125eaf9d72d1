#!/usr/bin/env bash
# tifffile.imread gives the first page alone where pages differ in size.
#
# Guess: two pages of different sizes come as two arrays, or an error is raised.
# Seen: one array: the second page is left out without a word.
# With: pillow 13.0.0, tifffile 2026.3.3, numpy 2.4.6, Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --no-warn-conflicts --target "$folder" \
    pillow==13.0.0 tifffile==2026.3.3 numpy==2.4.6
PYTHONPATH="$folder" python3 - <<'END'
import io

import tifffile
from PIL import Image

file = io.BytesIO()
pages = [Image.new("L", (30, 20)), Image.new("L", (40, 20))]
pages[0].save(file, "TIFF", save_all=True, append_images=pages[1:])
file.seek(0)
seen = tifffile.imread(file).shape
assert seen == (20, 30), seen
END
