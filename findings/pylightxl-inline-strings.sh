#!/usr/bin/env bash
# pylightxl reads the texts of a workbook that XlsxWriter streamed as empty cells.
#
# Guess: a cell with an inline string is read like any other.
# Seen: '' where openpyxl has the text.
# With: xlsxwriter 3.3.1, openpyxl 3.1.5, pylightxl 1.61, Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --no-warn-conflicts --target "$folder" \
    xlsxwriter==3.3.1 openpyxl==3.1.5 pylightxl==1.61
PYTHONPATH="$folder" python3 - <<'END'
import pathlib
import tempfile

import openpyxl
import pylightxl
import xlsxwriter

with tempfile.TemporaryDirectory() as folder:
    file = str(pathlib.Path(folder) / "streamed.xlsx")
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as workbook:
        workbook.add_worksheet("A").write_string(0, 0, "Harbour")
    seen = openpyxl.load_workbook(file)["A"]["A1"].value, pylightxl.readxl(file).ws("A").address("A1")
assert seen == ("Harbour", ""), seen
END
