"""Where the app lives behind API Gateway: a stage, or the base path of a custom domain."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from starlette.types import ASGIApp, Receive, Scope, Send


class GatewayPath:
    """Splits the path of an API Gateway request into ``root_path`` and the app's own path.

    API Gateway gives three: ``resource`` (``/{proxy+}``), ``path`` (without the
    stage, but with a custom domain's base path) and ``requestContext.path`` (with
    the stage). The resource, its parameters filled in, is the app's own path; what
    stands before it is where the app is mounted, which links and the OpenAPI
    document need.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap ``app``."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        event = scope.get("aws.event")
        if scope["type"] == "http" and event and "resource" in event:
            own = own_path(event)
            root = _before(unquote(event.get("requestContext", {}).get("path") or ""), own)
            # ASGI: `path` includes `root_path`.
            scope = {**scope, "root_path": root, "path": root + own}
        await self._app(scope, receive, send)


def own_path(event: Mapping[str, Any]) -> str:
    """The path below the place where the app is mounted."""
    path = unquote(event.get("path") or "/")
    filled = str(event["resource"])
    for name, value in (event.get("pathParameters") or {}).items():
        for placeholder in (f"{{{name}+}}", f"{{{name}}}"):
            filled = filled.replace(placeholder, unquote(value or ""))
    # A parameter does not tell whether a slash followed; the path does.
    for candidate in (filled, filled.rstrip("/") + "/"):
        if path.endswith(candidate) and candidate.startswith("/"):
            return candidate
    return path


def _before(path: str, own: str) -> str:
    return path[: -len(own)].rstrip("/") if path.endswith(own) else ""
