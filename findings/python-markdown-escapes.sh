#!/usr/bin/env bash
# Python-Markdown shows the backslash before a tilde, an ampersand or a less-than sign.
#
# Guess: a backslash before any ASCII punctuation disappears.
# Seen: it stays before ~ & < = and others; it goes before # and |.
# With: Markdown 3.11.3, Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --no-warn-conflicts --target "$folder" \
    Markdown==3.11.3
PYTHONPATH="$folder" python3 - <<'END'
import markdown

seen = markdown.markdown(r"\~ \& \< \= \# \|", extensions=["tables"])
assert seen == r"<p>\~ \&amp; \&lt; \= # |</p>", seen
END
