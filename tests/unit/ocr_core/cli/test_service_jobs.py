"""What is too much for one call goes through ``/jobs``: on a real socket, with scripted answers."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from ocr_core.cli.errors import ServiceProblem, ServiceUnreachable
from ocr_core.cli.service_recogniser import ServiceRecogniser
from ocr_core.cli.source import Source, find_sources
from ocr_core.errors import DeadlineExceeded, UnreadableImage, UploadTooLarge
from ocr_core.options import OutputFormat
from tests.images import hello_png
from tests.unit.ocr_core.cli.service import Answer, Service, problem, serving

TOKEN = "a-secret-token"
TOO_LARGE = problem(413, "upload_too_large")
FORMATS = (OutputFormat.PDF, OutputFormat.TEXT)


@pytest.fixture
def source(tmp_path: Path) -> Source:
    """A file of a known kind."""
    path = tmp_path / "private name.png"
    path.write_bytes(hello_png())
    return find_sources([path], not_below=None)[0]


def new_job(url: str, max_bytes: int = 1_000_000) -> Answer:
    """What `POST /jobs` says, with a form that leads back to the same socket."""
    form = {"url": f"{url}/storage", "fields": {"policy": "signed"}, "max_bytes": max_bytes}
    return answer({"id": "42", "upload": form}, 201)


def answer(body: dict[str, Any], status: int = 200, retry_after: str = "0") -> Answer:
    """Some JSON."""
    return Answer(status, json.dumps(body).encode(), {"Retry-After": retry_after})


def results(url: str) -> list[Answer]:
    """Where each result is, and what it is."""
    address = Answer(303, b"", {"Location": f"{url}/storage/result"})
    return [address, Answer(body=b"%PDF"), address, Answer(body=b"text")]


def read(service: Service, source: Source, password: str | None = None) -> tuple[bytes, ...]:
    """What comes back."""
    client = ServiceRecogniser(
        f"{service.url}/v1",
        token=TOKEN,
        query={"languages": "eng+deu"},
        first_pause_s=0.001,
        timeout_s=20,
        password=password,
    )
    try:
        return client.read(source, FORMATS).bodies
    finally:
        client.close()


@pytest.mark.parametrize(
    "refusal", [TOO_LARGE, problem(504, "deadline_exceeded"), Answer(413, b"{}")], ids=str
)
def test_a_file_that_is_too_much_for_one_call_becomes_a_job(
    source: Source, refusal: Answer
) -> None:
    """Made with the options, uploaded without the token, asked for until it is done, fetched."""
    with serving() as service:
        service.answer_with(
            refusal,
            new_job(service.url),
            Answer(201, b""),
            answer({"status": "queued"}),
            answer({"status": "running"}),
            answer({"status": "succeeded"}),
            *results(service.url),
        )
        assert read(service, source) == (b"%PDF", b"text")
    call, make, upload, *asked, one, fetched, _, _ = service.received
    assert [each.method for each in (call, make, upload)] == ["POST"] * 3
    assert make.path == "/v1/jobs"
    assert json.loads(make.body) == {
        "languages": "eng+deu",
        "content_type": "image/png",
        "formats": ["pdf"],
    }
    assert upload.path == "/storage"
    assert upload.body.index(b"signed") < upload.body.index(hello_png())
    assert b"private" not in upload.body
    assert {each.path for each in asked} == {"/v1/jobs/42"}
    assert one.path == "/v1/jobs/42/result?format=pdf"
    for each in service.received:
        is_service = each.path.startswith("/v1/")
        assert (each.headers["Authorization"] == f"Bearer {TOKEN}") is is_service
    assert fetched.path == "/storage/result"


def test_a_file_that_no_gateway_takes_is_not_sent_there(tmp_path: Path) -> None:
    """It would be hung up on in the middle."""
    path = tmp_path / "large.bmp"
    path.write_bytes(b"BM" + bytes(10_000_000))
    (large,) = find_sources([path], not_below=None)
    with serving() as service:
        service.answer_with(
            new_job(service.url, 20_000_000),
            Answer(201),
            answer({"status": "succeeded"}),
            *results(service.url),
        )
        assert read(service, large) == (b"%PDF", b"text")
    assert service.received[0].path == "/v1/jobs"


def test_a_service_without_jobs_says_itself_what_is_too_much(source: Source) -> None:
    """Its first answer is the one that counts."""
    with serving(TOO_LARGE, problem(404, "not_found")) as service, pytest.raises(UploadTooLarge):
        read(service, source)
    assert len(service.received) == 2


def test_a_document_with_a_password_is_no_job(source: Source) -> None:
    """It would stand in the storage for all to read."""
    with serving(TOO_LARGE) as service, pytest.raises(UploadTooLarge):
        read(service, source, password="secret")
    assert len(service.received) == 1


def test_what_no_job_can_read_makes_none(tmp_path: Path) -> None:
    """Nor an image with too many pixels, which is too large everywhere."""
    path = tmp_path / "notes.txt"
    path.write_bytes(b"notes")
    (notes,) = find_sources([path], not_below=None)
    with serving(TOO_LARGE) as service, pytest.raises(UnreadableImage):
        read(service, notes)
    assert len(service.received) == 1


def test_a_job_that_failed_has_its_own_problem(source: Source) -> None:
    """As the service tells it instead of a result."""
    with serving() as service:
        service.answer_with(
            TOO_LARGE,
            new_job(service.url),
            Answer(201),
            answer({"status": "failed"}),
            problem(400, "unreadable_image"),
        )
        with pytest.raises(UnreadableImage):
            read(service, source)


def test_more_than_a_job_may_have_is_not_uploaded(source: Source) -> None:
    """The form says how much that is."""
    with serving() as service:
        service.answer_with(TOO_LARGE, new_job(service.url, max_bytes=10))
        with pytest.raises(UploadTooLarge, match="accepts 10"):
            read(service, source)
    assert len(service.received) == 2


def test_a_storage_that_refuses_is_not_quoted(source: Source) -> None:
    """Its answers hold keys and signatures."""
    with serving() as service:
        service.answer_with(TOO_LARGE, new_job(service.url), Answer(403, b"<Key>secret</Key>"))
        with pytest.raises(ServiceProblem) as caught:
            read(service, source)
    assert "403" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_job_has_no_more_time_than_the_file(source: Source) -> None:
    """The next question would come too late."""
    late = answer({"status": "queued"}, retry_after="30")
    with serving() as service:
        service.answer_with(TOO_LARGE, new_job(service.url), Answer(201), late)
        with pytest.raises(DeadlineExceeded):
            read(service, source)


def test_a_success_without_sense_is_not_the_service(source: Source) -> None:
    """Such as a page of something else at this address."""
    with serving(TOO_LARGE, Answer(200, b"<p>")) as service, pytest.raises(ServiceUnreachable):
        read(service, source)


def test_standard_input_becomes_a_job_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Though it can be read once only."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(hello_png())))
    (stdin,) = find_sources([Path("-")], not_below=None)
    with serving() as service:
        service.answer_with(
            TOO_LARGE,
            new_job(service.url),
            Answer(201),
            answer({"status": "succeeded"}),
            *results(service.url),
        )
        assert read(service, stdin) == (b"%PDF", b"text")
    assert hello_png() in service.received[2].body
