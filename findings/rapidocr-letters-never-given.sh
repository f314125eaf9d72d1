#!/usr/bin/env bash
# PP-OCRv6's small model has Ą in its dictionary and reads it as A, in the clearest print; „ and ¡ it does not have.
#
# Expected: a letter of the dictionary is read where it is printed clearly, and German and Spanish have all their signs.
# Seen: 'KSIAŻKA WASKA' for 'KSIĄŻKA WĄSKA'.
# With: rapidocr 3.10.0, onnxruntime 1.32.0, pillow 13.0.0, font-roboto 0.0.1, Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --no-warn-conflicts --target "$folder" \
    rapidocr==3.10.0 onnxruntime==1.32.0 pillow==13.0.0 font-roboto==0.0.1
PYTHONPATH="$folder" python3 - <<'END'
import os

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from rapidocr import RapidOCR

FONT = ImageFont.truetype(f"{os.environ['PYTHONPATH']}/font_roboto/files/Roboto-Regular.ttf", 48)
TEXT = "KSIĄŻKA WĄSKA"

page = Image.new("RGB", (round(FONT.getlength(TEXT)) + 80, 130), "white")
ImageDraw.Draw(page).text((40, 35), TEXT, fill="black", font=FONT)
engine = RapidOCR(params={"Global.log_level": "critical"})
[seen] = engine(np.asarray(page)).txts
dictionary = engine.text_rec.postprocess_op.character
assert "Ą" in dictionary
assert not {"„", "¡"} & set(dictionary)
assert "A" in seen and "Ą" not in seen, seen
END
