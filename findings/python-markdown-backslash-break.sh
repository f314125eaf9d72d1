#!/usr/bin/env bash
# A backslash at the end of a line is a line break in CommonMark, and a backslash in Python-
# Markdown.
#
# Guess: both make <br>.
# Seen: Python-Markdown shows the backslash, and no break.
# With: Markdown 3.11.3, markdown-it-py 4.3.0, Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --no-warn-conflicts --target "$folder" \
    Markdown==3.11.3 markdown-it-py==4.3.0
PYTHONPATH="$folder" python3 - <<'END'
import markdown
import markdown_it

text = "one\\\ntwo\n"
seen = "<br" in markdown.markdown(text), "\\" in markdown.markdown(text)
assert seen == (False, True), seen
assert "<br" in markdown_it.MarkdownIt().render(text)
END
