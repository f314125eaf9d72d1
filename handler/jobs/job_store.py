"""What is kept of a job: its record, and with it the document, the results and the pages."""

import json

from handler.adapters.object_store import ObjectStore
from handler.events.uploads import Upload
from handler.jobs.addresses import job_id_of
from handler.jobs.idempotency import remember
from handler.jobs.job import JobRecord
from handler.jobs.page_store import PageStore
from handler.jobs.result_store import ResultStore
from handler.jobs.source import Source

_JSON = "application/json"


class JobStore:
    """The records of all jobs, by the keys of their documents.

    Every method raises ``StorageUnavailable`` when S3 fails.
    """

    def __init__(self, *, store: ObjectStore, results: ResultStore, pages: PageStore) -> None:
        """Put the parts together.

        Args:
            store: where all of it is.
            results: of the documents.
            pages: what is kept of a document under way.
        """
        self._store = store
        self._results = results
        self._pages = pages

    def record(self, key: str) -> JobRecord | None:
        """The record of a job; ``None`` when there is none. It may be of one that was deleted."""
        body = self._store.get(self._results.bucket, _record_key(key))
        return JobRecord.model_validate_json(body) if body is not None else None

    def save(self, key: str, record: JobRecord) -> None:
        """Write the record of a job."""
        body = record.model_dump_json().encode()
        self._store.put(self._results.bucket, _record_key(key), body, content_type=_JSON)

    def remember(self, key: str, record: JobRecord) -> tuple[JobRecord, bool]:
        """Write the record of a job whose request has a name, unless it is known.

        Returns:
            The record that counts, and whether it is an older one's, with more time to upload.

        Raises:
            IdempotencyMismatch: another request has this name.
        """
        return remember(
            self._store,
            self._results.bucket,
            _record_key(key),
            record,
            identity=lambda each: None if each.deleted else json.dumps(each.request),
            renew=lambda known: known.model_copy(
                update={"upload_expires_at": record.upload_expires_at}
            ),
        )

    def is_deleted(self, key: str) -> bool:
        """Whether a document belongs to a job that was deleted."""
        record = self.record(key) if job_id_of(key) else None
        return record is not None and record.deleted

    def delete(self, upload: Upload, record: JobRecord) -> None:
        """Mark a job as deleted, and remove what there is of it.

        The mark comes first and stays until the record expires, so that a document that is
        uploaded later is not read. Without its document, a task under way takes back what it
        writes.
        """
        kept = record.model_dump(include={"created_at", "upload_expires_at"})
        self.save(upload.key, JobRecord(**kept, deleted=True))
        self.remove(upload)

    def remove(self, upload: Upload) -> None:
        """Remove document, results and pages of a job; what is gone already is well."""
        head = self._store.head(upload.bucket, upload.key)
        self._store.delete(upload.bucket, upload.key)
        self._results.remove(upload.key)
        if head is not None:
            self._pages.clear(Source.of(upload, head))


def _record_key(key: str) -> str:
    """No result is called like this."""
    return f"{key}.job"
