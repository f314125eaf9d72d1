"""What every answer tells a browser, whatever the route says of itself."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Nothing here is for another site to show, frame, sniff or keep. Also what an attacker's page
# makes a browser ask for: it learns nothing of the answer (https://resourcepolicy.fyi).
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Where a route says nothing else: the answer is data, and no cache keeps it.
UNLESS_SAID = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
}
# A year, the least that browsers' own lists take. Without it, a browser that once was here may ask
# again over plain HTTP, where anybody on the way can answer with a page of theirs.
OVER_TLS = {"Strict-Transport-Security": "max-age=31536000"}


class ResponseHeaders:
    """Puts the headers on each answer, errors included."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap ``app``."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(ALWAYS)
                for name, value in UNLESS_SAID.items():
                    headers.setdefault(name, value)
                # RFC 6797, 7.2: never over plain HTTP.
                if scope.get("scheme") == "https":
                    headers.update(OVER_TLS)
            await send(message)

        await self._app(scope, receive, send_with_headers)
