"""The asynchronous operations, over documents in the bucket of uploads.

Every document there is read by the worker, whoever put it there, so starting a job is to remember
which document is meant. The blocks of one that is done are written down once, in parts, so that
each of the many calls that fetch them reads one part.
"""

import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import BaseModel, ConfigDict

from handler.adapters.object_store import ObjectStore
from handler.errors import InvalidS3Object, StorageUnavailable, UnknownJob
from handler.events.uploads import Upload
from handler.jobs.addresses import is_job
from handler.jobs.idempotency import id_of, remember
from handler.jobs.result_store import ResultStore, Status, result_key
from handler.jobs.source import Source
from handler.textract.blocks import blocks_of
from handler.textract.errors import ERRORS
from handler.textract.features import Feature
from handler.textract.reading import answer_body, as_json
from handler.textract.requests import GetJob, StartDocumentTextDetection
from handler.textract.requests import S3Object as S3ObjectMember
from ocr_core import Document, OutputFormat

# In the bucket of results; a lifecycle rule removes what is old.
PREFIX = "_textract/"
_JSON = "application/json"
# What an answer has at the most (API reference, GetDocumentTextDetection).
_MAX_RESULTS = 1_000
# A task is tried for so long at the most (template.yaml): then nothing will come.
_GIVEN_UP = timedelta(days=14)


class JobRecord(BaseModel):
    """What is kept of a job: whose it is, and of which document."""

    model_config = ConfigDict(frozen=True)

    client: str
    analyzes: bool
    """Whether it was started with StartDocumentAnalysis."""
    features: tuple[Feature, ...]
    source: Source
    created_at: datetime
    tag: str | None = None

    @property
    def identity(self) -> tuple[object, ...]:
        """What has to be the same for a request to be the same."""
        return (self.analyzes, self.features, self.source.fingerprint, self.tag)


class Part(BaseModel):
    """Some blocks of a result, and how many pages and blocks the whole has."""

    pages: int
    total: int
    blocks: tuple[dict[str, Any], ...]


class TextractJobs:
    """Jobs of all clients. Every method raises ``StorageUnavailable`` when S3 fails."""

    def __init__(
        self,
        *,
        store: ObjectStore,
        results: ResultStore,
        uploads_bucket: str,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Put the parts together.

        Args:
            store: where documents and results are.
            results: says what became of a document.
            uploads_bucket: where documents may be.
            now: the time.
        """
        self._store = store
        self._results = results
        self._uploads_bucket = uploads_bucket
        self._now = now

    def document(self, where: S3ObjectMember, *, max_bytes: int) -> bytes:
        """The bytes of a document.

        Raises:
            InvalidS3Object: it is not there, not in the bucket of uploads, or too large for a call.
        """
        source, size_bytes = self._source(where)
        if size_bytes > max_bytes:
            raise InvalidS3Object(
                f"The object has more than {max_bytes:,} bytes. Use StartDocumentTextDetection."
            )
        data = source.read(self._store)
        if data is None:
            raise InvalidS3Object("The object has been replaced or deleted. Try again.")
        return data

    def start(
        self, client: str, request: StartDocumentTextDetection, *, analyzes: bool
    ) -> dict[str, str]:
        """Begin a job: ``{"JobId"}``.

        Args:
            client: who asks.
            request: what is asked for.
            analyzes: whether with StartDocumentAnalysis.

        Raises:
            InvalidS3Object: there is no such document.
            IdempotencyMismatch: its token was used for another one.
        """
        source, _ = self._source(request.document_location.s3_object)
        token = request.client_request_token or secrets.token_hex(16)
        job_id = id_of(client, analyzes, token)
        record = JobRecord(
            client=client,
            analyzes=analyzes,
            features=request.features,
            source=source,
            created_at=self._now(),
            tag=request.job_tag,
        )
        remember(
            self._store,
            self._results.bucket,
            _record_key(job_id),
            record,
            identity=lambda each: each.identity,
        )
        return {"JobId": job_id}

    def get(
        self, client: str, request: GetJob, *, analyzes: bool, version_member: str
    ) -> dict[str, Any]:
        """How far a job is, and some of its blocks once it is done.

        Args:
            client: who asks.
            request: which job, and from which block on.
            analyzes: whether with GetDocumentAnalysis.
            version_member: what the version of the model is called.

        Raises:
            UnknownJob: the client has none of this id and kind.
        """
        record = self._record(request.job_id)
        if record is None or record.client != client or record.analyzes != analyzes:
            raise UnknownJob(
                "This client has not started a job with this id by the matching Start operation, "
                "or the job has expired."
            )
        outcome = self._results.outcome(record.source)
        if outcome is None or outcome.is_open(self._now()):
            return self._unfinished(record)
        if outcome.status is Status.FAILED:
            return _failed(outcome.code or "processing_failed", self._reason(record.source))
        return self._page(request, record, version_member)

    def _source(self, where: S3ObjectMember) -> tuple[Source, int]:
        """The document that is there now, and its size in bytes."""
        if where.bucket != self._uploads_bucket or is_job(where.name):
            raise InvalidS3Object(
                "Only documents in the stack's uploads bucket can be read, outside of its folder "
                "of jobs. Upload the document there."
            )
        head = self._store.head(where.bucket, where.name)
        if head is None:
            raise InvalidS3Object("The bucket has no object with this name. Check the key.")
        if where.version and where.version != head.version_id:
            raise InvalidS3Object("Version is not the newest version of the object. Leave it out.")
        return Source.of(Upload(bucket=where.bucket, key=where.name), head), head.size_bytes

    def _record(self, job_id: str) -> JobRecord | None:
        body = self._store.get(self._results.bucket, _record_key(job_id))
        return JobRecord.model_validate_json(body) if body is not None else None

    def _unfinished(self, record: JobRecord) -> dict[str, Any]:
        if not record.source.is_current(self._store):
            return _failed("invalid_s3_object", "The object was replaced or deleted meanwhile.")
        if self._now() - record.created_at > _GIVEN_UP:
            return _failed("processing_failed", "The document was not read in time. Start again.")
        return {"JobStatus": "IN_PROGRESS"}

    def _reason(self, source: Source) -> str:
        problem = self._results.problem(source)
        return problem.detail if problem else "The document could not be read."

    def _page(self, request: GetJob, record: JobRecord, version_member: str) -> dict[str, Any]:
        number, offset = divmod(request.start, _MAX_RESULTS)
        part = self._part(request.job_id, number, record)
        blocks = part.blocks[offset : offset + min(request.max_results, _MAX_RESULTS)]
        end = request.start + len(blocks)
        answer = {"JobStatus": "SUCCEEDED", **answer_body(part.pages, blocks, version_member)}
        if blocks and end < part.total:
            answer["NextToken"] = str(end)
        return answer

    def _part(self, job_id: str, number: int, record: JobRecord) -> Part:
        key = _part_key(job_id, number)
        body = self._store.get(self._results.bucket, key)
        if body is None:
            self._write_parts(job_id, record)
            body = self._store.get(self._results.bucket, key)
        # Behind the last block there is nothing, and the first part says so.
        return Part.model_validate_json(body) if body else self._part(job_id, 0, record)

    def _write_parts(self, job_id: str, record: JobRecord) -> None:
        key = result_key(record.source.key, OutputFormat.JSON)
        body = self._store.get(self._results.bucket, key)
        if body is None:
            raise StorageUnavailable("The result is being replaced. Try again in a moment.")
        document = Document.model_validate_json(body)
        blocks = blocks_of(document, record.features)
        for number in range(0, max(1, -(-len(blocks) // _MAX_RESULTS))):
            part = {
                "pages": len(document.pages),
                "total": len(blocks),
                "blocks": _slice(blocks, number),
            }
            self._store.put(
                self._results.bucket, _part_key(job_id, number), as_json(part), content_type=_JSON
            )


def _slice(blocks: Sequence[dict[str, Any]], number: int) -> Sequence[dict[str, Any]]:
    return blocks[number * _MAX_RESULTS : (number + 1) * _MAX_RESULTS]


def _failed(code: str, message: str) -> dict[str, Any]:
    """A status without StatusMessage makes textract-caller fail with a KeyError."""
    return {"JobStatus": "FAILED", "StatusMessage": f"{ERRORS[code].name}: {message}"}


def _record_key(job_id: str) -> str:
    return f"{PREFIX}{job_id}/job.json"


def _part_key(job_id: str, number: int) -> str:
    return f"{PREFIX}{job_id}/{number:06}.json"
