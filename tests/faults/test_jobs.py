"""S3 in trouble while jobs are made and asked for: the real application, moto's S3."""

import io
from collections.abc import Callable
from typing import Any

import httpx
import pytest
import requests

from handler.app.factory import create_app
from handler.bootstrap import Services
from handler.token_source import create_token_source
from tests.client import AppClient
from tests.conftest import TOKEN
from tests.faults.conftest import Works
from tests.faults.trouble import DENIED, FAULTS
from tests.pdfs import text_pdf
from tests.s3_proxy import Answered

_DOCUMENT = text_pdf(["A page of a job."], pages=2)


@pytest.fixture
def client(works: Works, services: Services) -> AppClient:
    """Calls an application whose S3 is that of ``works``."""
    settings = works.door.settings(ocr_api_tokens={"django": TOKEN}, pages_per_task=1)
    tokens = create_token_source(settings)
    app = create_app(Services(settings, tokens, services.readers, services.runner))
    return AppClient(app, token=TOKEN)


def make(client: AppClient) -> httpx.Response:
    """Ask for a job."""
    return client.post("/jobs", json={"content_type": "application/pdf"})


def upload(works: Works, made: dict[str, Any], data: bytes) -> None:
    """Send the form of a job, past all trouble."""
    form = made["upload"]
    where = f"{works.door.endpoint}/{works.door.uploads_bucket}"
    files = {"file": ("document", data)}
    answer = requests.post(where, data=form["fields"], files=files, timeout=10)
    assert answer.status_code == 201, answer.text


def is_unavailable(answer: httpx.Response) -> bool:
    """Whether a client is told to come back, and nothing of what S3 said."""
    if answer.status_code < 400:
        return False
    assert answer.status_code == 503, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["retry-after"]
    assert answer.json()["code"] == "storage_unavailable"
    assert "Injected" not in answer.text
    return True


def refuse_each(works: Works, ask: Callable[[], httpx.Response]) -> httpx.Response:
    """Ask once for each request of S3 that it takes, with that one refused, and at last in peace.

    Also where S3 refuses to tell, the client gets that problem and no wrong answer.
    """
    works.s3.end()
    ask()
    for number in range(len(works.s3.seen)):
        works.s3.begin_at(DENIED, number)
        assert is_unavailable(ask())
    works.s3.end()
    answer = ask()
    assert answer.status_code < 400, answer.text
    return answer


def test_a_job_at_every_stage(works: Works, client: AppClient, log: io.StringIO) -> None:
    """Whatever S3 refuses, from the form to the address of the result, it is a 503 and no more."""
    made = refuse_each(works, lambda: make(client)).json()
    address = f"/jobs/{made['id']}"

    def status() -> str:
        return str(refuse_each(works, lambda: client.get(address)).json()["status"])

    assert status() == "awaiting_upload"
    upload(works, made, _DOCUMENT)
    assert status() == "queued"
    works.poller.poll(wait_s=0)
    assert status() == "running"
    works.drain()
    assert status() == "succeeded"
    result = refuse_each(works, lambda: client.get(f"{address}/result?format=text"))
    assert result.status_code == 303
    assert '"error_code":"AccessDenied"' in log.getvalue()
    assert "Injected" not in log.getvalue()
    assert works.door.results_bucket not in log.getvalue()


def test_a_job_that_failed(works: Works, client: AppClient) -> None:
    """Its problem is told, or that it cannot be told at the moment."""
    made = make(client).json()
    upload(works, made, b"%PDF-1.7 and no more")
    works.drain()
    job = refuse_each(works, lambda: client.get(f"/jobs/{made['id']}")).json()
    assert (job["status"], job["problem"]["code"]) == ("failed", "unreadable_pdf")


@pytest.mark.parametrize("fault", FAULTS)
def test_every_kind_of_trouble(works: Works, client: AppClient, fault: str) -> None:
    """Making and asking for a job are answered, and the next time is as if nothing had been."""
    works.s3.begin(FAULTS[fault])
    assert is_unavailable(make(client))
    works.s3.end()
    made = make(client).json()
    works.s3.begin(FAULTS[fault])
    assert is_unavailable(client.get(f"/jobs/{made['id']}"))
    works.s3.end()
    assert client.get(f"/jobs/{made['id']}").json()["status"] == "awaiting_upload"


def test_what_is_no_s3_is_not_believed(works: Works, client: AppClient) -> None:
    """A list of pages that is none is a problem of the storage, and no fault of ours."""
    made = make(client).json()
    upload(works, made, _DOCUMENT)
    works.poller.poll(wait_s=0)
    works.s3.begin(
        Answered(b"<html>no"), lambda request: request.method == "GET" and not request.key
    )
    assert is_unavailable(client.get(f"/jobs/{made['id']}"))
