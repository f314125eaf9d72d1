"""Reading by a service, on a real socket, with scripted answers."""

import io
import time
import zipfile
from email.utils import formatdate
from pathlib import Path

import pytest

from ocr_core.cli.errors import (
    ServiceBusy,
    ServiceError,
    ServiceProblem,
    ServiceRefused,
    ServiceUnreachable,
)
from ocr_core.cli.outcome import Failure
from ocr_core.cli.service_recogniser import ServiceRecogniser
from ocr_core.cli.source import Source, find_sources
from ocr_core.errors import (
    DeadlineExceeded,
    EngineMissing,
    OcrError,
    UnknownLanguage,
    UnreadableImage,
)
from ocr_core.options import OutputFormat
from tests.server import free_port
from tests.unit.ocr_core.cli.service import Answer, Service, problem, serving

TOKEN = "a-secret-token"
TEXT = (OutputFormat.TEXT,)


@pytest.fixture
def source(tmp_path: Path) -> Source:
    """A file with something in it."""
    path = tmp_path / "private name.png"
    path.write_bytes(b"some bytes")
    return find_sources([path], not_below=None)[0]


def recogniser(url: str, timeout_s: float | None = None) -> ServiceRecogniser:
    """It, with hardly a pause between tries."""
    query = {"languages": "eng+deu"}
    return ServiceRecogniser(
        url, token=TOKEN, query=query, first_pause_s=0.001, timeout_s=timeout_s, password="pw"
    )


def read(
    service: Service, source: Source, formats: tuple[OutputFormat, ...] = TEXT
) -> tuple[bytes, ...]:
    """What comes back from one reading."""
    client = recogniser(service.url)
    try:
        return client.read(source, formats).bodies
    finally:
        client.close()


def test_a_file_is_sent_as_the_service_takes_it(source: Source) -> None:
    """As the multipart field `file`, with the token, the password and the options given."""
    with serving() as service:
        assert read(service, source) == (b"text\n",)
    (received,) = service.received
    assert received.path == "/?languages=eng%2Bdeu&format=text"
    assert received.headers["Authorization"] == f"Bearer {TOKEN}"
    assert received.headers["X-Document-Password"] == "pw"
    assert b'name="file"; filename="document"' in received.body
    assert b"some bytes" in received.body
    assert b"private" not in received.body


def test_a_stage_in_the_address_is_kept(source: Source) -> None:
    """With a slash at its end or without."""
    with serving() as service:
        for url in (f"{service.url}/Prod", f"{service.url}/Prod/"):
            recogniser(url).read(source, TEXT)
    assert {received.path.split("?")[0] for received in service.received} == {"/Prod/"}


def test_several_formats_are_one_call(source: Source) -> None:
    """They come in a zip, in whatever order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("document.json", b"{}")
        archive.writestr("document.alto.xml", b"<alto/>")
    answer = Answer(body=buffer.getvalue(), headers={"Content-Type": "application/zip"})
    with serving(answer) as service:
        bodies = read(service, source, (OutputFormat.ALTO, OutputFormat.JSON))
    assert bodies == (b"<alto/>", b"{}")
    assert len(service.received) == 1


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        (problem(400, "unreadable_image"), UnreadableImage, "unreadable_image"),
        (problem(422, "unknown_language"), UnknownLanguage, "unknown_language"),
        (problem(503, "engine_missing"), EngineMissing, "engine_missing"),
        (problem(504, "deadline_exceeded"), DeadlineExceeded, "deadline_exceeded"),
        (problem(401, "invalid_token"), ServiceRefused, "invalid_token"),
        (Answer(403, b'{"message":"Forbidden"}'), ServiceRefused, "service_refused"),
        (problem(404, "not_found"), ServiceUnreachable, "not_found"),
        (problem(413, "response_too_large"), ServiceProblem, "response_too_large"),
        (Answer(502, b"<h1>Bad Gateway</h1>"), ServiceProblem, "service_problem"),
        (Answer(500, b"[1]"), ServiceProblem, "service_problem"),
        (Answer(302, b"", {"Location": "http://x/"}), ServiceUnreachable, "service_unreachable"),
        (Answer(200, b"<p>", {"Content-Type": "text/html"}), ServiceUnreachable, None),
    ],
)
def test_answers_become_the_errors_of_the_same_work_here(
    source: Source, answer: Answer, kind: type[OcrError | ServiceError], code: str | None
) -> None:
    """By the code where the library has it, otherwise by the status; after one try."""
    with serving(answer) as service, pytest.raises(kind) as caught:
        read(service, source)
    assert len(service.received) == 1
    assert code in (None, Failure.of(caught.value).code)
    assert TOKEN not in str(caught.value)


def test_what_is_no_zip_is_not_the_service(source: Source) -> None:
    """Such as one that does not know of several formats."""
    formats = (OutputFormat.TEXT, OutputFormat.JSON)
    with serving() as service, pytest.raises(ServiceUnreachable, match="another version"):
        read(service, source, formats)


@pytest.mark.parametrize(
    "busy", [problem(503, "service_busy"), Answer(429, b"{}"), Answer(0)], ids=str
)
def test_a_busy_service_is_asked_again(source: Source, busy: Answer) -> None:
    """With the whole file, and so is one that dropped the connection."""
    with serving(busy, busy, Answer()) as service:
        assert read(service, source) == (b"text\n",)
    assert len(service.received) == 3
    assert all(b"some bytes" in received.body for received in service.received)


def test_standard_input_can_be_sent_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though it can be read once only."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"some bytes")))
    (stdin,) = find_sources([Path("-")], not_below=None)
    with serving(problem(503, "service_busy"), Answer()) as service:
        read(service, stdin)
    assert all(b"some bytes" in received.body for received in service.received)


def test_it_is_not_asked_for_ever(source: Source) -> None:
    """After six times the service is busy, after three there is no connection."""
    with serving(problem(429, "too_many_requests")) as service, pytest.raises(ServiceBusy):
        read(service, source)
    assert len(service.received) == 6
    with serving(Answer(0)) as service, pytest.raises(ServiceUnreachable):
        read(service, source)
    assert len(service.received) == 3


@pytest.mark.parametrize("in_s", ["1", "date"])
def test_the_service_says_when_to_ask_again(source: Source, in_s: str) -> None:
    """In seconds or as a date; our own pause would be a thousandth of that."""
    value = formatdate(time.time() + 2, usegmt=True) if in_s == "date" else in_s
    busy = problem(503, "service_busy", headers={"Retry-After": value})
    started_s = time.monotonic()
    with serving(busy, Answer()) as service:
        read(service, source)
    assert time.monotonic() - started_s > 0.9


def test_there_is_no_waiting_past_the_timeout(source: Source) -> None:
    """A pause that would end too late is not begun."""
    busy = problem(503, "service_busy", headers={"Retry-After": "30"})
    started_s = time.monotonic()
    with serving(busy) as service, pytest.raises(DeadlineExceeded):
        recogniser(service.url, timeout_s=5).read(source, TEXT)
    assert time.monotonic() - started_s < 4


def test_no_connection_says_where(source: Source) -> None:
    """The host, the reason and the option, never the token."""
    with pytest.raises(ServiceUnreachable, match=r"127\.0\.0\.1.*refused.*--url") as caught:
        recogniser(f"http://127.0.0.1:{free_port()}").read(source, TEXT)
    assert TOKEN not in str(caught.value)


def test_a_certificate_of_nobody_is_refused(source: Source, tmp_path: Path) -> None:
    """Before the token or the file has gone out."""
    with serving() as service:
        url = service.use_tls(tmp_path)
        with pytest.raises(ServiceUnreachable, match="certificate"):
            recogniser(url).read(source, TEXT)
    assert service.received == []
