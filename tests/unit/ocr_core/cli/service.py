"""A service of the tests, on a real socket, which answers as it was told."""

import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from json import dumps
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class Answer:
    """One answer; a ``status`` of 0 drops the connection."""

    status: int = 200
    body: bytes = b"text\n"
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "text/plain"})


@dataclass(frozen=True)
class Received:
    """What came in."""

    method: str
    path: str
    headers: Message
    body: bytes


class Service:
    """Gives its answers one after the other, the last one again and again."""

    def __init__(self, *answers: Answer) -> None:
        self.received: list[Received] = []
        self._answers = list(answers or [Answer()])
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                """Answer with what is next."""
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                answer = service.next_for(Received(self.command, self.path, self.headers, body))
                if not answer.status:
                    self.close_connection = True
                    return
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)

            do_GET = do_POST  # noqa: N815  # as the base class calls it

            def log_message(self, *_: object) -> None:
                """Nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def use_tls(self, folder: Path) -> str:
        """Serve with a certificate that nobody signed; the address."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self_signed_certificate(folder))
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        return self.url.replace("http:", "https:")

    def answer_with(self, *answers: Answer) -> None:
        """From now on."""
        self._answers = list(answers)

    def next_for(self, received: Received) -> Answer:
        self.received.append(received)
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


def problem(
    status: int, code: str, detail: str = "Do this.", headers: Mapping[str, str] | None = None
) -> Answer:
    """A problem document."""
    body = dumps({"status": status, "code": code, "detail": detail}).encode()
    return Answer(status, body, {"Content-Type": "application/problem+json", **(headers or {})})


def self_signed_certificate(folder: Path) -> Path:
    """A key and its certificate for 127.0.0.1, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    path.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        + certificate.public_bytes(Encoding.PEM)
    )
    return path


@contextmanager
def serving(*answers: Answer) -> Iterator[Service]:
    """The service, while it runs."""
    service = Service(*answers)
    thread = threading.Thread(target=service.server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield service
    finally:
        service.server.shutdown()
        thread.join()
        service.server.server_close()
