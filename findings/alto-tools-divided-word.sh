#!/usr/bin/env bash
# alto-tools writes the first half of a divided word twice, and never the second.
#
# Guess: the word is joined to Harbour, or given as its two halves.
# Seen: 'Har', 'Har': the letters bour are lost.
# With: alto-tools 0.1.0, Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --no-warn-conflicts --target "$folder" \
    alto-tools==0.1.0
PYTHONPATH="$folder" python3 - <<'END'
import pathlib
import subprocess
import sys
import tempfile

ALTO = """<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#">
<Description><MeasurementUnit>pixel</MeasurementUnit></Description>
<Layout><Page ID="p" PHYSICAL_IMG_NR="1" WIDTH="300" HEIGHT="200">
<PrintSpace HPOS="0" VPOS="0" WIDTH="300" HEIGHT="200">
<TextBlock ID="b" HPOS="10" VPOS="10" WIDTH="200" HEIGHT="60">
<TextLine ID="l1" HPOS="10" VPOS="10" WIDTH="100" HEIGHT="20">
<String CONTENT="Har" HPOS="10" VPOS="10" WIDTH="40" HEIGHT="20" WC="0.9" SUBS_TYPE="HypPart1"
 SUBS_CONTENT="Harbour"/><HYP CONTENT="-" HPOS="50" VPOS="10" WIDTH="5"/></TextLine>
<TextLine ID="l2" HPOS="10" VPOS="40" WIDTH="100" HEIGHT="20">
<String CONTENT="bour" HPOS="10" VPOS="40" WIDTH="40" HEIGHT="20" WC="0.8" SUBS_TYPE="HypPart2"
 SUBS_CONTENT="Harbour"/></TextLine>
</TextBlock></PrintSpace></Page></Layout></alto>
"""
with tempfile.TemporaryDirectory() as folder:
    file = pathlib.Path(folder) / "page.xml"
    file.write_text(ALTO)
    run = [sys.executable, "-m", "alto_tools.alto_tools", "-t", str(file)]
    seen = subprocess.run(run, capture_output=True, text=True, check=True).stdout.split()
assert seen == ["Har", "Har"], seen
END
