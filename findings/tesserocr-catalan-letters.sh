#!/usr/bin/env bash
# Tesseract's data for Catalan has no ï, ü, k and w, in all its kinds.
#
# Expected: the data of a language has the letters of its alphabet.
# Seen: "paisos veins", "llengúeta", "vvhisley".
# With: tesserocr 2.13.0, pillow 13.0.0, font-roboto 0.0.1, @tesseract.js-data/cat 1.0.0 (npm), Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --no-warn-conflicts --target "$folder" \
    tesserocr==2.13.0 pillow==13.0.0 font-roboto==0.0.1
(cd "$folder" && npm pack --silent @tesseract.js-data/cat@1.0.0 >npm.txt && tar -xzf tesseract.js-data-cat-1.0.0.tgz &&
    gunzip package/*/cat.traineddata.gz)
PYTHONPATH="$folder" python3 - <<'END'
import os

import tesserocr
from PIL import Image, ImageDraw, ImageFont

FOLDER = os.environ["PYTHONPATH"]
FONT = ImageFont.truetype(f"{FOLDER}/font_roboto/files/Roboto-Regular.ttf", 32)
TEXT = "Els països veïns, la llengüeta i el whisky del Kenya"

page = Image.new("L", (round(FONT.getlength(TEXT)) + 80, 100), 255)
ImageDraw.Draw(page).text((40, 30), TEXT, fill=0, font=FONT)
for kind in ("4.0.0", "4.0.0_best_int"):
    with tesserocr.PyTessBaseAPI(
        path=f"{FOLDER}/package/{kind}", lang="cat", psm=tesserocr.PSM.SINGLE_BLOCK
    ) as api:
        api.SetImage(page)
        api.SetSourceResolution(200)
        seen = api.GetUTF8Text()
    assert seen.startswith("Els pa"), seen
    assert not set(seen) & set("ïükwKW"), seen
END
