#!/usr/bin/env bash
# Mangum sends application/problem+json in base64.
#
# Guess: JSON by any +json name is sent as text.
# Seen: isBase64Encoded is true for application/problem+json, false for application/json.
# With: mangum 0.22.0, Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --no-warn-conflicts --target "$folder" \
    mangum==0.22.0
PYTHONPATH="$folder" python3 - <<'END'
from mangum import Mangum

EVENT = {
    "resource": "/",
    "path": "/",
    "httpMethod": "GET",
    "headers": {"Host": "example.com"},
    "multiValueHeaders": {"Host": ["example.com"]},
    "queryStringParameters": None,
    "multiValueQueryStringParameters": None,
    "requestContext": {"resourcePath": "/", "httpMethod": "GET", "path": "/", "identity": {"sourceIp": "192.0.2.1"}},
    "body": None,
    "isBase64Encoded": False,
}


def is_base64(content_type: bytes) -> bool:
    async def app(scope, receive, send):
        headers = [(b"content-type", content_type)]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"{}"})

    return Mangum(app, lifespan="off")(EVENT, {})["isBase64Encoded"]


seen = is_base64(b"application/json"), is_base64(b"application/problem+json")
assert seen == (False, True), seen
END
