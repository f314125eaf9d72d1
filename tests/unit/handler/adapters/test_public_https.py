"""Where callbacks may go, and that they go nowhere else."""

import socket
import threading
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest

from handler.adapters import public_https
from handler.adapters.public_https import (
    Address,
    AddressRefused,
    NoAnswer,
    PublicHttps,
    is_public,
)
from tests.https import Receiver, receiving


def is_loopback(address: Address) -> bool:
    """What a test may connect to."""
    return address.is_loopback


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[Receiver]:
    """A receiver on this machine."""
    with receiving(tmp_path) as found:
        yield found


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.9.9.9", "0.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1"),
        *("169.254.169.254", "169.254.170.2", "100.64.0.1", "192.0.0.8", "192.0.2.1"),
        *("198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250"),
        *("240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1"),
        *("fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1"),
        *("64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2001:0:7f00:1::", "2001:db8::1"),
        *("100::1", "fec0::1", "5f00::1"),
    ],
)
def test_no_address_but_a_public_one_is_allowed(address: str) -> None:
    """Private, shared, local, multicast, reserved, and what embeds another address."""
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "52.94.236.248", "2606:4700:4700::1111"])
def test_an_address_of_the_internet_is_allowed(address: str) -> None:
    """Of both families."""
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "[::1]", "169.254.169.254", "[::ffff:127.0.0.1]", "[::]"]
)
def test_this_machine_is_refused(receiver: Receiver, host: str) -> None:
    """By name and by number, before anything is sent."""
    with pytest.raises(AddressRefused):
        PublicHttps(context=receiver.context).post(f"https://{host}:{receiver.port}/", b"{}", {})
    assert receiver.received == []


def test_what_is_allowed_gets_the_body_and_the_headers(receiver: Receiver) -> None:
    """With the query, and the host as the client wrote it."""
    https = PublicHttps(context=receiver.context, allows=is_loopback)

    assert https.post(receiver.url, b'{"a": 1}', {"webhook-id": "msg_1"}) == 204
    [message] = receiver.received
    assert (message.path, message.body) == ("/hooks?of=ocr", b'{"a": 1}')
    assert message.headers["webhook-id"] == "msg_1"
    assert message.headers["Host"] == f"localhost:{receiver.port}"


def test_a_redirect_is_not_followed(receiver: Receiver) -> None:
    """It is an answer like any other."""
    receiver.statuses = [307]
    receiver.headers = {"Location": receiver.url}
    https = PublicHttps(context=receiver.context, allows=is_loopback)

    assert https.post(receiver.url, b"{}", {}) == 307
    assert len(receiver.received) == 1


def test_a_certificate_of_nobody_known_is_no_answer(receiver: Receiver) -> None:
    """The authorities are those that AWS's clients trust."""
    with pytest.raises(NoAnswer):
        PublicHttps(allows=is_loopback).post(receiver.url, b"{}", {})
    assert receiver.received == []


def test_a_certificate_for_another_host_is_no_answer(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection goes to an address, and the certificate is still compared with the name."""
    look_up = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda _, *more, **named: look_up("127.0.0.1", *more, **named)
    )
    https = PublicHttps(context=receiver.context, allows=is_loopback)
    with pytest.raises(NoAnswer):
        https.post(f"https://example.com:{receiver.port}/", b"{}", {})
    assert receiver.received == []


def test_a_host_with_one_private_address_is_refused(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the others are public: which one is connected to would be chance."""
    look_up, asked = socket.getaddrinfo, list[str]()

    def answer(host: str, *more: Any, **named: Any) -> list[Any]:
        asked.append(host)
        return [each for host in ("8.8.8.8", "127.0.0.1") for each in look_up(host, *more, **named)]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    with pytest.raises(AddressRefused):
        PublicHttps(context=receiver.context).post(
            f"https://example.com:{receiver.port}/", b"{}", {}
        )
    assert (asked, receiver.received) == (["example.com"], [])


def test_a_second_look_up_cannot_lead_elsewhere(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection is made to the address that was checked."""
    look_up, asked = socket.getaddrinfo, list[Any]()

    def answer(host: Any, *more: Any, **named: Any) -> list[Any]:
        asked.append(host)
        # A name that leads somewhere else each time; numbers are what they are.
        return look_up("127.0.0.1" if host == "localhost" else host, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    PublicHttps(context=receiver.context, allows=is_loopback).post(receiver.url, b"{}", {})
    assert [host for host in asked if host != "127.0.0.1"] == ["localhost"]


@pytest.mark.parametrize("url", ["https://localhost:1/", "https://nothing.invalid/"])
def test_a_host_that_is_not_there_is_no_answer(url: str) -> None:
    """Nobody listens, or nobody has the name."""
    with pytest.raises(NoAnswer):
        PublicHttps(allows=is_loopback).post(url, b"{}", {})


def test_an_answer_may_take_longer_than_a_connection(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A receiver that works on the message before it answers is waited for."""
    monkeypatch.setattr(public_https, "_CONNECT_S", 0.2)
    receiver.thinks_s = 0.6
    https = PublicHttps(context=receiver.context, allows=is_loopback, limit_s=20)
    assert https.post(receiver.url, b"{}", {}) == 204


def test_many_addresses_take_no_longer_than_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name may have as many as its owner likes, and none of them may answer."""
    now_s, waited_s = 0.0, []

    def silent(_: tuple[str, int], timeout_s: float) -> socket.socket:
        nonlocal now_s
        waited_s.append(timeout_s)
        now_s += min(timeout_s, 2.0)
        raise TimeoutError

    found = [(0, 0, 0, "", (f"8.8.8.{last}", 443)) for last in range(40)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr(socket, "create_connection", silent)
    monkeypatch.setattr("handler.adapters.public_https.time.monotonic", lambda: now_s)
    with pytest.raises(NoAnswer):
        PublicHttps().post("https://many.example/", b"{}", {})
    assert waited_s == [5.0, 3.0, 1.0]


def test_a_host_that_says_nothing_is_given_up() -> None:
    """It may also send a byte now and then: the whole exchange has an end."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port, over = listening.getsockname()[1], threading.Event()

        def drip() -> None:
            connection, _ = listening.accept()
            with connection:
                # The beginning of a record of TLS, piece by piece.
                for byte in b"\x16\x03\x03\x40\x00" + bytes(2_000):
                    if over.wait(0.05):
                        return
                    connection.send(bytes([byte]))

        thread = threading.Thread(target=drip)
        thread.start()
        try:
            with pytest.raises(NoAnswer):
                PublicHttps(allows=is_loopback, limit_s=0.5).post(
                    f"https://127.0.0.1:{port}/", b"{}", {}
                )
        finally:
            over.set()
            thread.join()
