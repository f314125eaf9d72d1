"""Work that is late, too large or for nobody is stopped, and its place is free."""

import http.client
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
import requests

from local.sample import SAMPLE_LINES, draw_text, sample_png
from tests.images import encode, tiff_of_one_huge_tile
from tests.pdfs import page_slow_to_draw, pdf_of_a_billion_spaces
from tests.server import Server, running


def page_slow_to_read() -> bytes:
    """Equal rows: layout analysis alone takes Tesseract seconds, and does not look at the time.

    Letters that stand under each other in all rows, such as l, are vertical rules to Tesseract.
    """
    row = "A page of many words keeps the recogniser busy for a while, line after line it goes. "
    return encode(draw_text([row * 2] * 90, font_px=24, mode="L"), "PNG")


def read_sample(server: Server) -> requests.Response:
    """Read a page that takes a tenth of a second."""
    return requests.post(server.url, headers=server.headers, data=sample_png(), timeout=120)


@pytest.fixture(scope="module")
def hurried() -> Iterator[Server]:
    """A service that does one thing at a time, and has little time for each."""
    with running({"OCR_WORKERS": "1", "DEADLINE_S": "3"}) as server:
        yield server


@pytest.mark.parametrize("make", [page_slow_to_read, page_slow_to_draw])
def test_what_takes_too_long_is_a_504_and_the_next_request_is_served(
    hurried: Server, make: Callable[[], bytes]
) -> None:
    """Who would wait behind the work, were it not stopped, would be out of time as well."""
    data = make()
    for _ in range(2):
        answer = requests.post(hurried.url, headers=hurried.headers, data=data, timeout=120)
        assert answer.status_code == 504
        assert answer.json()["code"] == "deadline_exceeded"
    answer = read_sample(hurried)
    assert answer.json()["results"] == list(SAMPLE_LINES)


@pytest.mark.parametrize("make", [pdf_of_a_billion_spaces, tiff_of_one_huge_tile])
def test_what_takes_too_much_memory_is_a_413_and_the_next_request_is_served(
    hurried: Server, make: Callable[[], bytes]
) -> None:
    """Though no header tells how much it will take."""
    answer = requests.post(hurried.url, headers=hurried.headers, data=make(), timeout=120)
    assert (answer.status_code, answer.json()["code"]) == (413, "image_too_large")
    assert read_sample(hurried).json()["results"] == list(SAMPLE_LINES)


def test_a_client_that_hangs_up_frees_its_place() -> None:
    """The work would take minutes; it is stopped and logged, and the next request is served."""
    with running({"OCR_WORKERS": "1"}) as server:
        address = urlsplit(server.url).netloc
        gone = http.client.HTTPConnection(address, timeout=60)
        gone.request("POST", "/", body=page_slow_to_draw(), headers=server.headers)
        gone.close()
        assert read_sample(server).json()["results"] == list(SAMPLE_LINES)
        lines = [line for line in server.stop()[1].splitlines() if '"code":"client_gone"' in line]
        assert len(lines) == 1
