#!/usr/bin/env bash
# The Internet Archive's hOCR tools raise for a confidence with decimals.
#
# Guess: x_wconf 95.5 is read: the hOCR specification has it as a float.
# Seen: ValueError; without the decimals the words are read.
# With: archive-hocr-tools 1.1.70, lxml 6.1.3, Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --no-warn-conflicts --target "$folder" \
    archive-hocr-tools==1.1.70 lxml==6.1.3
PYTHONPATH="$folder" python3 - <<'END'
import pathlib
import tempfile

from hocr.parse import hocr_page_iterator, hocr_page_to_word_data

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


def words(text: str) -> int:
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "page.html"
        file.write_text(text)
        pages = [hocr_page_to_word_data(page) for page in hocr_page_iterator(str(file))]
    return sum(len(line["words"]) for page in pages for block in page for line in block["lines"])


try:
    words(HOCR)
    raise SystemExit("decimals are read")
except ValueError as error:
    assert "95.5" in str(error), error
assert words(HOCR.replace("95.5", "95")) > 0
END
