"""The service of `make run`, called over HTTP as its users call it."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from urllib.parse import urlsplit

import pytest
import requests

from handler.bootstrap import Services
from local.sample import SAMPLE_LINES
from tests.conftest import ROOT
from tests.images import TEXT, dense_page, encode, hello_png
from tests.process_tree import ProcessTree
from tests.server import Server, running

CORES = len(os.sched_getaffinity(0))


@pytest.fixture(scope="module")
def server(services: Services) -> Iterator[Server]:
    """A server for the module; ``services`` skips where there is no engine."""
    with running() as started:
        yield started


def ask_as_django_does(url: str, token: str, file: bytes) -> str | None:
    """The call of the Try Django 3.2 client, step by step."""
    response = requests.post(
        url,
        headers={"Authorization": f"Bearer {token}"},
        files={"file": ("upload", file)},
        timeout=300,
    )
    if response.status_code not in range(200, 299):
        return None
    if response.headers.get("content-type") != "application/json":
        return None
    return str(response.json()["original"])


def test_the_django_client_works_unchanged(server: Server) -> None:
    """Its call, its check of the content type and its key give the text."""
    assert ask_as_django_does(server.url, server.token, hello_png()) == TEXT
    assert ask_as_django_does(f"{server.url}/", server.token, hello_png()) == TEXT
    assert ask_as_django_does(server.url, "wrong", hello_png()) is None


def test_the_printed_curl_line_answers_with_the_sample(server: Server) -> None:
    """What a new user pastes gives the text of the sample that was drawn."""
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    run = subprocess.run(
        ["sh", "-c", server.curl.replace("curl ", "curl -sS ", 1)],
        capture_output=True,
        text=True,
        check=True,
    )
    for line in SAMPLE_LINES:
        assert line in run.stdout


def test_twenty_requests_at_once_all_succeed(server: Server) -> None:
    """They wait for their turn and each gets its text."""
    with ThreadPoolExecutor(20) as pool:
        texts = pool.map(
            lambda _: ask_as_django_does(server.url, server.token, hello_png()), range(20)
        )
    assert list(texts) == [TEXT] * 20


def test_dense_pages_wait_for_each_other(server: Server) -> None:
    """On a laptop no gateway gives up: pages of seconds each, many at once, are all read."""
    data = encode(dense_page(25), "PNG")
    with ThreadPoolExecutor(20) as pool:
        texts = pool.map(lambda _: ask_as_django_does(server.url, server.token, data), range(20))
    assert all(text and "keeps the recogniser busy" in text for text in texts)


def test_never_more_tesseract_processes_than_cores(services: Services) -> None:
    """With the binary as engine, twenty requests at once start at most a process a core."""
    if shutil.which("tesseract") is None:
        pytest.skip("the tesseract binary is not installed")
    most = 0
    with running({"OCR_ENGINE": "pytesseract"}) as server, ThreadPoolExecutor(20) as pool:
        answers = [
            pool.submit(ask_as_django_does, server.url, server.token, hello_png())
            for _ in range(20)
        ]
        tree = ProcessTree(server.process.pid)
        while not all(answer.done() for answer in answers):
            most = max(most, tree.count("tesseract"))
            time.sleep(0.005)
        assert [answer.result() for answer in answers] == [TEXT] * 20
    assert 1 <= most <= CORES


def test_health_answers_while_pages_are_read(server: Server) -> None:
    """All cores read a long page, and a health request is answered before any is done."""
    data = encode(dense_page(60), "PNG")
    done: list[str] = []

    def read_long_page() -> None:
        assert requests.post(server.url, headers=server.headers, data=data, timeout=60).ok
        done.append("page")

    threads = [threading.Thread(target=read_long_page) for _ in range(CORES)]
    for thread in threads:
        thread.start()
    time.sleep(0.3)
    assert requests.get(f"{server.url}/healthz", timeout=60).ok
    assert done == []
    for thread in threads:
        thread.join()
    assert len(done) == CORES


@pytest.mark.parametrize("megabytes", [4, 20])
def test_a_refused_upload_still_gets_its_problem(server: Server, megabytes: int) -> None:
    """A client that is still sending when it is refused reads the answer and no broken pipe."""
    data = os.urandom(megabytes * 1_000_000)
    response = requests.post(server.url, files={"file": data}, timeout=60)
    assert response.status_code == 401
    response = requests.post(server.url, headers=server.headers, files={"file": data}, timeout=60)
    assert response.json()["code"] == ("upload_too_large" if megabytes > 4 else "unreadable_image")


def test_who_pauses_finds_the_connection_open(server: Server) -> None:
    """A client that waits as ``Retry-After`` says, and a while more, is not cut off."""
    with closing(http.client.HTTPConnection(server.url.removeprefix("http://"))) as connection:
        connection.connect()
        connection.auto_open = 0
        for pause_s in (0, 6):
            time.sleep(pause_s)
            connection.request("GET", "/healthz")
            with connection.getresponse() as response:
                assert response.status == 200
                response.read()


def test_an_echo_is_byte_for_byte(server: Server) -> None:
    """Over a real connection too."""
    data = encode(dense_page(10), "TIFF")
    response = requests.post(
        f"{server.url}/img-echo/", headers=server.headers, files={"file": data}, timeout=60
    )
    assert response.content == data
    assert response.headers["content-type"] == "image/tiff"


def _healthz(server: Server, host: str) -> int:
    """The status of the service at another address of this machine."""
    port = urlsplit(server.url).port
    return requests.get(f"http://{host}:{port}/healthz", timeout=10).status_code


def test_by_default_other_machines_do_not_reach_it(server: Server) -> None:
    """It listens on 127.0.0.1 alone, and so has nothing to warn of."""
    with pytest.raises(requests.ConnectionError):
        _healthz(server, "127.0.0.2")
    assert "Warning" not in server.printed.text


def test_a_host_lets_other_machines_in(services: Services) -> None:
    """With a warning; its S3, which asks for no credentials, stays where it was."""
    with running({"HOST": "0.0.0.0"}) as server:  # noqa: S104
        assert _healthz(server, "127.0.0.2") == 200
        (warning,) = re.findall(r"^Warning: .*$", server.printed.text, re.MULTILINE)
        assert "other machines can connect to 0.0.0.0" in warning
        assert server.url in server.curl
        s3 = re.search(r"^S3 at http://127.0.0.1:(\d+)", server.printed.text, re.MULTILINE)
        assert s3
        with pytest.raises(requests.ConnectionError):
            requests.get(f"http://127.0.0.2:{s3[1]}", timeout=10)


def test_a_host_that_is_a_name_is_not_taken_for_a_wish(services: Services) -> None:
    """Some shells set HOST to the name of the machine, and conda to that of a compiler."""
    with running({"HOST": socket.gethostname()}) as server:
        assert "Warning" not in server.printed.text
        with pytest.raises(requests.ConnectionError):
            _healthz(server, "127.0.0.2")


def test_a_host_of_another_machine_is_refused() -> None:
    """In a sentence, and before anything is started."""
    run = subprocess.run(
        [sys.executable, "-m", "local.serve"],
        cwd=ROOT,
        env={**os.environ, "HOST": "192.0.2.1"},  # RFC 5737: nobody's
        capture_output=True,
        text=True,
    )
    assert run.returncode == 1
    assert run.stderr.startswith("HOST=192.0.2.1 is no address of this machine")


def test_a_busy_port_is_told_before_anything_else(server: Server) -> None:
    """No token is printed for a port that somebody else answers on."""
    port = server.url.rsplit(":", 1)[1]
    run = subprocess.run(
        [sys.executable, "-m", "local.serve"],
        cwd=ROOT,
        env={**os.environ, "PORT": port},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert f"Port {port} cannot be used" in run.stderr
    assert "Token" not in run.stdout
    assert "Traceback" not in run.stderr


def test_make_passes_a_sigterm_on(services: Services) -> None:
    """`make run` itself can be stopped, and takes the server with it."""
    with running(command=("make", "run")) as server:
        code, printed = server.stop(signal.SIGTERM)
        assert code != 0  # make's own way to say that it was stopped
        assert "Traceback" not in printed
        with pytest.raises(requests.ConnectionError):
            requests.get(server.url, timeout=5)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_cleanly(services: Services, number: signal.Signals) -> None:
    """A request under way is answered, nothing is left listening, and no trace is printed."""
    with running({"OCR_API_TOKEN": "a-token-of-my-own"}) as server, ThreadPoolExecutor(1) as pool:
        assert server.token == "a-token-of-my-own"
        answer = pool.submit(ask_as_django_does, server.url, server.token, hello_png())
        assert answer.result() == TEXT
        slow = pool.submit(
            requests.post, server.url, headers=server.headers, data=encode(dense_page(20), "PNG")
        )
        time.sleep(0.3)
        code, printed = server.stop(number)
        assert slow.result().ok
        assert code == 0
        assert "Traceback" not in printed
        with pytest.raises(requests.ConnectionError):
            requests.get(server.url, timeout=5)
