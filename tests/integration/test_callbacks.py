"""Callbacks of jobs: from the real worker over moto's queue to an HTTPS server of our own."""

import base64
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from handler.adapters.public_https import PublicHttps
from handler.app.factory import create_app
from handler.bootstrap import Services, create_task_handler
from handler.jobs.callbacks import CallbackFailed
from handler.jobs.task_handler import TaskHandler
from handler.logs import logger
from handler.metrics import NOT_TAKEN, RETRIED
from handler.token_source import create_token_source
from tests.aws import MAX_RECEIVES, Door, as_message
from tests.client import AppClient
from tests.conftest import TOKEN
from tests.emf import values
from tests.https import Message, Receiver, receiving
from tests.images import TEXT
from tests.integration.test_jobs import make, problem, state, upload

_SECRET = "whsec_" + base64.b64encode(b"a secret of the client django's").decode()
_OTHER_TOKEN = "a-token-of-another-client"


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[Receiver]:
    """What the client runs."""
    with receiving(tmp_path) as found:
        yield found


def _served(services: Services, door: Door, **settings: Any) -> Services:
    values = {"ocr_api_tokens": {"django": TOKEN, "batch": _OTHER_TOKEN}, "retry_s": 0}
    made = door.settings(**(values | settings))
    return Services(made, create_token_source(made), services.readers, services.runner)


@pytest.fixture
def served(services: Services, door: Door) -> Services:
    """The services of an application that signs callbacks of one client."""
    return _served(
        services, door, callback_secrets={"django": _SECRET}, metrics_namespace="OCR/test"
    )


@pytest.fixture
def jobs(served: Services) -> AppClient:
    """Calls the application as the client `django`."""
    return AppClient(create_app(served), token=TOKEN)


@pytest.fixture
def worker(served: Services, receiver: Receiver) -> TaskHandler:
    """What does the tasks of the queue, and may call this machine."""
    https = PublicHttps(context=receiver.context, allows=lambda address: address.is_loopback)
    return create_task_handler(served.settings, served.readers, https=https)


def work(door: Door, worker: TaskHandler) -> int:
    """Do what is in the queue until it is empty, as Lambda does; counts what failed."""
    failed = 0
    while found := door.receive():
        for raw in found:
            try:
                worker.handle(as_message(raw), remaining_s=300)
            except CallbackFailed:
                failed += 1
            else:
                door.delete(raw)
    return failed


def read(message: Message, secret: str = _SECRET) -> dict[str, Any]:
    """A message that Standard Webhooks' own library has verified."""
    found: dict[str, Any] = Webhook(secret).verify(message.body, dict(message.headers))
    return found


def test_a_client_is_told_that_its_job_has_ended(
    jobs: AppClient, door: Door, worker: TaskHandler, receiver: Receiver
) -> None:
    """Which job, and how; its results are fetched as ever."""
    made = make(jobs, callback=receiver.url)
    upload(made)
    assert work(door, worker) == 0

    [message] = receiver.received
    found = read(message)
    assert found.pop("timestamp").endswith("Z")
    assert found == {"type": "job.succeeded", "data": {"id": made["id"], "status": "succeeded"}}
    assert message.path == "/hooks?of=ocr"
    assert message.headers["Content-Type"] == "application/json"
    assert TEXT.split()[0].encode() not in message.body
    with pytest.raises(WebhookVerificationError):
        read(message, "whsec_" + base64.b64encode(bytes(24)).decode())
    assert state(jobs, made)["status"] == "succeeded"
    assert len(door.announcements()) == 1


def test_a_client_is_told_that_its_job_has_failed(
    jobs: AppClient, door: Door, worker: TaskHandler, receiver: Receiver
) -> None:
    """Why, it learns from the job."""
    made = make(jobs, callback=receiver.url)
    upload(made, b"no image")
    work(door, worker)

    [message] = receiver.received
    assert read(message)["type"] == "job.failed"
    assert read(message)["data"] == {"id": made["id"], "status": "failed"}


def test_a_callback_is_sent_again_until_it_is_taken(
    jobs: AppClient,
    door: Door,
    worker: TaskHandler,
    receiver: Receiver,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A redirect is no taking; each try has the same id, and the document is not read again.

    The alarm that tells of tasks that are tried again hears of none.
    """
    receiver.statuses = [500, 302, 200]
    receiver.headers = {"Location": receiver.url}
    upload(make(jobs, callback=receiver.url))
    assert work(door, worker) == 2

    assert len(receiver.received) == 3
    assert len({message.headers["webhook-id"] for message in receiver.received}) == 1
    assert len({message.body for message in receiver.received}) == 1
    assert all(map(read, receiver.received))
    assert len(door.announcements()) == 1
    output = capsys.readouterr().out
    service = logger.service
    assert values(output, "Tasks", service=service, outcome=NOT_TAKEN) == [1, 1]
    assert values(output, "Tasks", service=service, outcome=RETRIED) == []


def test_a_callback_that_nobody_takes_is_given_up(
    jobs: AppClient, door: Door, worker: TaskHandler, receiver: Receiver, log: io.StringIO
) -> None:
    """After as many tries as a task has, without a dead letter; the log has the host alone."""
    receiver.statuses = [503]
    made = make(jobs, callback=receiver.url)
    upload(made)
    assert work(door, worker) == MAX_RECEIVES - 1

    assert len(receiver.received) == MAX_RECEIVES
    assert door.receive(door.dlq_url) == []
    assert state(jobs, made)["status"] == "succeeded"
    [given_up] = [
        line
        for line in map(json.loads, log.getvalue().splitlines())
        if "status" in line and line["message"] == "callback given up"
    ]
    assert (given_up["host"], given_up["status"]) == ("localhost", 503)
    for private in ("/hooks", "of=ocr", str(receiver.port), _SECRET):
        assert private not in log.getvalue()


def test_an_address_that_is_gone_is_not_asked_again(
    jobs: AppClient, door: Door, worker: TaskHandler, receiver: Receiver
) -> None:
    """410 is how a receiver says that it wants no more, in Standard Webhooks."""
    receiver.statuses = [410]
    upload(make(jobs, callback=receiver.url))
    assert work(door, worker) == 0
    assert len(receiver.received) == 1


def test_no_callback_leads_to_a_private_address(
    served: Services, jobs: AppClient, door: Door, receiver: Receiver, log: io.StringIO
) -> None:
    """The worker as it is made elsewhere refuses this machine, once and for all."""
    worker = create_task_handler(served.settings, served.readers)
    made = make(jobs, callback=receiver.url)
    upload(made)
    assert work(door, worker) == 0
    assert receiver.received == []
    assert "callback refused" in log.getvalue()
    assert state(jobs, made)["status"] == "succeeded"


def test_a_job_that_was_deleted_calls_nobody(
    jobs: AppClient, door: Door, worker: TaskHandler, receiver: Receiver
) -> None:
    """Also where its callback was in the queue already."""
    made = make(jobs, callback=receiver.url)
    upload(made)
    [raw] = door.receive()
    worker.handle(as_message(raw), remaining_s=300)
    door.delete(raw)
    assert jobs.delete(f"/jobs/{made['id']}").status_code == 204
    assert work(door, worker) == 0
    assert receiver.received == []


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "ftp://example.com/",
        "//example.com/",
        "example.com",
        "https://",
        "https://SECRET@example.com/",
        "https://user:SECRET@example.com/",
        "https://example.com/#SECRET",
        f"https://example.com/{'x' * 2_048}",
        7,
    ],
)
def test_an_address_that_cannot_be_called_makes_no_job(jobs: AppClient, url: Any) -> None:
    """The problem says so, and not what it was."""
    response = jobs.post("/jobs", json={"content_type": "image/png", "callback": url})
    assert problem(response, 422, "invalid_option").startswith("callback: ")
    assert "SECRET" not in response.text


def test_who_has_no_secret_has_no_callback(services: Services, jobs: AppClient, door: Door) -> None:
    """A message that nobody can verify is not promised."""
    body = {"content_type": "image/png", "callback": "https://example.com/"}
    other = AppClient(jobs.app, token=_OTHER_TOKEN)
    none = AppClient(create_app(_served(services, door)), token=TOKEN)
    for client in (other, none):
        detail = problem(client.post("/jobs", json=body), 422, "invalid_option")
        assert detail.startswith("callback: there is no secret")
    assert jobs.post("/jobs", json=body).status_code == 201


def test_secrets_are_replaced_one_by_one(
    services: Services, door: Door, receiver: Receiver
) -> None:
    """While Secrets Manager has two of a client, messages are signed with both."""
    new = "whsec_" + base64.b64encode(bytes(range(24))).decode()
    manager = boto3.client("secretsmanager")
    made = manager.create_secret(
        Name=f"{door.uploads_bucket}-callbacks", SecretString=json.dumps({"django": [new, _SECRET]})
    )
    served = _served(services, door, callback_secret_id=made["ARN"])
    https = PublicHttps(context=receiver.context, allows=lambda address: address.is_loopback)
    worker = create_task_handler(served.settings, served.readers, https=https)
    upload(make(AppClient(create_app(served), token=TOKEN), callback=receiver.url))
    work(door, worker)

    [message] = receiver.received
    assert read(message, new) == read(message, _SECRET)
