"""Calls by scripts of other sites (CORS, https://fetch.spec.whatwg.org/#http-cors-protocol)."""

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

# What the routes take; a preflight request asks for one of them.
METHODS = ("DELETE", "GET", "HEAD", "POST")


def allow_origins(app: FastAPI, origins: str) -> None:
    """Let scripts of ``origins``, with a space between them, call ``app`` and read its answers.

    They send the token themselves: cookies and other credentials of a browser are never used.
    """
    if origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=origins.split(),
            allow_methods=METHODS,
            # No list to keep in step: a header can do no more here than from any other client.
            allow_headers=["*"],
            expose_headers=["*"],
        )
