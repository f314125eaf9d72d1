"""What is written while the service works: nothing that a user sent, whatever becomes of it."""

import io
import json
import logging
import os
import uuid
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import boto3
import pytest
import requests
from PIL import Image

from handler.app.factory import create_app
from handler.authorization_policy import policy_for
from handler.bearer import authenticate
from handler.bootstrap import Services, create_task_handler
from handler.errors import AuthenticationError, TokensUnavailable
from handler.jobs.task_batch import TaskBatch
from handler.logs import logger
from handler.token_source import create_token_source
from local.poller import Poller
from local.sample import draw_text
from ocr_core import OcrEngine
from ocr_core.errors import EngineFailed
from tests.aws import Door
from tests.broken_engines import broken, fail
from tests.client import AppClient
from tests.images import encode, hello_png, huge_png
from tests.pdfs import text_pdf

# It is in all that is sent, each time as something else.
_SECRET = "Quillfeather"
_TOKEN = f"{_SECRET}-4f6d2b9e1c8a7350d4e2f1b6a9c8d7e3"
_LINES = [f"Passport of Ms {_SECRET}", f"{_SECRET} was here"]
_SCAN = encode(draw_text(_LINES, mode="L"), "PNG")
_DAMAGED = _SCAN[: len(_SCAN) // 2]
_ENCRYPTED = text_pdf(_LINES, password=f"password-{_SECRET}")
_NAME = f"passport of {_SECRET}.png"


class StandardOutput(io.TextIOBase):
    """Whatever the process's standard output is at the moment: pytest leads it elsewhere."""

    def write(self, text: str) -> int:
        return os.write(1, text.encode())


class Written:
    """What the process writes to its log and its standard streams, C libraries included."""

    def __init__(self, captured: pytest.CaptureFixture[str]) -> None:
        self._captured = captured
        self.text = ""

    def read(self) -> str:
        """All of it so far."""
        found = self._captured.readouterr()
        self.text += found.out + found.err
        return self.text

    def lines(self) -> list[dict[str, Any]]:
        """The lines of the log and of the metrics."""
        return [json.loads(line) for line in self.read().splitlines() if line.startswith("{")]

    def check(self) -> None:
        """Nothing that a user sent is in it, in no spelling."""
        text = self.read()
        assert text
        assert _SECRET.lower() not in text.lower()


@pytest.fixture
def written(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Written]:
    """The log as Lambda has it, at its most talkative: ours at DEBUG, all else from the root."""
    level = logger.log_level
    ours = [each for each in logger.handlers if isinstance(each, logging.StreamHandler)]
    before = [each.setStream(StandardOutput()) for each in ours]
    # As awslambdaric has it; the template sees to the root's level, WARNING.
    others = logging.StreamHandler(StandardOutput())
    others.addFilter(lambda record: record.name != logger.name)
    # The server that is S3 here logs what it is asked for, in this process.
    monkeypatch.setattr(logging.getLogger("werkzeug"), "disabled", True)
    logging.getLogger().addHandler(others)
    logger.setLevel("DEBUG")
    yield Written(capfd)
    logger.setLevel(level)
    logging.getLogger().removeHandler(others)
    for each, earlier in zip(ours, before, strict=True):
        each.setStream(earlier)


@pytest.fixture
def served(services: Services, door: Door) -> Services:
    """The services with buckets, metrics and a telling token; a task reads one page."""
    settings = door.settings(
        ocr_api_tokens={"django": _TOKEN},
        max_upload_bytes=1_000_000,
        metrics_namespace="OCR/test",
        pages_per_task=1,
        retry_s=0,
        log_level="DEBUG",
    )
    return Services(settings, create_token_source(settings), services.readers, services.runner)


@pytest.fixture
def client(served: Services) -> AppClient:
    """Calls the application with the telling token."""
    return AppClient(create_app(served), token=_TOKEN)


def _form(data: bytes, kind: str = "image/png") -> dict[str, Any]:
    return {"files": {"file": (_NAME, data, kind)}}


# What is called, and the code of the problem that it ends in.
_CALLS: list[tuple[str, str, dict[str, Any], str | None]] = [
    ("POST", "/", _form(_SCAN), None),
    ("POST", "/?format=json,hocr,alto,tsv,pdf", _form(_SCAN), None),
    ("POST", "/", _form(text_pdf(_LINES), "application/pdf"), None),
    ("POST", "/", {"content": _SCAN, "headers": {"User-Agent": _SECRET, "Referer": _SECRET}}, None),
    ("POST", "/img-echo/", _form(_SCAN), None),
    ("GET", "/healthz", {"headers": {"X-Correlation-Id": f"{_SECRET} of mine"}}, None),
    ("GET", "/healthz", {"headers": {"Cookie": f"session={_SECRET}"}}, None),
    ("POST", "/", _form(_DAMAGED), "unreadable_image"),
    ("POST", "/", _form(_SECRET.encode()), "unreadable_image"),
    ("POST", "/", _form(f"%PDF-1.7 {_SECRET}".encode()), "unreadable_pdf"),
    ("POST", "/", _form(huge_png()), "image_too_large"),
    ("POST", "/", _form(_SECRET.encode() * 100_000), "upload_too_large"),
    ("POST", "/", _form(text_pdf(_LINES, pages=6)), "too_many_pages"),
    ("POST", "/", _form(_ENCRYPTED), "password_required"),
    (
        *("POST", "/"),
        {**_form(_ENCRYPTED), "headers": {"X-Document-Password": f"{_SECRET} was wrong"}},
        "wrong_password",
    ),
    (
        *("POST", "/"),
        {**_form(_ENCRYPTED), "headers": {"X-Document-Password": f"password-{_SECRET}"}},
        None,
    ),
    ("POST", "/", {"files": {_SECRET: (_NAME, _SCAN)}}, "missing_file"),
    (
        *("POST", "/"),
        {"content": _SECRET, "headers": {"Content-Type": f"multipart/form-data; x={_SECRET}"}},
        "unreadable_form",
    ),
    ("POST", f"/?languages={_SECRET.lower()}", _form(_SCAN), "unknown_language"),
    ("POST", f"/?psm={_SECRET}&{_SECRET}=1", _form(_SCAN), "invalid_option"),
    ("POST", "/jobs", {"json": {"languages": f"-{_SECRET}", _SECRET: 1}}, "invalid_option"),
    ("POST", "/jobs", {"content": _SECRET}, "invalid_option"),
    ("GET", f"/jobs/{_SECRET}", {}, "not_found"),
    ("GET", f"/{_SECRET}?{_SECRET}={_SECRET}", {}, "not_found"),
    ("DELETE", f"/img-echo/?{_SECRET}", {}, "method_not_allowed"),
    ("POST", "/", {**_form(_SCAN), "headers": {"Authorization": _SECRET}}, "invalid_token"),
    (
        *("POST", "/"),
        {**_form(_SCAN), "headers": {"Authorization": f"Bearer {_SECRET}"}},
        "invalid_token",
    ),
    (
        *("POST", "/"),
        {**_form(_SCAN), "headers": {"Authorization": f"Basic {_SECRET}"}},
        "invalid_token",
    ),
]


def test_no_call_leaves_anything_in_the_log(client: AppClient, written: Written) -> None:
    """Tokens, passwords, texts, file names, options, paths and headers: good, bad and forged."""
    for method, path, arguments, code in _CALLS:
        response = client.request(method, path, **arguments)
        found = None if response.is_success else response.json()["code"]
        assert found == code, (method, path, response.text)
    requests_logged = [line for line in written.lines() if line.get("message") == "request"]
    assert [line.get("code") for line in requests_logged] == [code for *_, code in _CALLS]
    assert all(line["level"] == "INFO" for line in requests_logged)
    written.check()


def test_the_text_is_one_that_can_be_read(client: AppClient) -> None:
    """What the tests here look for is in the answers, so that it could have been logged."""
    assert _SECRET in client.post("/", **_form(_SCAN)).json()["original"]


@pytest.mark.parametrize("kind", [EngineFailed, ValueError, LookupError, OSError])
def test_no_failure_of_ours_quotes_what_it_failed_at(
    served: Services, fast_engine: OcrEngine, written: Written, kind: type[Exception]
) -> None:
    """An error's message may quote anything; neither it nor that of its cause is written."""

    def fail_for_a_cause() -> None:
        try:
            raise KeyError(f"{_SECRET} in the cause")
        except KeyError as error:
            raise kind(f"cannot read {_NAME}: {_LINES}") from error

    with broken(served, fast_engine, fail_for_a_cause) as failing:
        client = AppClient(create_app(failing), token=_TOKEN)
        assert client.post("/", **_form(_SCAN)).status_code == 500
    assert any(kind.__name__ in line.get("error_type", []) for line in written.lines())
    written.check()


def test_the_authorizer_quotes_no_token(served: Services, written: Written) -> None:
    """Who is let in is named, who is not is nobody, and no answer has the token in it."""
    arn = "arn:aws:execute-api:us-east-1:123456789012:api/v1/POST/"
    client = authenticate(f"Bearer {_TOKEN}", served.tokens)
    assert _SECRET not in json.dumps(policy_for(client, arn))
    for header in (f"Bearer {_SECRET}", _SECRET, f"Bearer {_SECRET} {_SECRET}"):
        with pytest.raises(AuthenticationError) as caught:
            authenticate(header, served.tokens)
        assert _SECRET not in str(caught.value)
    logger.info("the log is read")
    written.check()


@pytest.mark.parametrize(
    "content",
    [
        f'{{"django": "{_TOKEN}", "batch": "{_SECRET} with a space"}}',
        f'{{"django": {{"token": "{_TOKEN}"}}}}',
        f"{_TOKEN}, which is no JSON",
    ],
    ids=["unusable", "no text", "no JSON"],
)
def test_a_secret_that_is_wrong_is_not_quoted(door: Door, written: Written, content: str) -> None:
    """Tokens that cannot be used, and what is no object of tokens, are told of without them."""
    name = f"tokens-{uuid.uuid4().hex}"
    boto3.client("secretsmanager").create_secret(Name=name, SecretString=content)
    source = create_token_source(door.settings(token_secret_id=name))
    with suppress(TokensUnavailable):
        assert source.client_of("nobody") is None
    assert any(line["level"] == "ERROR" for line in written.lines())
    written.check()


def test_no_document_in_s3_leaves_anything_in_the_log(
    served: Services, fast_engine: OcrEngine, door: Door, written: Written
) -> None:
    """Keys, metadata and texts: read in one task or in many, damaged, encrypted, in trouble."""
    tasks = create_task_handler(served.settings, served.readers)
    poller = Poller(TaskBatch(tasks), door.queue_url)

    def drop(name: str, data: bytes, **metadata: str) -> None:
        door.s3.put_object(
            Bucket=door.uploads_bucket,
            Key=f"people of {_SECRET}/{name} {_SECRET}",
            Body=data,
            Metadata={"owner": _SECRET, **metadata},
        )

    drop("scan", _SCAN)
    drop("with a forged id", _SCAN, **{"correlation-id": f"{_SECRET} {_SECRET}"})
    drop("several pages", text_pdf(_LINES, pages=3))
    drop("damaged", _DAMAGED)
    drop("empty", b"")
    drop("encrypted", _ENCRYPTED)
    drop("with a bad option", _SCAN, **{"ocr-psm": _SECRET})
    drop("with an unknown option", _SCAN, **{f"ocr-{_SECRET}": _SECRET})
    drop("in an unknown language", _SCAN, **{"ocr-languages": _SECRET.lower()})
    door.sqs.send_message(QueueUrl=door.queue_url, MessageBody=f'{{"Records": "{_SECRET}"}}')
    door.sqs.send_message(QueueUrl=door.queue_url, MessageBody=f"{_SECRET}, which is no JSON")
    while poller.poll(wait_s=0):
        pass
    with broken(
        served, fast_engine, fail(EngineFailed(f"cannot read {_NAME}: {_LINES}"))
    ) as failing:
        drop("in trouble", _SCAN)
        poller = Poller(
            TaskBatch(create_task_handler(served.settings, failing.readers)), door.queue_url
        )
        while poller.poll(wait_s=0):
            pass
    messages = [line.get("message") for line in written.lines()]
    assert {"succeeded", "split", "failed", "to be tried again"} <= set(messages)
    codes = {line["code"] for line in written.lines() if line.get("message") == "failed"}
    assert codes == {"unreadable_image", "password_required", "invalid_option", "unknown_language"}
    written.check()


def test_no_job_leaves_anything_in_the_log(
    served: Services, client: AppClient, door: Door, written: Written
) -> None:
    """Neither the form, with its signature, nor the address of the result."""
    poller = Poller(TaskBatch(create_task_handler(served.settings, served.readers)), door.queue_url)
    job = client.post("/jobs", json={"content_type": "image/png"}).json()
    form = job["upload"]
    posted = requests.post(
        form["url"], data=form["fields"], files={"file": (_NAME, _SCAN)}, timeout=10
    )
    assert posted.ok
    while poller.poll(wait_s=0):
        pass
    address = client.get(f"/jobs/{job['id']}/result?format=text").headers["location"]
    assert _SECRET in requests.get(address, timeout=10).text
    text = written.read()
    assert job["id"] in text
    for secret in (form["fields"]["policy"], form["fields"]["x-amz-signature"], "Signature"):
        assert secret not in text
    written.check()


def test_a_damaged_image_makes_no_decoder_talk(client: AppClient, written: Written) -> None:
    """What Pillow, libtiff and the others say of damage may quote it: they say nothing."""
    image = Image.open(io.BytesIO(hello_png())).convert("RGB")
    for file_format in ("TIFF", "JPEG", "GIF", "WEBP", "BMP", "JPEG2000"):
        data = encode(image, file_format)
        for bad in (data[: len(data) // 2], data[:40] + _SECRET.encode() * 8 + data[140:]):
            assert client.post("/", **_form(bad)).status_code in (200, 400, 413), file_format
    strange = [line for line in written.read().splitlines() if not line.startswith("{")]
    assert strange == []
    written.check()
