#!/usr/bin/env bash
# openpyxl undoes the escape of a letter in a cell, and not that of a form feed.
#
# Guess: a form feed that XlsxWriter wrote comes back.
# Seen: 'a_x000C_b' in openpyxl, the form feed in python-calamine.
# With: xlsxwriter 3.3.1, openpyxl 3.1.5, python-calamine 0.9.1, Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --no-warn-conflicts --target "$folder" \
    xlsxwriter==3.3.1 openpyxl==3.1.5 python-calamine==0.9.1
PYTHONPATH="$folder" python3 - <<'END'
import io

import openpyxl
import python_calamine
import xlsxwriter

file = io.BytesIO()
with xlsxwriter.Workbook(file) as workbook:
    sheet = workbook.add_worksheet()
    sheet.write_string(0, 0, "a\fb")
    sheet.write_string(1, 0, "_x0041_")
file.seek(0)
cells = openpyxl.load_workbook(io.BytesIO(file.getvalue())).active
seen = cells["A1"].value, cells["A2"].value
assert seen == ("a_x000C_b", "_x0041_"), seen
rows = python_calamine.CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
assert rows == [["a\fb"], ["_x0041_"]], rows
END
