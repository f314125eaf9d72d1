"""``HEAD`` and ``OPTIONS`` of every route, which FastAPI gives to none by itself."""

from http import HTTPStatus

from starlette.routing import BaseRoute, Match, Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_METHODS = ("DELETE", "GET", "PATCH", "POST", "PUT")


class Methods:
    """Answers ``HEAD`` as ``GET`` without the body, and ``OPTIONS`` with what there is.

    Uptime monitors send the one (RFC 9110, 9.3.2), browsers and proxies the other.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap ``app``."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and scope["method"] == "HEAD":
            await self._head(scope, receive, send)
        elif scope["type"] == "http" and scope["method"] == "OPTIONS" and allowed_methods(scope):
            await _send_allowed(scope, send)
        else:
            await self._app(scope, receive, send)

    async def _head(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        # Not a copy of the scope: the router notes the route in it, for the request's log line.
        scope["method"] = "GET"
        try:
            await self._app(scope, receive, send_without_body)
        finally:
            scope["method"] = "HEAD"


def allowed_methods(scope: Scope) -> str:
    """The methods of all routes at the address, as ``Allow`` lists them; empty for none."""
    found = {method for method in _METHODS if _is_routed({**scope, "method": method})}
    if not found:
        return ""
    return ", ".join(sorted(found | {"OPTIONS"} | ({"HEAD"} if "GET" in found else set())))


def _is_routed(scope: Scope) -> bool:
    """Whether a route takes the request."""
    routes: list[BaseRoute] = scope["app"].routes
    return any(
        route.matches(scope)[0] is Match.FULL
        # A mount of files matches any method.
        and (scope["method"] == "GET" or not isinstance(route, Mount))
        for route in routes
    )


async def _send_allowed(scope: Scope, send: Send) -> None:
    headers = [(b"allow", allowed_methods(scope).encode())]
    status = HTTPStatus.NO_CONTENT.value
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
