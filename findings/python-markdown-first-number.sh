#!/usr/bin/env bash
# Python-Markdown forgets the number that a list begins with.
#
# Guess: a line '1986. A great year' is a list that begins at 1986, as in CommonMark.
# Seen: a list from 1: the year is nowhere in the page.
# With: Markdown 3.11.3, markdown-it-py 4.3.0, Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --no-warn-conflicts --target "$folder" \
    Markdown==3.11.3 markdown-it-py==4.3.0
PYTHONPATH="$folder" python3 - <<'END'
import markdown
import markdown_it

text = "1986. A great year\n"
seen = "1986" in markdown.markdown(text), "1986" in markdown_it.MarkdownIt().render(text)
assert seen == (False, True), seen
END
