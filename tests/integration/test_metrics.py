"""What the log and the metrics tell of real requests and documents, as CloudWatch reads them."""

import io
import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
import requests

from handler.app.factory import create_app
from handler.bootstrap import Services, create_task_handler
from handler.jobs.task_handler import TaskHandler
from handler.logs import logger
from handler.token_source import create_token_source
from ocr_core import OcrEngine
from ocr_core.errors import EngineFailed
from tests.aws import MAX_RECEIVES, Door, as_message
from tests.broken_engines import broken, fail
from tests.client import AppClient
from tests.conftest import ROOT, TOKEN
from tests.emf import measured, values
from tests.images import hello_png
from tests.pdfs import text_pdf

_NAMESPACE = "OCR/test"
_PNG = hello_png()
_PAGES = 3
_PDF = text_pdf(["A private line of a document."], pages=_PAGES)
_CORRELATION = {"X-Correlation-Id": "invoice-run-7"}

_QUERY_WORDS = {"fields", "filter", "stats", "sort", "limit", "by", "as", "asc", "desc"}
_QUERY_WORDS |= {"or", "and", "in", "like", "ispresent", "count", "sum", "avg", "bin"}

Output = pytest.CaptureFixture[str]


@pytest.fixture
def served(services: Services, door: Door) -> Services:
    """The services as they are on Lambda: with buckets, and with a namespace for the metrics."""
    settings = door.settings(
        ocr_api_tokens={"django": TOKEN},
        metrics_namespace=_NAMESPACE,
        pages_per_task=1,
        retry_s=0,
    )
    return Services(settings, create_token_source(settings), services.readers, services.runner)


@pytest.fixture
def client(served: Services) -> AppClient:
    """Calls the application as the client `django`."""
    return AppClient(create_app(served), token=TOKEN)


@pytest.fixture
def worker(served: Services) -> TaskHandler:
    """What does the tasks of the queue."""
    return create_task_handler(served.settings, served.readers)


def total(output: str, name: str, **dimensions: str) -> float:
    """The sum of a metric, as an alarm takes it."""
    return sum(values(output, name, service=logger.service, **dimensions))


def work(door: Door, worker: TaskHandler) -> int:
    """Do the tasks of the queue as often as they have to be tried; counts the tries."""
    tries = 0
    while found := door.receive():
        for raw in found:
            tries += 1
            try:
                worker.handle(as_message(raw), remaining_s=300)
            except EngineFailed:
                continue
            door.delete(raw)
    return tries


def post_job(client: AppClient, data: bytes, content_type: str, **headers: str) -> str:
    """Make a job and upload its document, as a client does; the job's id."""
    response = client.post("/jobs", json={"content_type": content_type}, headers=headers)
    made = response.json()
    form = made["upload"]
    answer = requests.post(form["url"], data=form["fields"], files={"file": data}, timeout=10)
    assert answer.status_code == 201, answer.text
    return str(made["id"])


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    """The lines of the log."""
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_a_request_is_measured(client: AppClient, capsys: Output) -> None:
    """Its pages, what each step took and how sure the engine was, and that it went well."""
    response = client.post("/?text_layer=ignore", content=_PDF)
    output = capsys.readouterr().out
    assert total(output, "Requests") == total(output, "Requests", outcome="ok") == 1
    assert total(output, "Pages") == _PAGES
    assert 0 < total(output, "Confidence") <= 100
    told = {
        name: float(ms) / 1000
        for name, ms in re.findall(r"(\w+);dur=([\d.]+)", response.headers["server-timing"])
    }
    for name, metric in (("decode", "Decode"), ("ocr", "Ocr"), ("render", "Render")):
        # Server-Timing has tenths of a millisecond.
        assert total(output, f"{metric}Seconds") == pytest.approx(told[name], abs=0.0001)


def test_a_request_that_fails_is_counted_by_its_code(client: AppClient, capsys: Output) -> None:
    """The outcome is the problem's code, and no page is counted."""
    client.post("/", content=b"no image")
    client.post("/?psm=99", content=_PNG)
    client.without_token().post("/", content=_PNG)
    client.get("/nowhere")
    output = capsys.readouterr().out
    assert total(output, "Requests") == 4
    for code in ("unreadable_image", "invalid_option", "missing_token", "not_found"):
        assert total(output, "Requests", outcome=code) == 1
    assert total(output, "Pages") == 0


def test_a_fault_of_ours_is_counted(
    served: Services, fast_engine: OcrEngine, capsys: Output
) -> None:
    """Even what nobody expected has an outcome."""
    with broken(served, fast_engine, fail(RuntimeError("unexpected"))) as services:
        AppClient(create_app(services), token=TOKEN).post("/", content=_PNG)
    assert total(capsys.readouterr().out, "Requests", outcome="internal_error") == 1


def test_a_process_starts_cold_once(client: AppClient, capsys: Output) -> None:
    """The second request finds it warm."""
    client.get("/healthz")
    client.get("/healthz")
    assert total(capsys.readouterr().out, "ColdStarts") == 1


def test_metrics_have_two_dimensions_and_no_content(
    client: AppClient, door: Door, worker: TaskHandler, capsys: Output
) -> None:
    """Nothing that a client sends becomes a dimension, each of whose values costs money."""
    post_job(client, _PDF, "application/pdf", **_CORRELATION)
    client.post("/", content=b"no image", headers=_CORRELATION)
    work(door, worker)
    output = capsys.readouterr().out
    found = measured(output)
    assert {each.namespace for each in found} == {_NAMESPACE}
    assert {tuple(each.dimensions) for each in found} == {("service",), ("outcome", "service")}
    assert {each.dimensions.get("outcome") for each in found} == {None, "ok", "unreadable_image"}
    for secret in ("private", "invoice-run-7", "django"):
        assert secret not in output


def test_nothing_is_measured_on_a_laptop(
    services: Services, capsys: Output, log: io.StringIO
) -> None:
    """Without a namespace there are the lines of the log alone."""
    AppClient(create_app(services), token=TOKEN).post("/", content=_PNG)
    assert capsys.readouterr().out == ""
    assert len(lines(log)) == 1


def test_a_document_in_s3_is_measured(door: Door, worker: TaskHandler, capsys: Output) -> None:
    """What it was split into, each of its pages once, and how it ended."""
    door.s3.put_object(Bucket=door.uploads_bucket, Key="scan.pdf", Body=_PDF)
    tasks = work(door, worker)
    output = capsys.readouterr().out
    # The upload, each page, and putting together.
    assert tasks == total(output, "Tasks") == total(output, "Tasks", outcome="ok") == _PAGES + 2
    assert total(output, "FanOut") == _PAGES
    assert total(output, "Pages") == _PAGES
    assert total(output, "Documents") == total(output, "Documents", outcome="ok") == 1
    assert total(output, "RenderSeconds") > 0
    # Its text stands in the file: nothing was recognised.
    assert not values(output, "Confidence", service=logger.service)
    assert total(output, "ColdStarts") == 1


def test_how_long_a_task_waited_is_measured(
    door: Door, worker: TaskHandler, capsys: Output
) -> None:
    """From the moment that it was sent, whatever the worker's own time was."""
    door.s3.put_object(Bucket=door.uploads_bucket, Key="scan.png", Body=_PNG)
    [raw] = door.receive()
    message = as_message(raw)
    worker.handle(message.model_copy(update={"sent_s": message.sent_s - 500}), remaining_s=300)
    assert 500 <= total(capsys.readouterr().out, "QueueAgeSeconds") < 600


def test_a_bad_document_is_counted_by_its_code(
    door: Door, worker: TaskHandler, capsys: Output
) -> None:
    """The task went well: there is nothing to try again."""
    door.s3.put_object(Bucket=door.uploads_bucket, Key="scan.png", Body=b"no image")
    work(door, worker)
    output = capsys.readouterr().out
    assert total(output, "Documents", outcome="unreadable_image") == 1
    assert total(output, "Tasks", outcome="ok") == 1


def test_each_try_is_counted(
    door: Door, served: Services, fast_engine: OcrEngine, capsys: Output
) -> None:
    """And the document once, when the last has failed. Only the first tells of the queue's age."""
    door.s3.put_object(Bucket=door.uploads_bucket, Key="scan.png", Body=_PNG)
    with broken(served, fast_engine, fail(EngineFailed("Try again."))) as failing:
        worker = create_task_handler(served.settings, failing.readers)
        assert work(door, worker) == MAX_RECEIVES
    output = capsys.readouterr().out
    assert total(output, "Tasks", outcome="retried") == MAX_RECEIVES
    assert total(output, "Documents", outcome="processing_failed") == 1
    assert len(values(output, "QueueAgeSeconds", service=logger.service)) == 1


def test_a_callers_id_goes_through_s3_to_every_task(
    client: AppClient, door: Door, worker: TaskHandler, log: io.StringIO
) -> None:
    """The API's line, and each of the worker's, have the id that the caller sent, and the job's."""
    job = post_job(client, _PDF, "application/pdf", **_CORRELATION)
    work(door, worker)
    found = lines(log)
    [request] = [line for line in found if line["message"] == "request"]
    assert (request["client"], request["job"]) == ("django", job)
    assert {line["message"] for line in found} == {"request", "split", "succeeded"}
    assert {line["correlation_id"] for line in found} == {"invoice-run-7"}
    assert {line["job"] for line in found} == {job}
    # Each message has an id of its own.
    assert len({line["request_id"] for line in found}) == len(found)


def test_without_a_callers_id_the_requests_goes_along(
    client: AppClient, door: Door, worker: TaskHandler, log: io.StringIO
) -> None:
    """So that a document can always be followed back to the request that made its job."""
    post_job(client, _PNG, "image/png")
    work(door, worker)
    [request, *others] = lines(log)
    assert others
    assert {line["correlation_id"] for line in others} == {request["request_id"]}


def test_a_document_without_an_id_gets_one(
    door: Door, worker: TaskHandler, log: io.StringIO
) -> None:
    """All tasks of a document that was dropped have the id of the message that told of it."""
    door.s3.put_object(Bucket=door.uploads_bucket, Key="scan.pdf", Body=_PDF)
    work(door, worker)
    found = lines(log)
    split = next(line for line in found if line["message"] == "split")
    assert {line["correlation_id"] for line in found} == {split["request_id"]}
    assert not any("job" in line for line in found)


@pytest.mark.parametrize(
    ("metadata", "kept"),
    [({"correlation-id": "batch:7"}, True), ({"correlation-id": 'a" forged'}, False)],
)
def test_an_id_on_an_object_is_checked_like_any(
    door: Door, worker: TaskHandler, log: io.StringIO, metadata: Mapping[str, str], kept: bool
) -> None:
    """Whoever drops a document may put an id on it; what could forge a line is not logged."""
    door.s3.put_object(Bucket=door.uploads_bucket, Key="a.png", Body=_PNG, Metadata=dict(metadata))
    work(door, worker)
    [line] = lines(log)
    assert (line["correlation_id"] == metadata["correlation-id"]) is kept
    assert line["message"] == "succeeded"


def test_an_id_makes_no_other_document(door: Door, worker: TaskHandler, log: io.StringIO) -> None:
    """The same document put there again under another id is done already."""
    for run in ("run-1", "run-2"):
        door.s3.put_object(
            Bucket=door.uploads_bucket, Key="a.png", Body=_PNG, Metadata={"correlation-id": run}
        )
        work(door, worker)
    assert [(line["message"], line["correlation_id"]) for line in lines(log)] == [
        ("succeeded", "run-1"),
        ("done already", "run-2"),
    ]


def test_saved_queries_ask_for_what_is_logged(
    client: AppClient,
    door: Door,
    served: Services,
    fast_engine: OcrEngine,
    log: io.StringIO,
) -> None:
    """Each field of a query in the operations guide stands in a line of the log."""
    client.post("/", content=_PNG)
    client.post("/", content=b"no image")
    post_job(client, _PNG, "image/png")
    with broken(served, fast_engine, fail(EngineFailed("Try again."))) as failing:
        work(door, create_task_handler(served.settings, failing.readers))
    logged = {name for line in lines(log) for name in line}
    guide = (ROOT / "docs" / "operations-guide.md").read_text(encoding="utf-8")
    section = guide.partition("## Saved queries\n")[2].partition("\n## ")[0]
    queries = re.findall(r"^```\n(.*?)\n```$", section, re.M | re.S)
    assert queries
    for query in queries:
        assert _fields(query) <= logged, query


def _fields(query: str) -> set[str]:
    """The fields that a query asks for, but for CloudWatch's own (``@message``)."""
    bare = re.sub(r'"[^"]*"|/[^/]*/|@\w+|\.\d+', "", re.sub(r" / ", " ", query))
    own_names = set(re.findall(r"\bas (\w+)", bare))
    words = set(re.findall(r"\b[a-z_]+\b", bare))
    return words - own_names - _QUERY_WORDS
