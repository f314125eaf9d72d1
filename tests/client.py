"""Calls an ASGI application in this process, as an HTTP client would."""

import asyncio
from typing import Any

import httpx
from starlette.types import ASGIApp


class AppClient:
    """A client with or without a token; each call runs an event loop of its own."""

    def __init__(self, app: ASGIApp, *, token: str | None) -> None:
        self.app = app
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def without_token(self) -> "AppClient":
        """The same, but nobody."""
        return AppClient(self.app, token=None)

    def request(self, method: str, path: str, **arguments: Any) -> httpx.Response:
        """Send a request and wait for its answer."""
        return asyncio.run(self._request(method, path, **arguments))

    def get(self, path: str, **arguments: Any) -> httpx.Response:
        """Send a GET."""
        return self.request("GET", path, **arguments)

    def post(self, path: str, **arguments: Any) -> httpx.Response:
        """Send a POST."""
        return self.request("POST", path, **arguments)

    def delete(self, path: str, **arguments: Any) -> httpx.Response:
        """Send a DELETE."""
        return self.request("DELETE", path, **arguments)

    async def _request(self, method: str, path: str, **arguments: Any) -> httpx.Response:
        transport = httpx.ASGITransport(app=self.app)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://ocr.test", headers=self.headers
        ) as client:
            return await client.request(method, path, **arguments)
