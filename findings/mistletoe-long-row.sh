#!/usr/bin/env bash
# mistletoe keeps cells that stand beyond the last column.
#
# Guess: a third cell in a table of two columns is left out, as GFM says.
# Seen: it is there, under no heading.
# With: mistletoe 1.6.0, markdown-it-py 4.3.0, Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --no-warn-conflicts --target "$folder" \
    mistletoe==1.6.0 markdown-it-py==4.3.0
PYTHONPATH="$folder" python3 - <<'END'
import markdown_it
import mistletoe

text = "| a | b |\n| --- | --- |\n| p | q | r |\n"
seen = (
    mistletoe.markdown(text).count("<td"),
    markdown_it.MarkdownIt().enable("table").render(text).count("<td"),
)
assert seen == (3, 2), seen
END
