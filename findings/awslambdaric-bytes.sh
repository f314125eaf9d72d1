#!/usr/bin/env bash
# The runtime of Lambda writes bytes in an answer as text.
#
# Guess: bytes raise TypeError, as in json of the standard library.
# Seen: b'abc' becomes the string abc; bytes that are not UTF-8 raise UnicodeDecodeError.
# With: awslambdaric 4.2.2, Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --no-warn-conflicts --target "$folder" \
    awslambdaric==4.2.2
PYTHONPATH="$folder" python3 - <<'END'
from awslambdaric.lambda_runtime_marshaller import to_json

seen = to_json({"body": b"abc"})
assert seen == '{"body": "abc"}', seen
try:
    to_json(b"\xff")
    raise SystemExit("no error")
except UnicodeDecodeError:
    pass
END
