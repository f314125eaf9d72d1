#!/usr/bin/env bash
# python-calamine cuts off the empty rows and columns before the first cell that has a value.
#
# Guess: a value in C3 stands in the third row and column of to_python().
# Seen: [['x']]; skip_empty_area=False gives its place.
# With: xlsxwriter 3.3.1, python-calamine 0.9.1, Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --no-warn-conflicts --target "$folder" \
    xlsxwriter==3.3.1 python-calamine==0.9.1
PYTHONPATH="$folder" python3 - <<'END'
import io

import python_calamine
import xlsxwriter

file = io.BytesIO()
with xlsxwriter.Workbook(file) as workbook:
    workbook.add_worksheet().write_string(2, 2, "x")
file.seek(0)
sheet = python_calamine.CalamineWorkbook.from_filelike(file).get_sheet_by_index(0)
seen = sheet.to_python(), sheet.to_python(skip_empty_area=False)[2]
assert seen == ([["x"]], ["", "", "x"]), seen
END
