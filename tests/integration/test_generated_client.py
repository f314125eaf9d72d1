"""A client that openapi-python-client generates from docs/openapi.json, on the real service."""

import importlib
import io
import os
import pkgutil
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from handler.bootstrap import Services
from local.openapi import OPENAPI
from local.sample import SAMPLE_LINES
from tests.conftest import ROOT
from tests.images import LINES, TEXT, encode, hello, hello_png
from tests.server import Server, running

_PACKAGE = "ocr_client"
PAGE = (ROOT / "docs/clients.md").read_text(encoding="utf-8")
_CONFIG = ROOT / "docs" / "openapi-python-client.yaml"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """The package that is generated, with all its modules loaded; no warning is let through."""
    folder: Path = tmp_path_factory.mktemp("client")
    run = subprocess.run(
        [
            *(sys.executable, "-m", "openapi_python_client", "generate", "--fail-on-warning"),
            *("--path", str(OPENAPI), "--config", str(_CONFIG)),
            *("--meta", "none", "--output-path", str(folder / _PACKAGE)),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout
    assert "WARNING" not in run.stdout
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        made = importlib.import_module(_PACKAGE)
        for module in pkgutil.walk_packages(made.__path__, f"{_PACKAGE}."):
            importlib.import_module(module.name)
        yield made


@pytest.fixture(scope="module")
def server(services: Services) -> Iterator[Server]:
    """A server for the module; ``services`` skips where there is no engine."""
    with running() as started:
        yield started


@pytest.fixture
def client(package: Any, server: Server) -> Iterator[Any]:
    """A client with a good token; what is not described raises."""
    with package.AuthenticatedClient(
        base_url=server.url, token=server.token, timeout=300, raise_on_unexpected_status=True
    ) as made:
        yield made


def upload(package: Any, data: bytes) -> Any:
    """A form with a file."""
    file = package.types.File(payload=io.BytesIO(data), file_name="page.png", mime_type="image/png")
    return package.models.Upload(file=file)


def test_the_example_of_the_page_runs(package: Any, server: Server) -> None:
    """What docs/clients.md shows of the client prints the text of the sample."""
    blocks = re.findall(r"^```python\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)
    (example,) = (block for block in blocks if _PACKAGE in block)
    said = subprocess.run(
        [sys.executable, "-c", example],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": str(Path(package.__file__).parents[1]),
            "OCR_URL": f"{server.url}/",
            "OCR_API_TOKEN": server.token,
        },
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    assert said.stdout.split() == " ".join(SAMPLE_LINES).split()


def test_every_operation_has_a_function(package: Any) -> None:
    """By the tags and the ids of the document."""
    found = {
        module.name.removeprefix(f"{_PACKAGE}.api.")
        for module in pkgutil.walk_packages(package.api.__path__, f"{_PACKAGE}.api.")
        if not module.ispkg
    }
    assert found == {
        *("ocr.read_text", "ocr.echo_image", "service.list_languages", "service.get_health"),
        *("jobs.create_job", "jobs.get_job", "jobs.get_job_result", "jobs.delete_job"),
    }


def test_it_reads_an_image(package: Any, client: Any) -> None:
    """As a form and as a body of its own; without options the answer is lines and text."""
    read = package.api.ocr.read_text
    found = read.sync(client=client, body=upload(package, hello_png()))
    assert isinstance(found, package.models.Results)
    assert (found.results, found.original) == (list(LINES), TEXT)
    raw = package.types.File(payload=io.BytesIO(hello_png()))
    assert read.sync(client=client, body=raw) == found


def test_it_reads_the_whole_document(package: Any, client: Any) -> None:
    """Pages, lines, words and boxes are typed, and options go along by their names."""
    document = package.api.ocr.read_text.sync(
        client=client,
        body=upload(package, hello_png()),
        format_="json",
        languages="eng",
        psm=package.models.PageSegMode.SINGLE_BLOCK,
        rotate=package.models.Step.OFF,
        dpi=150,
    )
    assert isinstance(document, package.models.Document)
    assert document.text == TEXT
    assert document.media_type == "image/png"
    (page,) = document.pages
    assert page.dpi == 150
    (block,) = page.blocks
    lines = [line for paragraph in block.paragraphs for line in paragraph.lines]
    assert [line.text for line in lines] == list(LINES)
    word = lines[0].words[0]
    assert isinstance(word.box, package.models.BoundingBox)
    assert (word.text, word.confidence > 80) == ("Hello", True)


def test_it_fetches_another_format(package: Any, client: Any) -> None:
    """What is not JSON comes by the HTTP client that it is made of, as docs/clients.md says."""
    answer = client.get_httpx_client().post(
        "/", params={"format": "tsv"}, files={"file": ("page.png", hello_png())}
    )
    assert answer.headers["content-type"].startswith("text/tab-separated-values")
    assert "Hello" in answer.text


def test_it_echoes_an_image(package: Any, client: Any) -> None:
    """The bytes come back as they are, of whatever kind they are."""
    for kind in ("PNG", "GIF"):
        data = encode(hello(mode="L"), kind)
        back = package.api.ocr.echo_image.sync(client=client, body=upload(package, data))
        assert back.payload.read() == data


def test_it_knows_problems(package: Any, server: Server, client: Any) -> None:
    """A problem is an answer like any other, with its code."""
    read = package.api.ocr.read_text
    with package.AuthenticatedClient(base_url=server.url, token="wrong") as stranger:
        refused = read.sync_detailed(client=stranger, body=upload(package, hello_png()))
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"].startswith("Bearer ")
    assert isinstance(refused.parsed, package.models.Problem)
    assert refused.parsed.code == "invalid_token"
    wrong = read.sync_detailed(client=client, body=upload(package, hello_png()), languages="xyz")
    assert wrong.status_code == wrong.parsed.status == 422
    assert wrong.parsed.code == "unknown_language"
    assert wrong.parsed.request_id == wrong.headers["x-request-id"]
    unreadable = read.sync(client=client, body=upload(package, b"no image"))
    assert unreadable.code == "unreadable_image"


def test_it_asks_what_the_service_is(package: Any, client: Any) -> None:
    """Languages with the token, health without one."""
    languages = package.api.service.list_languages.sync(client=client)
    assert languages.default == "eng"
    assert "eng" in languages.languages
    with package.Client(base_url=client.get_httpx_client().base_url) as nobody:
        health = package.api.service.get_health.sync(client=nobody)
    assert (health.status, health.engine.name) == ("ok", "tesserocr")


def test_it_runs_a_job(package: Any, client: Any) -> None:
    """It makes one, uploads, asks until it has ended, fetches the results and deletes it."""
    jobs, models = package.api.jobs, package.models
    request = models.JobRequest(
        content_type=models.MediaType.IMAGEPNG, formats=[models.OutputFormat.HOCR]
    )
    new = jobs.create_job.sync(client=client, body=request, idempotency_key="a-job")
    assert jobs.create_job.sync(client=client, body=request, idempotency_key="a-job").id == new.id
    assert new.status is models.JobStatus.AWAITING_UPLOAD
    early = jobs.get_job_result.sync(new.id, client=client)
    assert early.code == "job_not_finished"
    fields = new.upload.fields.to_dict()
    form = httpx.post(new.upload.url, data=fields, files={"file": hello_png()}, timeout=60)
    assert form.status_code == 201, form.text

    job = _ended(jobs, models, client, new.id)

    assert job.status is models.JobStatus.SUCCEEDED
    assert set(job.formats) == {
        models.OutputFormat.HOCR,
        models.OutputFormat.JSON,
        models.OutputFormat.TEXT,
    }
    result = jobs.get_job_result.sync_detailed(
        new.id, client=client, format_=models.OutputFormat.TEXT
    )
    assert result.status_code == 303
    assert httpx.get(result.headers["location"], timeout=60).text.strip() == TEXT
    missing = jobs.get_job_result.sync(new.id, client=client, format_=models.OutputFormat.PDF)
    assert missing.code == "format_not_made"
    assert jobs.delete_job.sync_detailed(new.id, client=client).status_code == 204
    assert jobs.get_job.sync(new.id, client=client).code == "not_found"
    assert jobs.get_job.sync("0" * 32, client=client).code == "not_found"


def _ended(jobs: Any, models: Any, client: Any, job_id: str) -> Any:
    """The job, once it has ended; each time after as long as the service asks for."""
    for _ in range(60):
        answer = jobs.get_job.sync_detailed(job_id, client=client)
        if answer.parsed.status in (models.JobStatus.SUCCEEDED, models.JobStatus.FAILED):
            return answer.parsed
        time.sleep(int(answer.headers["retry-after"]))
    raise AssertionError(f"the job has not ended: {answer.parsed}")
