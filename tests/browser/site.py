"""A service that a browser can open: the process of `make run`, or an application served here."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

import uvicorn
from starlette.types import ASGIApp


class Site(Protocol):
    """Where the page is, and what opens it."""

    @property
    def url(self) -> str:
        """Without a slash in the end."""

    @property
    def token(self) -> str:
        """One that the service accepts."""


@dataclass(frozen=True)
class LocalSite:
    """A site in this process."""

    url: str
    token: str


@contextmanager
def serving(app: ASGIApp, *, token: str, path: str = "") -> Iterator[Site]:
    """Serve an application in a thread; ``path`` is where its page is."""
    # It listens from here on, so that nobody is refused before the thread has begun.
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield LocalSite(f"http://127.0.0.1:{listening.getsockname()[1]}{path}", token)
    finally:
        server.should_exit = True
        thread.join()
        listening.close()
