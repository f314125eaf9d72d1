"""moto's application, asked one thing at a time and by this machine's programs alone.

moto changes its state without locks: a message that S3 sends while another is deleted can get
lost, and two conditional writes can both find what they want. Nor does it ask who calls, so
that any website that a browser shows could read the documents of `make run`.
"""

import io
import json
import time
from collections.abc import Iterable
from threading import Lock
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from werkzeug.datastructures import Headers
from werkzeug.exceptions import Forbidden, HTTPException
from werkzeug.test import run_wsgi_app
from werkzeug.wsgi import get_input_stream

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_Answer = tuple[Iterable[bytes], str, Headers]

_RECEIVE = "AmazonSQS.ReceiveMessage"
_POLL_S = 0.25
# `localhost` and what is below it are this machine's own (RFC 6761).
_OWN_HOSTS = ("127.0.0.1", "::1", "localhost")


class OneAtATime:
    """A WSGI application around another."""

    def __init__(self, app: "WSGIApplication") -> None:
        """Ask ``app``."""
        self._app = app
        self._lock = Lock()

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Read all of the request, wait for its turn, and answer."""
        if not _is_from_here(environ):
            return Forbidden()(environ, start_response)
        try:
            body = get_input_stream(environ).read()
        except HTTPException as error:  # the client is gone
            return error(environ, start_response)
        receives = environ.get("HTTP_X_AMZ_TARGET") == _RECEIVE
        parts, status, headers = (self._receive if receives else self._ask)(environ, body)
        if "HTTP_ORIGIN" in environ:
            # moto leaves it out where a form is sent, and the page then sees an error.
            headers["Access-Control-Allow-Origin"] = environ["HTTP_ORIGIN"]
        start_response(status, headers.to_wsgi_list())
        return parts

    def _receive(self, environ: "WSGIEnvironment", body: bytes) -> _Answer:
        """Wait for messages here, since moto would keep all others waiting meanwhile."""
        question = json.loads(body)
        ends_s = time.monotonic() + question.pop("WaitTimeSeconds", 0)
        body = json.dumps(question | {"WaitTimeSeconds": 0}).encode()
        while True:
            parts, status, headers = self._ask(environ, body)
            found = json.loads(b"".join(parts)).get("Messages")
            if found or not status.startswith("200") or time.monotonic() >= ends_s:
                return parts, status, headers
            time.sleep(_POLL_S)

    def _ask(self, environ: "WSGIEnvironment", body: bytes) -> _Answer:
        read = environ | {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        with self._lock:
            return run_wsgi_app(self._app, read, buffered=True)


def _is_from_here(environ: "WSGIEnvironment") -> bool:
    """Whether the request was sent to this machine's own name, and by no other site's page."""
    addresses = [f"//{environ.get('HTTP_HOST', '')}"]
    if "HTTP_ORIGIN" in environ:
        addresses.append(environ["HTTP_ORIGIN"])
    hosts = [urlsplit(address).hostname or "" for address in addresses]
    return all(host in _OWN_HOSTS or host.endswith(".localhost") for host in hosts)
