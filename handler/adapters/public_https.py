"""Requests to addresses that clients name: public ones, over HTTPS, and nowhere else."""

import http.client
import socket
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from threading import Timer
from typing import TypeAlias
from urllib.parse import urlsplit

from botocore.httpsession import get_cert_path

Address: TypeAlias = IPv4Address | IPv6Address
# Seconds until a connection has to stand, whatever number of addresses is tried, and from then on
# until the whole exchange has to be over.
_CONNECT_S = 5.0
_LIMIT_S = 10.0
# Global unicast. What is outside may lead to any IPv4 address: ::ffff:0:0/96, 64:ff9b::/96.
_UNICAST = IPv6Network("2000::/3")
# Of the IETF's protocols (RFC 6890); Python 3.11 takes a part of it for global.
_PROTOCOLS = IPv4Network("192.0.0.0/24")


class AddressRefused(Exception):
    """The host has an address that is not public. It is not asked again."""


class NoAnswer(Exception):
    """The host cannot be found or reached, has no certificate of its own, or is too slow."""


class PublicHttps:
    """Posts over HTTPS. It follows no redirect, and reads no more than the status."""

    def __init__(
        self,
        *,
        context: ssl.SSLContext | None = None,
        allows: "Callable[[Address], bool] | None" = None,
        limit_s: float = _LIMIT_S,
    ) -> None:
        """Trust the certificate authorities that AWS's clients trust.

        Args:
            context: trusts others, in tests.
            allows: which addresses may be connected to, in tests; elsewhere ``is_public``.
            limit_s: seconds that one exchange may take once the connection stands.
        """
        self._given = context
        self._allows = allows or is_public
        self._limit_s = limit_s

    @cached_property
    def _context(self) -> ssl.SSLContext:
        # botocore's file, for the image has no certificates of a system's.
        return self._given or ssl.create_default_context(cafile=get_cert_path(True))

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """The status of the answer.

        Args:
            url: an ``https`` URL.
            body: what is sent.
            headers: beside Host and Content-Length.

        Raises:
            AddressRefused: the host has an address that may not be connected to.
            NoAnswer: there was none in time.
        """
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or 443
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            connection = _Connection(
                host,
                port,
                addresses=self._resolve(host, port),
                context=self._context,
                limit_s=self._limit_s,
            )
            try:
                connection.request("POST", path, body=body, headers=dict(headers))
                return connection.getresponse().status
            finally:
                connection.close()
        except (OSError, http.client.HTTPException, UnicodeError) as error:
            raise NoAnswer from error

    def _resolve(self, host: str, port: int) -> Sequence[str]:
        """All addresses of a host, once each has been seen to be allowed."""
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
        # A scope (fe80::1%eth0) is of local addresses alone.
        addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
        for address in addresses:
            if not self._allows(ip_address(address)):
                raise AddressRefused
        return addresses


class _Connection(http.client.HTTPSConnection):
    """Connects to addresses that were checked: no second look-up can lead elsewhere."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        addresses: Sequence[str],
        context: ssl.SSLContext,
        limit_s: float,
    ) -> None:
        super().__init__(host, port, context=context)
        self._addresses = addresses
        self._tls = context
        self._limit_s = limit_s
        # Time-outs of sockets are for each piece that is received, and pieces can be small.
        self._timer = Timer(limit_s, self._cut)
        self._timer.daemon = True

    def connect(self) -> None:
        reached = self._reach()
        reached.settimeout(self._limit_s)
        self.sock = self._tls.wrap_socket(
            reached, server_hostname=self.host, do_handshake_on_connect=False
        )
        self._timer.start()
        self.sock.do_handshake()

    def close(self) -> None:
        self._timer.cancel()
        super().close()

    def _reach(self) -> socket.socket:
        failed = OSError("no address")
        end = time.monotonic() + _CONNECT_S
        for address in self._addresses:
            left_s = end - time.monotonic()
            if left_s <= 0:
                break
            try:
                return socket.create_connection((address, self.port), left_s)
            except OSError as error:
                failed = error
        raise failed

    def _cut(self) -> None:
        with suppress(OSError):  # it is closed already
            socket.socket.shutdown(self.sock, socket.SHUT_RDWR)


def is_public(address: Address) -> bool:
    """Whether an address is one of the Internet's, and leads to no other kind of network."""
    if isinstance(address, IPv6Address) and (
        address not in _UNICAST or address.sixtofour or address.teredo
    ):
        return False
    if address in _PROTOCOLS:
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved
