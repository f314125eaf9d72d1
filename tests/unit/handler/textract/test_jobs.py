"""What Get says of a job, by what the worker has written: over S3's real protocol."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from handler.adapters.object_store import ObjectStore
from handler.events.uploads import Upload
from handler.jobs.result_store import LONGEST_TRY, ResultStore
from handler.jobs.source import Source
from handler.problem import Problem
from handler.textract.jobs import TextractJobs
from handler.textract.requests import GetJob, StartDocumentTextDetection
from ocr_core import Deadline, DocumentReader, OcrOptions, OutputFormat, render_document
from tests.aws import Door
from tests.images import LINES, hello_png

_KEY = "scan.png"
_GIVEN_UP = Problem.of("processing_failed", "Each try was stopped.", request_id="1")


class Clock:
    """A time that a test sets."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture
def clock() -> Clock:
    """The time as it is."""
    return Clock()


@pytest.fixture
def results(door: Door) -> ResultStore:
    """Where the worker writes."""
    return ResultStore(ObjectStore(), door.results_bucket)


@pytest.fixture
def jobs(door: Door, results: ResultStore, clock: Clock) -> TextractJobs:
    """The jobs of Amazon Textract's clients, with a document."""
    door.s3.put_object(Bucket=door.uploads_bucket, Key=_KEY, Body=hello_png())
    return TextractJobs(
        store=ObjectStore(), results=results, uploads_bucket=door.uploads_bucket, now=clock
    )


@pytest.fixture
def source(jobs: TextractJobs, door: Door) -> Source:
    """The document, as the worker knows it."""
    head = ObjectStore().head(door.uploads_bucket, _KEY)
    assert head is not None
    return Source.of(Upload(bucket=door.uploads_bucket, key=_KEY), head)


@pytest.fixture
def job_id(jobs: TextractJobs, door: Door) -> str:
    """A job that was started."""
    where = {"S3Object": {"Bucket": door.uploads_bucket, "Name": _KEY}}
    asked = StartDocumentTextDetection.model_validate({"DocumentLocation": where})
    return jobs.start("django", asked, analyzes=False)["JobId"]


def get(jobs: TextractJobs, job_id: str) -> dict[str, Any]:
    """How far the job is."""
    asked = GetJob.model_validate({"JobId": job_id})
    return jobs.get("django", asked, analyzes=False, version_member="Version")


def test_a_last_try_that_is_under_way_is_no_failure(
    jobs: TextractJobs, results: ResultStore, source: Source, job_id: str, clock: Clock
) -> None:
    """Clients stop asking at FAILED. Once no try can take so long, it has failed."""
    results.fail(source, _GIVEN_UP, provisional=True, is_over=False)
    assert get(jobs, job_id) == {"JobStatus": "IN_PROGRESS"}

    clock.ahead = LONGEST_TRY + timedelta(seconds=2)
    assert get(jobs, job_id)["JobStatus"] == "FAILED"


def test_a_last_try_that_has_ended_is_a_failure(
    jobs: TextractJobs, results: ResultStore, source: Source, job_id: str
) -> None:
    """With a message, which clients need."""
    results.fail(source, _GIVEN_UP, provisional=True)
    assert get(jobs, job_id) == {
        "JobStatus": "FAILED",
        "StatusMessage": "InternalServerError: Each try was stopped.",
    }


def test_a_last_try_may_still_succeed(
    jobs: TextractJobs,
    results: ResultStore,
    source: Source,
    job_id: str,
    reader: DocumentReader,
) -> None:
    """What was written before it began counts no more."""
    results.fail(source, _GIVEN_UP, provisional=True, is_over=False)
    document = reader.read(hello_png(), OcrOptions(), deadline=Deadline.never())
    formats = (OutputFormat.TEXT, OutputFormat.JSON)
    results.publish(
        source, {each: render_document(document, each, original=b"") for each in formats}
    )

    answer = get(jobs, job_id)
    assert answer["JobStatus"] == "SUCCEEDED"
    lines = [each["Text"] for each in answer["Blocks"] if each["BlockType"] == "LINE"]
    assert lines == list(LINES)


@pytest.mark.parametrize("change", ["replaced", "deleted"])
def test_a_document_that_is_not_there_any_more_has_failed(
    jobs: TextractJobs, door: Door, job_id: str, change: str
) -> None:
    """Its result would be another one's."""
    if change == "replaced":
        door.s3.put_object(Bucket=door.uploads_bucket, Key=_KEY, Body=b"another")
    else:
        door.s3.delete_object(Bucket=door.uploads_bucket, Key=_KEY)
    answer = get(jobs, job_id)
    assert answer["JobStatus"] == "FAILED"
    assert answer["StatusMessage"].startswith("InvalidS3ObjectException: ")


def test_a_job_that_nobody_did_has_failed_in_the_end(
    jobs: TextractJobs, job_id: str, clock: Clock
) -> None:
    """No task outlives the queues' two weeks, so nothing will come."""
    assert get(jobs, job_id) == {"JobStatus": "IN_PROGRESS"}
    clock.ahead = timedelta(days=14, seconds=2)
    assert get(jobs, job_id)["JobStatus"] == "FAILED"
