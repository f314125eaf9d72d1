#!/usr/bin/env bash
# A bar between backticks in a table ends the cell in markdown-it, and not in Python-Markdown.
#
# Guess: both end the cell, as GFM says.
# Seen: Python-Markdown keeps the bar within the code.
# With: Markdown 3.11.3, markdown-it-py 4.3.0, Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --no-warn-conflicts --target "$folder" \
    Markdown==3.11.3 markdown-it-py==4.3.0
PYTHONPATH="$folder" python3 - <<'END'
import markdown
import markdown_it

text = "| a | b |\n| --- | --- |\n| `x | y` | z |\n"
seen = (
    "<code>x | y</code>" in markdown.markdown(text, extensions=["tables"]),
    "<code>" in markdown_it.MarkdownIt().enable("table").render(text),
)
assert seen == (True, False), seen
END
