#!/usr/bin/env bash
# mistune shows a character reference as it is written.
#
# Guess: &#124; in a cell is shown as a bar.
# Seen: it is shown as the six characters: & becomes &amp;.
# With: mistune 3.4.0, markdown-it-py 4.3.0, Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --no-warn-conflicts --target "$folder" \
    mistune==3.4.0 markdown-it-py==4.3.0
PYTHONPATH="$folder" python3 - <<'END'
import markdown_it
import mistune

seen = mistune.html("x &#124; y").strip(), mistune.create_markdown()("x &#124; y").strip()
assert seen[1] == "<p>x &amp;#124; y</p>", seen
assert markdown_it.MarkdownIt().render("x &#124; y").strip() == "<p>x | y</p>"
END
