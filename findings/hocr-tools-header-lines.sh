#!/usr/bin/env bash
# hocr-lines leaves out lines of the class ocr_header.
#
# Guess: every line of the page is printed, headings too.
# Seen: the heading is not; the line of the class ocr_line is.
# With: hocr-tools-lib 1.3.0, Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --no-warn-conflicts --target "$folder" \
    hocr-tools-lib==1.3.0
PYTHONPATH="$folder" python3 - <<'END'
import os
import pathlib
import subprocess
import sys
import tempfile

HOCR = """<html xmlns="http://www.w3.org/1999/xhtml"><head><title></title>
<meta name="ocr-system" content="x"/>
<meta name="ocr-capabilities" content="ocr_page ocr_carea ocr_par ocr_line ocr_header ocrx_word"/></head>
<body><div class="ocr_page" title='image "a.png"; bbox 0 0 300 200; ppageno 0'>
<div class="ocr_carea" title="bbox 10 10 210 70"><p class="ocr_par" title="bbox 10 10 210 70">
<span class="ocr_header" title="bbox 10 10 110 30"><span class="ocrx_word"
 title="bbox 10 10 110 30; x_wconf 95.5">Title</span></span>
<span class="ocr_line" title="bbox 10 40 110 60"><span class="ocrx_word"
 title="bbox 10 40 110 60; x_wconf 80">Text</span></span>
</p></div></div></body></html>
"""
with tempfile.TemporaryDirectory() as folder:
    file = pathlib.Path(folder) / "page.html"
    file.write_text(HOCR)
    program = pathlib.Path(os.environ["PYTHONPATH"]) / "bin" / "hocr-lines"
    run = [sys.executable, str(program), str(file)]
    seen = subprocess.run(run, capture_output=True, text=True, check=True).stdout.split()
assert seen == ["Text"], seen
END
