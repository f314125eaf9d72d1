#!/usr/bin/env bash
# The runtime of Lambda answers a named tuple as an object, not a list.
#
# Guess: a named tuple is a list, as in json of the standard library.
# Seen: an object with the names as keys.
# With: awslambdaric 4.2.2, Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --no-warn-conflicts --target "$folder" \
    awslambdaric==4.2.2
PYTHONPATH="$folder" python3 - <<'END'
import collections

from awslambdaric.lambda_runtime_marshaller import to_json

point = collections.namedtuple("Point", "x y")
seen = to_json(point(1, 2))
assert seen == '{"x": 1, "y": 2}', seen
END
