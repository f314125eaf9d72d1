"""Lambda events: AWS's own samples (`sam local generate-event`), filled in for a request."""

import base64
import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

_FOLDER = Path(__file__).parent
STAGE = "prod"


def recorded(name: str) -> dict[str, Any]:
    """The recorded event of that name."""
    event: dict[str, Any] = json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return event


_PROXY = recorded("apigateway_rest_proxy")


def rest_event(
    method: str,
    path: str,
    *,
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    query: str = "",
    client: str | None = "django",
    base_path: str = "",
) -> dict[str, Any]:
    """What API Gateway's REST API sends a proxy integration.

    Args:
        method: HTTP method.
        path: the app's own path.
        body: sent in base64, as ``BinaryMediaTypes */*`` makes the gateway do.
        headers: of the request.
        query: the query string.
        client: whom the authorizer let in; ``None`` for a route without one.
        base_path: of a custom domain, e.g. ``/ocr``; the stage is then not in the path.
    """
    event = copy.deepcopy(_PROXY)
    given = {"Host": "1234567890.execute-api.us-east-1.amazonaws.com", **(headers or {})}
    values = parse_qs(query, keep_blank_values=True)
    context = event["requestContext"]
    proxy = path.strip("/")
    event |= {
        "resource": "/{proxy+}" if proxy else "/",
        "path": base_path + path,
        "httpMethod": method,
        "headers": given,
        "multiValueHeaders": {name: [value] for name, value in given.items()},
        "queryStringParameters": {name: value[-1] for name, value in values.items()} or None,
        "multiValueQueryStringParameters": values or None,
        "pathParameters": {"proxy": proxy} if proxy else None,
        "body": base64.b64encode(body).decode() if body else None,
        "isBase64Encoded": bool(body),
    }
    context |= {
        "path": base_path + path if base_path else f"/{STAGE}{path}",
        "stage": STAGE,
        "resourcePath": event["resource"],
        "httpMethod": method,
    }
    if client:
        context["authorizer"] = {"client": client, "principalId": client}
    return event


def token_event(authorization: str | None) -> dict[str, Any]:
    """What API Gateway sends a TOKEN authorizer."""
    event = recorded("apigateway_token_authorizer")
    event["authorizationToken"] = authorization
    return event


def body_of(response: Mapping[str, Any]) -> bytes:
    """The body of a proxy integration's response, as the gateway would send it."""
    body = response.get("body") or ""
    return base64.b64decode(body) if response.get("isBase64Encoded") else body.encode()
