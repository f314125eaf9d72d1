"""What the clients ask: the service over HTTP, or one container by events of API Gateway."""

import asyncio
from typing import Protocol

import httpx
import requests

from bench.load.answer import Reply
from bench.speed.container import upload
from bench.speed.given import Given
from tests.events import body_of
from tests.lambda_image import LambdaContainer

# Longer than the deadline of `make run`, so that it is the service who gives up.
_TIME_LIMIT_S = 330.0
UNANSWERED = (httpx.TransportError, requests.RequestException)
"""What a target raises where no reply comes."""


class Target(Protocol):
    """Is asked to read pages."""

    async def ask(self, page: Given) -> Reply:
        """The reply to a page, or one of ``UNANSWERED``."""
        ...

    async def close(self) -> None:
        """Give back the connections."""
        ...


class OverHttp:
    """A server on loopback, to which every client has a connection that stays open."""

    def __init__(self, url: str, token: str) -> None:
        self._client = httpx.AsyncClient(
            base_url=url,
            headers={"Authorization": f"Bearer {token}"},
            timeout=_TIME_LIMIT_S,
            limits=httpx.Limits(max_connections=None),
        )

    async def ask(self, page: Given) -> Reply:
        """Send the page as the raw body."""
        response = await self._client.post(
            "/", content=page.path.read_bytes(), headers={"Content-Type": page.media_type}
        )
        return Reply(response.status_code, response.headers, response.content)

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()


class OneContainer:
    """A container that is given one event at a time, as Lambda does it; the others wait here.

    The Runtime Interface Emulator ends with a panic at a second one:
    https://github.com/aws/aws-lambda-runtime-interface-emulator/issues/97.
    """

    def __init__(self, container: LambdaContainer) -> None:
        self._container = container
        self._gate = asyncio.Lock()

    async def ask(self, page: Given) -> Reply:
        """Send the event that API Gateway makes of the page."""
        event = upload(page)
        async with self._gate:
            response = await asyncio.to_thread(self._container.invoke, event)
        # An invocation that failed has an `errorMessage` and no status.
        return Reply(response.get("statusCode", 0), response.get("headers", {}), body_of(response))

    async def close(self) -> None:
        """Every event has a connection of its own."""
