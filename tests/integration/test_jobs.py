"""Jobs, from the form to the results: the real application and worker, moto's S3 and SQS."""

import asyncio
import base64
import io
import json
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import requests
from PIL import Image
from starlette.types import ASGIApp, Receive, Scope, Send

from handler.adapters.object_store import ObjectStore
from handler.app.factory import create_app
from handler.bootstrap import Services, create_task_handler
from handler.errors import StorageUnavailable
from handler.gateway_path import GatewayPath
from handler.jobs import result_store
from handler.jobs.job import JobRecord
from handler.jobs.processor import DocumentProcessor
from handler.jobs.task_handler import TaskHandler
from handler.settings import Settings
from handler.token_source import create_token_source
from tests.aws import MAX_RECEIVES, Door, as_message
from tests.client import AppClient
from tests.conftest import TOKEN
from tests.events import STAGE, rest_event
from tests.images import TEXT, encode, hello_png
from tests.pdfs import text_pdf

_OTHER_TOKEN = "a-token-of-another-client"
_TOKENS = {"django": TOKEN, "batch": _OTHER_TOKEN}
_PNG = hello_png()
_LINES = ("A page of a document that is read page by page.",)
_MAX_OBJECT_BYTES = 2_000_000
_UPLOAD_S = 600
_RESULT_S = 120


def _with(services: Services, settings: Settings) -> Services:
    """The same engine and threads under other settings."""
    return Services(settings, create_token_source(settings), services.readers, services.runner)


@pytest.fixture
def served(services: Services, door: Door) -> Services:
    """The services of an application that has buckets."""
    return _with(
        services,
        door.settings(
            ocr_api_tokens=_TOKENS,
            max_object_bytes=_MAX_OBJECT_BYTES,
            job_upload_s=_UPLOAD_S,
            job_result_s=_RESULT_S,
            pages_per_task=1,
        ),
    )


@pytest.fixture
def jobs(served: Services) -> AppClient:
    """Calls the application as the client `django`."""
    return AppClient(create_app(served), token=TOKEN)


@pytest.fixture
def worker(served: Services) -> TaskHandler:
    """What does the tasks of the queue."""
    return create_task_handler(served.settings, served.readers)


def work(door: Door, worker: TaskHandler) -> Iterator[int]:
    """Do the tasks of the queue until it is empty; counts them as they are done."""
    count = 0
    while found := door.receive():
        for raw in found:
            worker.handle(as_message(raw), remaining_s=300)
            door.delete(raw)
            count += 1
            yield count


def make(jobs: AppClient, **options: Any) -> dict[str, Any]:
    """A new job."""
    response = jobs.post("/jobs", json={"content_type": "image/png"} | options)
    assert response.status_code == 201, response.text
    made: dict[str, Any] = response.json()
    return made


def upload(made: Mapping[str, Any], data: bytes = _PNG) -> None:
    """Send the form of a new job, as a browser or curl does: without the token."""
    form = made["upload"]
    response = requests.post(
        form["url"], data=form["fields"], files={"file": ("private-name.png", data)}, timeout=10
    )
    assert response.status_code == 201, response.text


def done(
    jobs: AppClient, door: Door, worker: TaskHandler, data: bytes, **options: Any
) -> dict[str, Any]:
    """A job whose document has been uploaded and read."""
    made = make(jobs, **options)
    upload(made, data)
    list(work(door, worker))
    return made


def state(jobs: AppClient, made: Mapping[str, Any]) -> dict[str, Any]:
    """How far a job is."""
    response = jobs.get(f"/jobs/{made['id']}")
    assert response.status_code == 200, response.text
    assert response.headers["cache-control"] == "no-store"
    body: dict[str, Any] = response.json()
    ended = body["status"] in ("succeeded", "failed")
    assert response.headers.get("retry-after") == (None if ended else "2")
    return body


def problem(response: httpx.Response, status: int, code: str) -> str:
    """The detail of a problem, once it has been seen to be this one."""
    assert response.headers["content-type"] == "application/problem+json", response.text
    body = response.json()
    assert (response.status_code, body["status"], body["code"]) == (status, status, code)
    assert body["request_id"]
    return str(body["detail"])


def fetch(jobs: AppClient, made: Mapping[str, Any], query: str = "") -> requests.Response:
    """A result, by the address that the service leads to and without the token."""
    response = jobs.get(f"/jobs/{made['id']}/result{query}")
    assert response.status_code == 303, response.text
    assert response.headers["cache-control"] == "no-store"
    assert response.content == b""
    return requests.get(response.headers["location"], timeout=10)


def test_a_job_goes_from_the_form_to_its_results(
    jobs: AppClient, door: Door, worker: TaskHandler
) -> None:
    """Each state on the way, and each format at the end with its own type and file name."""
    response = jobs.post("/jobs", json={"content_type": "image/png", "formats": "hocr,alto,tsv"})
    assert response.status_code == 201
    assert response.headers["cache-control"] == "no-store"
    made = response.json()
    assert response.headers["location"] == f"/jobs/{made['id']}"
    assert made["status"] == "awaiting_upload"
    assert state(jobs, made) == {
        "id": made["id"],
        "status": "awaiting_upload",
        "created_at": made["created_at"],
    }

    upload(made)
    assert state(jobs, made)["status"] == "queued"

    list(work(door, worker))
    ended = state(jobs, made)
    assert ended["status"] == "succeeded"
    assert set(ended["formats"]) == {"json", "text", "hocr", "alto", "tsv"}
    assert "problem" not in ended

    document = fetch(jobs, made)
    assert document.headers["content-type"] == "application/json"
    assert document.json()["text"] == TEXT
    for output_format, kind, name in (
        ("json", "application/json", "document.json"),
        ("text", "text/plain; charset=utf-8", "document.txt"),
        ("hocr", "text/html; charset=utf-8", "document.hocr.html"),
        ("alto", "application/xml", "document.alto.xml"),
        ("tsv", "text/tab-separated-values; charset=utf-8", "document.tsv"),
    ):
        result = fetch(jobs, made, f"?format={output_format}")
        assert result.status_code == 200
        assert result.headers["content-type"] == kind
        assert result.headers["content-disposition"] == f'attachment; filename="{name}"'
        assert result.headers["cache-control"] == "no-store"
        assert b"line" in result.content


def test_the_form_takes_nothing_but_what_was_agreed(jobs: AppClient, door: Door) -> None:
    """The policy that S3 checks fixes the place, each field, the size and the time.

    It is decoded here, since moto does not enforce it.
    """
    before = datetime.now(UTC)
    made = make(jobs, content_type="application/pdf", languages="eng", psm=6, formats=["pdf"])
    form = made["upload"]
    fields = dict(form["fields"])
    policy = json.loads(base64.b64decode(fields.pop("policy")))
    fields.pop("x-amz-signature")

    size = ["content-length-range", 1, _MAX_OBJECT_BYTES]
    assert form["max_bytes"] == _MAX_OBJECT_BYTES
    assert policy["conditions"].count(size) == 1
    fixed: dict[str, str] = {}
    for condition in policy["conditions"]:
        if condition != size:
            assert isinstance(condition, dict)
            fixed |= condition
    assert fixed == fields | {"bucket": door.uploads_bucket}

    signed = {name for name in fields if name.startswith("x-amz-") and "meta" not in name}
    assert signed >= {"x-amz-algorithm", "x-amz-credential", "x-amz-date"}
    assert fields["key"].startswith("jobs/")
    assert fields["key"].endswith(f"/{made['id']}")
    # test_metrics.py sees to it that it is the id of the request.
    assert fields.pop("x-amz-meta-correlation-id")
    assert {name: fields[name] for name in fields.keys() - signed - {"key"}} == {
        "Content-Type": "application/pdf",
        "success_action_status": "201",
        "x-amz-meta-ocr-languages": "eng",
        "x-amz-meta-ocr-psm": "6",
        "x-amz-meta-ocr-formats": "pdf",
    }

    expires = datetime.fromisoformat(policy["expiration"])
    life = timedelta(seconds=_UPLOAD_S)
    assert before + life - timedelta(seconds=1) <= expires <= datetime.now(UTC) + life
    assert abs(datetime.fromisoformat(form["expires_at"]) - expires) <= timedelta(seconds=1)


def test_the_address_of_a_result_is_good_for_a_short_time(
    jobs: AppClient, door: Door, worker: TaskHandler
) -> None:
    """It is signed, and its time with it."""
    made = done(jobs, door, worker, _PNG)
    address = jobs.get(f"/jobs/{made['id']}/result").headers["location"]
    signed = parse_qs(urlsplit(address).query)
    assert signed["X-Amz-Expires"] == [str(_RESULT_S)]
    assert signed["X-Amz-Signature"]
    assert TOKEN not in address


def test_options_reach_the_reader(jobs: AppClient, door: Door, worker: TaskHandler) -> None:
    """They ride on the document as metadata, and the page that was asked for is what is read."""
    data = text_pdf(_LINES, pages=3)
    made = done(jobs, door, worker, data, content_type="application/pdf", pages="2", formats="pdf")
    assert set(state(jobs, made)["formats"]) == {"json", "text", "pdf"}
    assert [page["number"] for page in fetch(jobs, made).json()["pages"]] == [2]
    assert fetch(jobs, made, "?format=pdf").content.startswith(b"%PDF-")


def test_a_long_document_says_how_many_pages_are_read(
    jobs: AppClient, door: Door, worker: TaskHandler
) -> None:
    """Between the tasks, `running` counts up to all of them."""
    made = make(jobs, content_type="application/pdf")
    upload(made, text_pdf(_LINES, pages=3))
    seen = [state(jobs, made) for _ in work(door, worker)]
    counted = [each["pages"] for each in seen if each["status"] == "running"]
    assert counted == [{"done": count, "total": 3} for count in range(4)]
    assert [each["status"] for each in seen] == ["running"] * 4 + ["succeeded"]
    assert fetch(jobs, made).json()["text"] == "\f".join([_LINES[0]] * 3)


def test_a_second_upload_by_the_same_form_is_a_new_document(
    jobs: AppClient, door: Door, worker: TaskHandler
) -> None:
    """The result of what was there before is not taken for its own."""
    made = done(jobs, door, worker, _PNG)
    assert state(jobs, made)["status"] == "succeeded"
    upload(made, encode(Image.new("L", (200, 100), 255), "PNG"))
    assert state(jobs, made)["status"] == "queued"
    problem(jobs.get(f"/jobs/{made['id']}/result"), 409, "job_not_finished")
    list(work(door, worker))
    assert fetch(jobs, made).json()["text"] == ""


def test_only_the_client_that_made_a_job_sees_it(
    served: Services, jobs: AppClient, door: Door, worker: TaskHandler
) -> None:
    """To another it is not there, in the same words as what never was; nobody is a 401."""
    made = done(jobs, door, worker, _PNG)
    other = AppClient(jobs.app, token=_OTHER_TOKEN)
    for path in (f"/jobs/{made['id']}", f"/jobs/{made['id']}/result"):
        assert jobs.get(path).status_code in (200, 303)
        detail = problem(other.get(path), 404, "not_found")
        assert detail == problem(jobs.get(f"/jobs/{'0' * 32}"), 404, "not_found")
        problem(jobs.without_token().get(path), 401, "missing_token")
    problem(jobs.without_token().post("/jobs", content=b"not read"), 401, "missing_token")


@pytest.mark.parametrize("job_id", ["1", "%2e%2e%2f", "A" * 32, f"{'0' * 32}.job", "0" * 33])
def test_an_id_of_another_form_is_nobodys(jobs: AppClient, job_id: str) -> None:
    """It is not looked for."""
    problem(jobs.get(f"/jobs/{job_id}"), 404, "not_found")
    problem(jobs.get(f"/jobs/{job_id}/result"), 404, "not_found")


def test_a_job_without_an_upload_fails_in_the_end(jobs: AppClient, door: Door) -> None:
    """Once the form is no longer good, and a minute more: the end of a long upload."""
    made = make(jobs)
    expires_at = datetime.fromisoformat(made["upload"]["expires_at"])
    assert expires_at - datetime.fromisoformat(made["created_at"]) == timedelta(seconds=_UPLOAD_S)

    _expire(door, timedelta(seconds=30))
    assert state(jobs, made)["status"] == "awaiting_upload"
    problem(jobs.get(f"/jobs/{made['id']}/result"), 409, "job_not_finished")

    _expire(door, timedelta(seconds=90))
    ended = state(jobs, made)
    assert ended["status"] == "failed"
    assert ended["problem"]["code"] == "upload_expired"
    assert "POST /jobs" in problem(jobs.get(f"/jobs/{made['id']}/result"), 410, "upload_expired")


def _expire(door: Door, ago: timedelta) -> None:
    """Let the form of the only job have been good until some time ago."""
    [listed] = door.s3.list_objects_v2(Bucket=door.results_bucket)["Contents"]
    body = door.s3.get_object(Bucket=door.results_bucket, Key=listed["Key"])["Body"].read()
    record = JobRecord.model_validate_json(body)
    older = record.model_copy(update={"upload_expires_at": datetime.now(UTC) - ago})
    door.s3.put_object(
        Bucket=door.results_bucket, Key=listed["Key"], Body=older.model_dump_json().encode()
    )


def test_a_document_that_cannot_be_read_fails_with_its_problem(
    jobs: AppClient, door: Door, worker: TaskHandler
) -> None:
    """The job has the problem, and asking for the result is answered with it."""
    made = done(jobs, door, worker, b"no image")
    ended = state(jobs, made)
    assert ended["status"] == "failed"
    assert ended["problem"]["code"] == "unreadable_image"
    assert "formats" not in ended
    response = jobs.get(f"/jobs/{made['id']}/result?format=text")
    problem(response, 400, "unreadable_image")
    assert response.json() == ended["problem"]
    assert response.headers["cache-control"] == "no-store"


def _last_try(
    door: Door, worker: TaskHandler, monkeypatch: pytest.MonkeyPatch, reading: Callable[[], None]
) -> None:
    """Have the queue's only task done for the last time, with another way to read."""
    monkeypatch.setattr(DocumentProcessor, "_begin", lambda *_, **__: reading())
    [raw] = door.receive()
    message = as_message(raw).model_copy(update={"receive_count": MAX_RECEIVES})
    worker.handle(message, remaining_s=300)


def test_a_job_runs_until_its_last_try_has_ended(
    jobs: AppClient, door: Door, worker: TaskHandler, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No client stops asking while it may still succeed."""
    made, seen = make(jobs), list[str]()
    upload(made)

    def fail() -> None:
        seen.append(state(jobs, made)["status"])
        raise StorageUnavailable("Try again.")

    with pytest.raises(StorageUnavailable):
        _last_try(door, worker, monkeypatch, fail)
    assert seen == ["running"]
    assert state(jobs, made)["problem"]["code"] == "processing_failed"


def test_a_last_try_that_was_killed_does_not_run_for_ever(
    jobs: AppClient, door: Door, worker: TaskHandler, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has failed once no try can take that long."""
    made = make(jobs)
    upload(made)
    with pytest.raises(KeyboardInterrupt):
        _last_try(door, worker, monkeypatch, partial(raise_, KeyboardInterrupt()))
    assert state(jobs, made)["status"] == "running"
    monkeypatch.setattr(result_store, "LONGEST_TRY", timedelta(seconds=-2))
    assert state(jobs, made)["status"] == "failed"


def raise_(error: BaseException) -> None:
    """Raise it."""
    raise error


def test_a_result_that_is_not_there_says_why(
    jobs: AppClient, door: Door, worker: TaskHandler
) -> None:
    """Not yet is 409 with a time to come again; a format that was not made is 404."""
    made = make(jobs)
    upload(made)
    response = jobs.get(f"/jobs/{made['id']}/result")
    assert "queued" in problem(response, 409, "job_not_finished")
    assert response.headers["retry-after"] == "2"

    list(work(door, worker))
    detail = problem(jobs.get(f"/jobs/{made['id']}/result?format=pdf"), 404, "format_not_made")
    assert "json, text" in detail
    assert "`formats` of POST /jobs" in detail
    for query in ("format=docx", "fromat=text", "format=json&format=text"):
        detail = problem(jobs.get(f"/jobs/{made['id']}/result?{query}"), 422, "invalid_option")
        assert "format" in detail


@pytest.mark.parametrize(
    ("body", "code", "says"),
    [
        (b"", "invalid_option", "content_type: Field required"),
        (b"{}", "invalid_option", "content_type: Field required"),
        (b"[]", "invalid_option", "JSON object"),
        (b"\xff", "invalid_option", "JSON object"),
        (_PNG[:2000], "invalid_option", "JSON object"),
        (b'{"content_type": "SECRET"}', "invalid_option", "application/pdf"),
        (b'{"content_type": "image/png", "psm": 99}', "invalid_option", "psm"),
        (b'{"content_type": "image/png", "dpi": "SECRET"}', "invalid_option", "dpi"),
        (b'{"content_type": "image/png", "pages": "3-SECRET"}', "invalid_option", "pages"),
        (b'{"content_type": "image/png", "formats": ["docx"]}', "invalid_option", "formats: "),
        (b'{"content_type": "image/png", "formats": "SECRET"}', "invalid_option", "'hocr'"),
        (b'{"content_type": "image/png", "langauges": "x"}', "invalid_option", "no such option"),
        (b'{"content_type": "image/png", "languages": "xyz"}', "unknown_language", "eng"),
    ],
)
def test_a_bad_request_makes_no_job(
    jobs: AppClient, door: Door, body: bytes, code: str, says: str
) -> None:
    """A 422 says what is wrong and what there is, without the value; nothing is written."""
    response = jobs.post("/jobs", content=body)
    assert says in problem(response, 422, code)
    assert "SECRET" not in response.text
    assert "Contents" not in door.s3.list_objects_v2(Bucket=door.results_bucket)


def test_a_document_is_not_sent_to_the_service_itself(jobs: AppClient, door: Door) -> None:
    """What is larger than any request for a job is refused, and not even taken whole."""
    taken: list[int] = []

    async def body() -> AsyncIterator[bytes]:
        for _ in range(100):
            taken.append(1)
            yield bytes(1_000)

    detail = problem(jobs.post("/jobs", content=body()), 413, "upload_too_large")
    assert "the form in the response" in detail
    assert len(taken) < 20


def test_a_service_without_buckets_takes_no_jobs(client: AppClient) -> None:
    """It says so, at each address."""
    made = client.post("/jobs", json={"content_type": "image/png"})
    for response in (made, *map(client.get, (f"/jobs/{'0' * 32}", f"/jobs/{'0' * 32}/result"))):
        assert "no buckets" in problem(response, 404, "not_found")


def test_a_storage_that_does_not_answer_is_a_503(
    jobs: AppClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a time to come again, and without what was asked of it."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    for response in (
        jobs.post("/jobs", json={"content_type": "image/png"}),
        jobs.get(f"/jobs/{'0' * 32}"),
    ):
        problem(response, 503, "storage_unavailable")
        assert response.headers["retry-after"] == "5"
        assert "127.0.0.1" not in response.text


def test_the_log_names_the_job_and_nothing_that_opens_it(
    jobs: AppClient, door: Door, worker: TaskHandler, log: io.StringIO
) -> None:
    """The id is of no use without the token; keys, signatures and contents are not logged."""
    made = done(jobs, door, worker, _PNG, formats="tsv")
    state(jobs, made)
    fetch(jobs, made, "?format=tsv")
    jobs.get("/jobs/SECRET")
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    asked = [line for line in lines if line["message"] == "request"]
    assert [line.get("job") for line in asked] == [made["id"]] * 3 + [None]
    assert [line["client"] for line in asked] == ["django"] * 4
    fields = made["upload"]["fields"]
    secrets = (TOKEN, fields["key"], fields["policy"], fields["x-amz-signature"], "X-Amz-Signature")
    for secret in (*secrets, "private-name", "Hello", "SECRET"):
        assert secret not in log.getvalue()


def test_behind_the_gateway_the_address_of_a_job_has_the_stage(served: Services) -> None:
    """And the client is the one that the authorizer let in."""
    event = rest_event("POST", "/jobs", client="batch")
    app = _behind_gateway(create_app(served), event)
    response = AppClient(app, token=None).post("/jobs", json={"content_type": "image/png"})
    made = response.json()
    assert response.headers["location"] == f"/{STAGE}/jobs/{made['id']}"
    batch = AppClient(create_app(served), token=_OTHER_TOKEN)
    assert state(batch, made)["status"] == "awaiting_upload"


def _behind_gateway(app: ASGIApp, event: Mapping[str, Any]) -> ASGIApp:
    inner = GatewayPath(app)

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        await inner({**scope, "aws.event": event}, receive, send)

    return wrapped


def _kept(door: Door) -> set[str]:
    """What both buckets hold, but for the record of a job."""
    listed = [
        door.s3.list_objects_v2(Bucket=bucket).get("Contents", [])
        for bucket in (door.uploads_bucket, door.results_bucket)
    ]
    keys = {each["Key"] for objects in listed for each in objects}
    return {key for key in keys if not key.endswith(".job")}


def test_a_job_is_deleted_with_its_document_and_results(
    jobs: AppClient, door: Door, worker: TaskHandler
) -> None:
    """Nothing but the fact is left; to delete it again is the same, and others cannot."""
    made = done(jobs, door, worker, _PNG, formats="hocr")
    address = f"/jobs/{made['id']}"
    other = AppClient(jobs.app, token=_OTHER_TOKEN)
    problem(other.delete(address), 404, "not_found")
    problem(jobs.delete(f"/jobs/{'0' * 32}"), 404, "not_found")
    problem(jobs.delete("/jobs/unknown"), 404, "not_found")
    problem(jobs.without_token().delete(address), 401, "missing_token")
    assert len(_kept(door)) == 4

    for _ in range(2):
        response = jobs.delete(address)
        assert (response.status_code, response.content) == (204, b"")
        assert _kept(door) == set()
        problem(jobs.get(address), 404, "not_found")
        problem(jobs.get(f"{address}/result"), 404, "not_found")


def test_a_document_that_comes_after_its_job_was_deleted_is_not_read(
    jobs: AppClient, door: Door, worker: TaskHandler
) -> None:
    """Its form is still good, so the worker takes the document away."""
    made = make(jobs)
    assert jobs.delete(f"/jobs/{made['id']}").status_code == 204
    upload(made)
    list(work(door, worker))
    assert _kept(door) == set()
    problem(jobs.get(f"/jobs/{made['id']}"), 404, "not_found")


@pytest.mark.parametrize("after", range(1, 5))
def test_a_job_under_way_stops_when_it_is_deleted(
    jobs: AppClient, door: Door, worker: TaskHandler, after: int
) -> None:
    """Whichever of its tasks was the last to be done, nothing stays of it and nobody is told."""
    made = make(jobs, content_type="application/pdf")
    upload(made, text_pdf(_LINES, pages=3))
    for count in work(door, worker):
        if count == after:
            assert jobs.delete(f"/jobs/{made['id']}").status_code == 204
    assert _kept(door) == set()
    assert door.announcements() == []


def test_results_that_come_late_are_taken_back(
    jobs: AppClient, door: Door, worker: TaskHandler, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The job is deleted between the worker's look at the document and its first write."""
    made, written = make(jobs), list[str]()
    upload(made)
    replace = ObjectStore.replace

    def after_deletion(self: ObjectStore, bucket: str, key: str, *args: Any, **more: Any) -> None:
        if not written:
            assert jobs.delete(f"/jobs/{made['id']}").status_code == 204
        written.append(key)
        replace(self, bucket, key, *args, **more)

    monkeypatch.setattr(ObjectStore, "replace", after_deletion)
    list(work(door, worker))
    assert written
    assert _kept(door) == set()


def _named(jobs: AppClient, name: str, **options: Any) -> httpx.Response:
    body = {"content_type": "image/png"} | options
    return jobs.post("/jobs", json=body, headers={"Idempotency-Key": name})


def test_a_request_that_is_sent_again_makes_no_second_job(
    jobs: AppClient, door: Door, worker: TaskHandler
) -> None:
    """The same name and body give the same job, how far it is, and a form that is good."""
    first = _named(jobs, "invoice-42", formats="hocr").json()
    again = _named(jobs, '"invoice-42"', formats="hocr")
    assert (again.status_code, again.json()["id"]) == (201, first["id"])
    assert again.json()["status"] == "awaiting_upload"
    upload(again.json())
    list(work(door, worker))
    ended = _named(jobs, "invoice-42", formats="hocr").json()
    assert (ended["status"], ended["created_at"]) == ("succeeded", first["created_at"])
    assert fetch(jobs, first).json()["text"] == TEXT
    other = AppClient(jobs.app, token=_OTHER_TOKEN)
    assert _named(other, "invoice-42").json()["id"] != first["id"]
    assert _named(jobs, "invoice-43", formats="hocr").json()["id"] != first["id"]


def test_a_name_is_good_for_one_request(jobs: AppClient) -> None:
    """Another body under the same name is refused, until the job is deleted."""
    made = _named(jobs, "invoice-42").json()
    problem(_named(jobs, "invoice-42", psm=6), 422, "idempotency_mismatch")
    assert jobs.delete(f"/jobs/{made['id']}").status_code == 204
    assert _named(jobs, "invoice-42", psm=6).json()["status"] == "awaiting_upload"
    assert state(jobs, made)["status"] == "awaiting_upload"


def test_a_name_gives_a_job_more_time_to_upload(jobs: AppClient, door: Door) -> None:
    """A job that was given up for want of a document is there again."""
    made = _named(jobs, "invoice-42").json()
    _expire(door, timedelta(seconds=90))
    assert state(jobs, made)["status"] == "failed"
    assert _named(jobs, "invoice-42").json()["status"] == "awaiting_upload"
    assert state(jobs, made)["status"] == "awaiting_upload"


@pytest.mark.parametrize("name", ["", '""', "two words", 'a"b', "x" * 256, "na\u00efve"])
def test_a_name_that_cannot_be_one_is_refused(jobs: AppClient, name: str) -> None:
    """Nobody believes that it counts."""
    response = jobs.post(
        "/jobs",
        json={"content_type": "image/png"},
        headers={"Idempotency-Key": name.encode("utf-8")},
    )
    assert "Idempotency-Key" in problem(response, 422, "invalid_option")


def test_of_the_same_requests_at_once_one_makes_the_job(
    jobs: AppClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have looked and found none; the one that writes later gives the other's job."""
    replace, first = ObjectStore.replace, list[dict[str, Any]]()

    def after_another(self: ObjectStore, *args: Any, **more: Any) -> None:
        monkeypatch.setattr(ObjectStore, "replace", replace)
        first.append(_named(jobs, "invoice-42").json())
        replace(self, *args, **more)

    monkeypatch.setattr(ObjectStore, "replace", after_another)
    assert _named(jobs, "invoice-42").json()["id"] == first[0]["id"]
    monkeypatch.setattr(ObjectStore, "replace", after_another)
    problem(_named(jobs, "invoice-42", psm=6), 422, "idempotency_mismatch")


def _too_many_bytes(client: AppClient, **arguments: Any) -> httpx.Response:
    return client.post("/", content=bytes(1_500_000), **arguments)


def _too_many_pages(client: AppClient, **arguments: Any) -> httpx.Response:
    return client.post("/", content=text_pdf(_LINES, pages=6), **arguments)


def _too_long(client: AppClient, **arguments: Any) -> httpx.Response:
    async def slowly() -> AsyncIterator[bytes]:
        await asyncio.sleep(1)
        yield _PNG

    return client.post("/", content=slowly(), **arguments)


def _too_large_an_answer(client: AppClient, **arguments: Any) -> httpx.Response:
    return client.post("/?format=json", content=_PNG, **arguments)


_TOO_MUCH: list[tuple[Callable[..., httpx.Response], int, str, dict[str, Any]]] = [
    (_too_many_bytes, 413, "upload_too_large", {}),
    (_too_many_pages, 413, "too_many_pages", {}),
    (_too_long, 504, "deadline_exceeded", {"deadline_s": 0.2}),
    (_too_large_an_answer, 413, "response_too_large", {"max_response_bytes": 100}),
]


@pytest.mark.parametrize(("send", "status", "code", "limits"), _TOO_MUCH)
def test_what_one_call_cannot_hold_is_told_of_jobs(
    services: Services,
    send: Callable[..., httpx.Response],
    status: int,
    code: str,
    limits: dict[str, Any],
) -> None:
    """The problem names `POST /jobs` and what it takes, where the service has buckets."""
    buckets = {"uploads_bucket": "uploads", "results_bucket": "results"}
    for named in ({}, buckets):
        settings = services.settings.model_copy(update=limits | named)
        client = AppClient(create_app(_with(services, settings)), token=TOKEN)
        detail = problem(send(client), status, code)
        hint = "POST /jobs: it takes up to 100,000,000 bytes and 2,000 pages."
        assert detail.endswith(hint) == bool(named)
        # A job could not open it.
        encrypted = send(client, headers={"X-Document-Password": "x"})
        assert "/jobs" not in problem(encrypted, status, code)


def test_an_echo_is_not_told_of_jobs(services: Services) -> None:
    """A job gives no image back."""
    buckets = {"uploads_bucket": "uploads", "results_bucket": "results"}
    settings = services.settings.model_copy(update=buckets)
    client = AppClient(create_app(_with(services, settings)), token=TOKEN)
    detail = problem(client.post("/img-echo/", content=bytes(1_500_000)), 413, "upload_too_large")
    assert "/jobs" not in detail
