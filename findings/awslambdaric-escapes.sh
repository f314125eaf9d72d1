#!/usr/bin/env bash
# The runtime of Lambda escapes letters outside ASCII unless an environment variable names a new
# Python.
#
# Expected: an answer is UTF-8 whatever the environment.
# Seen: without AWS_EXECUTION_ENV a Cyrillic letter takes six bytes, with AWS_Lambda_python3.12
# two.
# With: awslambdaric 4.2.2, Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --no-warn-conflicts --target "$folder" \
    awslambdaric==4.2.2
PYTHONPATH="$folder" python3 - <<'END'
import os
import subprocess
import sys

PROGRAM = """
from awslambdaric.lambda_runtime_marshaller import to_json
print(len(to_json(chr(0x416)).encode()) - 2)
"""


def size(**environment: str) -> int:
    kept = {name: value for name, value in os.environ.items() if name != "AWS_EXECUTION_ENV"}
    run = [sys.executable, "-c", PROGRAM]
    return int(subprocess.run(run, env=kept | environment, capture_output=True, check=True).stdout)


seen = size(), size(AWS_EXECUTION_ENV="AWS_Lambda_python3.12")
assert seen == (6, 2), seen
END
