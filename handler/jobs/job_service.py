"""Makes jobs, and says how far they are: from what stands in S3 and from nothing else."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from secrets import token_hex

from handler.adapters.object_store import ObjectHead, ObjectStore
from handler.callback_secrets import CallbackSecrets
from handler.correlation import METADATA_NAME
from handler.errors import (
    FormatNotMade,
    JobNotFinished,
    NotFound,
    StorageUnavailable,
    UploadExpired,
)
from handler.events.uploads import Upload
from handler.jobs.addresses import is_job_id, job_key
from handler.jobs.idempotency import id_of
from handler.jobs.job import (
    Job,
    JobRecord,
    JobRequest,
    JobStatus,
    NewJob,
    PageProgress,
    UploadForm,
)
from handler.jobs.job_store import JobStore
from handler.jobs.page_store import PageStore
from handler.jobs.request import metadata_name
from handler.jobs.result_store import Outcome, ResultStore, Status, result_key
from handler.jobs.source import Source
from handler.problem import problem_of
from ocr_core import OutputFormat
from ocr_core.errors import InvalidOption

# Hexadecimal digits of an id: 128 bits.
_ID_CHARS = 32
# An upload that began in time may end later.
_GRACE = timedelta(minutes=1)


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


class JobService:
    """The jobs of all clients. Every method raises ``StorageUnavailable`` when S3 fails."""

    def __init__(
        self,
        *,
        store: ObjectStore,
        records: JobStore,
        results: ResultStore,
        pages: PageStore,
        uploads_bucket: str,
        max_bytes: int,
        upload_s: int,
        result_s: int,
        secrets: CallbackSecrets | None = None,
        now: Callable[[], datetime] = _now,
    ) -> None:
        """Put the parts together.

        Args:
            store: where the documents are.
            records: what is kept of each job.
            results: where the results are.
            pages: what is kept of a document under way.
            uploads_bucket: where the documents go.
            max_bytes: of a document.
            upload_s: seconds for which the form of a job is good.
            result_s: seconds for which the address of a result is good.
            secrets: sign callbacks; without them there are none.
            now: the time.
        """
        self._store = store
        self._records = records
        self._results = results
        self._pages = pages
        self._uploads_bucket = uploads_bucket
        self._max_bytes = max_bytes
        self._upload_s = upload_s
        self._result_s = result_s
        self._secrets = secrets
        self._now = now

    def create(
        self, client: str, request: JobRequest, *, correlation_id: str, name: str | None = None
    ) -> NewJob:
        """Make a job of a client's, with a form that takes its document and nothing else.

        Args:
            client: who asks.
            request: what is to be done.
            correlation_id: goes with the document, into the worker's log.
            name: of the request; the same one again gives the same job, with a new form.

        Raises:
            IdempotencyMismatch: the client has given the name to another request.
            InvalidOption: a callback is asked for, and there is no secret to sign it with.
            TokensUnavailable: that cannot be found out.
        """
        if request.callback:
            self._check_secret(client)
        job_id = id_of(client, "job", name)[:_ID_CHARS] if name else token_hex(16)
        key = job_key(client, job_id)
        now = self._now()
        record = JobRecord(
            created_at=now,
            upload_expires_at=now + timedelta(seconds=self._upload_s),
            request=request.given() if name else None,
            client=client if request.callback else None,
            callback=str(request.callback) if request.callback else None,
        )
        status = JobStatus.AWAITING_UPLOAD
        if name:
            record, is_known = self._records.remember(key, record)
            status = self.find(client, job_id, request_id="").status if is_known else status
        else:
            self._records.save(key, record)
        metadata = {metadata_name(name): text for name, text in request.texts().items()}
        metadata[METADATA_NAME] = correlation_id
        url, fields = self._store.presigned_post(
            self._uploads_bucket,
            key,
            fields={
                "Content-Type": request.content_type.value,
                "success_action_status": "201",
                **{f"x-amz-meta-{name}": text for name, text in metadata.items()},
            },
            max_bytes=self._max_bytes,
            expires_s=self._upload_s,
        )
        return NewJob(
            id=job_id,
            status=status,
            created_at=record.created_at,
            upload=UploadForm(
                url=url,
                fields=dict(fields),
                expires_at=record.upload_expires_at,
                max_bytes=self._max_bytes,
            ),
        )

    def find(self, client: str, job_id: str, *, request_id: str) -> Job:
        """How far a job is.

        Args:
            client: who asks.
            job_id: as the client has it.
            request_id: names the question in the log.

        Raises:
            NotFound: the client has no such job.
        """
        key = job_key(client, job_id)
        record = self._record(key, job_id)
        if record.deleted:
            raise _unknown()
        head = self._store.head(self._uploads_bucket, key)
        if head is None:
            return self._without_document(job_id, record, request_id)
        return self._with_document(job_id, record, key, head)

    def delete(self, client: str, job_id: str) -> None:
        """Remove a job with its document and its results, and stop what is under way of it.

        Raises:
            NotFound: the client never had such a job. One that was deleted can be deleted again.
        """
        key = job_key(client, job_id)
        record = self._record(key, job_id)
        self._records.delete(Upload(bucket=self._uploads_bucket, key=key), record)

    def result_address(self, client: str, job: Job, output_format: OutputFormat) -> str:
        """An address that gives one result of a job, for a short time and to whoever has it.

        Raises:
            JobNotFinished: there is no result yet.
            FormatNotMade: there is none of this format.
        """
        if job.formats is None:
            raise JobNotFinished(
                f"The job is {job.status.value}. Poll GET /jobs/{job.id} until its status is "
                "succeeded."
            )
        if output_format not in job.formats:
            raise FormatNotMade(
                f"The job has results in {', '.join(sorted(job.formats))}. Request one of them; "
                "the `formats` of POST /jobs select those of a new job."
            )
        key = result_key(job_key(client, job.id), output_format)
        head = self._store.head(self._results.bucket, key)
        if head is None:
            raise _changing()
        return self._store.presigned_get(
            self._results.bucket,
            key,
            expires_s=self._result_s,
            content_type=head.content_type,
            file_name=f"document.{output_format.extension}",
        )

    def _check_secret(self, client: str) -> None:
        if self._secrets is None or not self._secrets.keys_of(client):
            raise InvalidOption(
                "callback: there is no secret to sign it with. Ask the operator for one, or leave "
                "it out and ask GET /jobs/{id}."
            )

    def _record(self, key: str, job_id: str) -> JobRecord:
        record = self._records.record(key) if is_job_id(job_id) else None
        if record is None:
            raise _unknown()
        return record

    def _without_document(self, job_id: str, record: JobRecord, request_id: str) -> Job:
        if self._now() <= record.upload_expires_at + _GRACE:
            return Job(id=job_id, status=JobStatus.AWAITING_UPLOAD, created_at=record.created_at)
        expired = UploadExpired(
            "No document was uploaded before the form expired, or it has been deleted since. "
            "Create a new job with POST /jobs."
        )
        return Job(
            id=job_id,
            status=JobStatus.FAILED,
            created_at=record.created_at,
            problem=problem_of(expired, request_id=request_id),
        )

    def _with_document(self, job_id: str, record: JobRecord, key: str, head: ObjectHead) -> Job:
        source = Source.of(Upload(bucket=self._uploads_bucket, key=key), head)
        # In this order: the worker writes the outcome first and then clears the rest, so what
        # is cleared while we look has an outcome by the time that we ask for it.
        plan = self._pages.plan(source)
        done = len(self._pages.done(source)) if plan else 0
        outcome = self._results.outcome(source)
        job = Job(id=job_id, status=JobStatus.QUEUED, created_at=record.created_at)
        is_open = outcome is not None and outcome.is_open(self._now())
        if outcome is not None and not is_open:
            return job.model_copy(update=self._ended(source, outcome))
        if plan is not None:
            progress = PageProgress(done=done, total=len(plan.pages))
            return job.model_copy(update={"status": JobStatus.RUNNING, "pages": progress})
        return job.model_copy(update={"status": JobStatus.RUNNING}) if is_open else job

    def _ended(self, source: Source, outcome: Outcome) -> dict[str, object]:
        if outcome.status is Status.SUCCEEDED:
            return {"status": JobStatus.SUCCEEDED, "formats": outcome.formats}
        problem = self._results.problem(source)
        if problem is None:
            raise _changing()
        return {"status": JobStatus.FAILED, "problem": problem}


def _unknown() -> NotFound:
    return NotFound(
        "Your token has no job with this id. Check the id that POST /jobs gave, and use the same "
        "token; jobs are deleted after some days."
    )


def _changing() -> StorageUnavailable:
    return StorageUnavailable("The result is being replaced. Try again in a moment.")
