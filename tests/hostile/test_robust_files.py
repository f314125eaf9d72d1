"""Every file that others have found to break decoders, through every entry.

``HOSTILE_EVERY=1`` takes all of them, which takes a while; else one in thirty-two, those
that have brought us trouble always.
"""

import io
import json
import os
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
import httpx
import pytest

from local.sample import SAMPLE_LINES, sample_png
from tests import server
from tests.hostile.outcomes import Outcomes
from tests.process_tree import Peak, ProcessTree, watched

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

EVERY = int(os.environ.get("HOSTILE_EVERY") or 32)
DEADLINE_S = 60
# For a process that serves and one that reads.
PEAK_BYTES = 1_500_000_000
# Alone on their kind, or the cause of a fault that was mended.
ALWAYS = (
    *("200MP.heic", "lottapixel.jpg", "decompression_bomb.gif", "crash", "oom-", "timeout"),
    *("enormous", "hugemono", "cyclic", "fuzz", "exploit", "msl", "mvg"),
)
# What a client may be told of a file; a text, or the reason why there is none.
ALLOWED = {
    *("200", "400 unreadable_image", "400 unreadable_pdf", "400 pdf_without_pages"),
    *("413 image_too_large", "413 too_many_pages", "413 upload_too_large"),
    *("413 response_too_large", "422 password_required"),
}


@dataclass(frozen=True)
class Site:
    """The service of ``make run`` under watch, in a folder for its temporary files."""

    client: httpx.Client
    s3_url: str
    processes: ProcessTree
    peak: Peak
    temporary: Path


@pytest.fixture(scope="module")
def files(corpus: Path) -> list[Path]:
    """All files, or a share that is always the same."""
    found = sorted(path for path in (corpus / "robust").rglob("*") if path.is_file())
    assert len(found) > 500
    return [path for path in found if _is_chosen(path)]


def _is_chosen(path: Path) -> bool:
    name = path.name.lower()
    known = any(part.lower() in name for part in ALWAYS)
    return EVERY == 1 or known or zlib.crc32(name.encode()) % EVERY == 0


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One that has answered already: what is loaded once is loaded."""
    temporary = tmp_path_factory.mktemp("tmp")
    settings = {"DEADLINE_S": str(DEADLINE_S), "TMPDIR": str(temporary)}
    s3_port = server.free_port()
    with (
        server.running({**settings, "S3_PORT": str(s3_port)}) as running,
        httpx.Client(
            base_url=running.url, headers=running.headers, timeout=DEADLINE_S + 60
        ) as client,
    ):
        processes = ProcessTree(running.process.pid)
        with watched(processes) as peak:
            yield Site(client, f"http://127.0.0.1:{s3_port}", processes, peak, temporary)


def _outcome(response: httpx.Response) -> str:
    if response.status_code == httpx.codes.OK:
        return "200"
    assert response.headers["content-type"] == "application/problem+json", response.text[:200]
    return f"{response.status_code} {response.json()['code']}"


def _read_sample(site: Site) -> None:
    response = site.client.post("/", files={"file": io.BytesIO(sample_png())})
    assert response.json()["results"] == list(SAMPLE_LINES)


@pytest.mark.parametrize("path", ["/", "/img-echo/"])
def test_every_file_gets_a_text_or_its_reason(site: Site, files: list[Path], path: str) -> None:
    """Never a fault of the service, nothing left behind, and the next request is served."""
    _read_sample(site)
    before = sorted(site.temporary.rglob("*"))
    open_files = site.processes.files
    threads = site.processes.threads
    outcomes = Outcomes()
    wrong = []
    for file in files:
        response = site.client.post(path, files={"file": (file.name, file.read_bytes())})
        outcome = _outcome(response)
        outcomes.add(file.parent.name, outcome)
        if outcome not in ALLOWED:
            wrong.append(f"{file.parent.name}/{file.name}: {outcome}")
        if path == "/img-echo/" and outcome == "200":
            assert response.content == file.read_bytes()
    print(f"\nPOST {path}\n{outcomes.table()}")
    assert wrong == []
    _read_sample(site)
    assert sorted(site.temporary.rglob("*")) == before
    assert site.processes.files == open_files
    # A process for each request and one for the bucket, each with its threads, come with the first
    # that need them.
    cores = os.cpu_count() or 1
    most = threads + (cores + 1) * (2 * cores + 1)
    assert site.processes.settled_threads(most) <= most
    assert site.peak.memory_bytes < PEAK_BYTES


def test_every_file_in_the_bucket_ends_in_a_result_or_its_reason(
    site: Site, files: list[Path]
) -> None:
    """Nothing is without an end, and nothing is among the dead letters."""
    s3 = boto3.client(
        "s3",
        endpoint_url=site.s3_url,
        aws_access_key_id="any",
        aws_secret_access_key="any",
        region_name="us-east-1",
    )
    keys = {}
    for number, file in enumerate(files):
        key = f"{number:04}/{file.parent.name}/{file.name}"
        s3.upload_file(str(file), "ocr-uploads", key)
        keys[key] = file
    found = _results(s3, set(keys))
    outcomes = Outcomes()
    wrong = []
    for key, file in keys.items():
        outcome = "read"
        if f"{key}.error.json" in found:
            body = s3.get_object(Bucket="ocr-results", Key=f"{key}.error.json")["Body"].read()
            problem = json.loads(body)
            outcome = f"{problem['status']} {problem['code']}"
        outcomes.add(file.parent.name, outcome)
        if outcome != "read" and outcome not in ALLOWED:
            wrong.append(f"{key}: {outcome}")
    print(f"\nS3\n{outcomes.table()}")
    assert wrong == []
    _read_sample(site)
    assert site.peak.memory_bytes < PEAK_BYTES


def _results(s3: "S3Client", keys: set[str]) -> set[str]:
    """The keys of all results, once each document has one."""
    ends_s = time.monotonic() + 60 + 10 * len(keys)
    while time.monotonic() < ends_s:
        pages = s3.get_paginator("list_objects_v2").paginate(Bucket="ocr-results")
        found = {item["Key"] for page in pages for item in page.get("Contents", ())}
        if all(f"{key}.json" in found or f"{key}.error.json" in found for key in keys):
            return found
        time.sleep(2)
    raise AssertionError(sorted(key for key in keys if f"{key}.json" not in found))
