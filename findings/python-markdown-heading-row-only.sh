#!/usr/bin/env bash
# Python-Markdown adds an empty row to a table that has a heading row alone.
#
# Guess: a table with no body.
# Seen: a body with a row of empty cells.
# With: Markdown 3.11.3, markdown-it-py 4.3.0, Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --no-warn-conflicts --target "$folder" \
    Markdown==3.11.3 markdown-it-py==4.3.0
PYTHONPATH="$folder" python3 - <<'END'
import markdown
import markdown_it

text = "| a | b |\n| --- | --- |\n"
seen = (
    markdown.markdown(text, extensions=["tables"]).count("<td"),
    markdown_it.MarkdownIt().enable("table").render(text).count("<td"),
)
assert seen == (2, 0), seen
END
