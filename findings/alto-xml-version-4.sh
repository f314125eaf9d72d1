#!/usr/bin/env bash
# alto-xml reads ALTO 3 alone.
#
# Guess: it reads version 4, whose elements are the same.
# Seen: ValueError: it expects the namespace of version 3.
# With: alto-xml 0.0.5, Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --no-warn-conflicts --target "$folder" \
    alto-xml==0.0.5
PYTHONPATH="$folder" python3 - <<'END'
import alto

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
try:
    alto.parse(ALTO)
    raise SystemExit("version 4 is read")
except ValueError as error:
    assert "ns-v3" in str(error), error
END
