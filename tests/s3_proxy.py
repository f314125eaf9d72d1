"""Something between the service and S3, or another service, that goes wrong when it is told to."""

import http.client
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from urllib.parse import parse_qs, unquote, urlsplit

# Longer than any client waits.
_LONG_S = 600
_HOP_BY_HOP = {"connection", "transfer-encoding", "content-length", "keep-alive"}


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of S3, or of another service."""

    method: str
    bucket: str
    key: str
    """Empty when the bucket is asked."""
    action: str = ""
    """Of a service that is not S3: ``Publish``."""

    @property
    def is_write(self) -> bool:
        """Whether it changes an object."""
        return self.method in ("PUT", "DELETE") or self.deletes_many

    @property
    def deletes_many(self) -> bool:
        """Whether it is S3's DeleteObjects."""
        return self.method == "POST" and not self.key and not self.action


@dataclass(frozen=True, slots=True)
class Refused:
    """The service does nothing and answers with an error."""

    status: int
    code: str


@dataclass(frozen=True, slots=True)
class Cut:
    """The service does what it is asked, and the connection ends in the middle of its answer."""

    after_s: float = 0
    """How long it keeps still before that."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The service does nothing, and answers as no such service does."""

    body: bytes
    status: int = 200


@dataclass(frozen=True, slots=True)
class Silent:
    """The service does nothing, and its answer does not come to an end."""

    drop_s: float = 0
    """Between two bytes of the answer, one of which comes every so often; none comes when 0."""


Fault = Refused | Cut | Answered | Silent
Decide = Callable[[Request], Fault | None]
Done = Callable[[Request, int], None]


@contextmanager
def s3_proxy(
    endpoint: str, decide: Decide, done: Done = lambda _request, _status: None
) -> Iterator[str]:
    """An address that leads to the services at ``endpoint``.

    Args:
        endpoint: of a real one.
        decide: is called with each request before it is passed on; may do anything meanwhile.
        done: is called with each request that S3 has answered, and the status.
    """
    host = urlsplit(endpoint).netloc
    ended = Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Head and body are written one after the other: the second would wait 40 ms.
        disable_nagle_algorithm = True

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            request = _request(self.command, self.path, self._action(body))
            fault = decide(request)
            if isinstance(fault, Refused):
                self._refuse(fault, request)
                return
            if isinstance(fault, Answered):
                self._head(fault.status, [("Content-Type", "text/html")], len(fault.body))
                self.wfile.write(fault.body)
                return
            if isinstance(fault, Silent):
                self._say_nothing(fault)
                return
            upstream = http.client.HTTPConnection(host, timeout=60)
            upstream.request(self.command, self.path, body, dict(self.headers.items()))
            with upstream.getresponse() as answer:
                data = answer.read()
            upstream.close()
            done(request, answer.status)
            if isinstance(fault, Cut):
                self._cut(fault, answer, data)
            else:
                self._send(answer, data)

        do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = answer  # noqa: N815

        def _refuse(self, fault: Refused, request: Request) -> None:
            text = f"<Error><Code>{fault.code}</Code><Message>Injected.</Message></Error>"
            if "X-Amz-Target" in self.headers:
                text = json.dumps({"__type": fault.code, "message": "Injected."})
            elif request.action:
                text = f"<ErrorResponse>{text}</ErrorResponse>"
            data = b"" if self.command == "HEAD" else text.encode()
            self._head(fault.status, [("Content-Type", "application/xml")], len(data))
            self.wfile.write(data)

        def _say_nothing(self, fault: Silent) -> None:
            with suppress(OSError):
                for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + bytes(100):
                    if ended.wait(fault.drop_s or _LONG_S):
                        break
                    self.wfile.write(bytes([byte]))
            self.close_connection = True

        def _action(self, body: bytes) -> str:
            """By the header of AWS's JSON protocol, or the form of its query protocol."""
            if target := self.headers.get("X-Amz-Target"):
                return target.rpartition(".")[2]
            if "form-urlencoded" not in self.headers.get("Content-Type", ""):
                return ""
            return parse_qs(body.decode()).get("Action", [""])[0]

        def _send(self, answer: http.client.HTTPResponse, data: bytes) -> None:
            self._head(answer.status, answer.getheaders(), _length(answer, data))
            self.wfile.write(data)

        def _cut(self, fault: Cut, answer: http.client.HTTPResponse, data: bytes) -> None:
            if data:
                self._head(answer.status, answer.getheaders(), len(data))
                self.wfile.write(data[: len(data) // 2])
            time.sleep(fault.after_s)
            self.close_connection = True

        def _head(self, status: int, headers: list[tuple[str, str]], length: int) -> None:
            self.send_response_only(status)
            for name, value in headers:
                if name.lower() not in _HOP_BY_HOP:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(length))
            self.end_headers()

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            """A worker that was killed leaves connections: nothing to tell."""

    with Server(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        ended.set()
        server.shutdown()


def _request(method: str, target: str, action: str) -> Request:
    bucket, _, key = urlsplit(target).path.removeprefix("/").partition("/")
    return Request(method, bucket, unquote(key), action)


def _length(answer: http.client.HTTPResponse, data: bytes) -> int:
    """Of a HEAD's answer, the length that its body would have."""
    return len(data) or int(answer.getheader("Content-Length") or 0)
