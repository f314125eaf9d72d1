"""Tells a client's own address that its job has ended."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict

from handler.adapters.public_https import AddressRefused, NoAnswer, PublicHttps
from handler.adapters.task_queue import TaskQueue
from handler.callback_secrets import CallbackSecrets
from handler.jobs.addresses import job_id_of
from handler.jobs.attempt import Attempt
from handler.jobs.idempotency import id_of
from handler.jobs.job_store import JobStore
from handler.jobs.result_store import Outcome, Status
from handler.jobs.source import Source
from handler.jobs.webhook_signature import signed_headers
from handler.logs import logger

_TAKEN = range(200, 300)
_USER_AGENT = "ocr-callbacks"


class CallbackTask(BaseModel):
    """A message to ourselves: tell of this job. Whom, stands in its record."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ocr_task: Literal["callback"] = "callback"
    key: str
    """Of the job's document."""
    status: Status
    message_id: str
    """The same for the same news."""
    ended_at: datetime


class CallbackFailed(Exception):
    """The address did not take the message: it is sent again."""


class Callbacks:
    """Queues callbacks, and sends them."""

    def __init__(
        self,
        *,
        jobs: JobStore,
        queue: TaskQueue,
        secrets: CallbackSecrets,
        https: PublicHttps,
    ) -> None:
        """Put the parts together.

        Args:
            jobs: know which address is to be told.
            queue: has each callback sent, and sent again.
            secrets: sign.
            https: what sends.
        """
        self._jobs = jobs
        self._queue = queue
        self._secrets = secrets
        self._https = https

    def announce(self, source: Source, outcome: Outcome) -> None:
        """Queue the callback of a job that has one.

        Raises:
            StorageUnavailable: the queue does not take it.
        """
        record = self._jobs.record(source.key) if job_id_of(source.key) else None
        if record is None or record.callback is None or record.deleted:
            return
        task = CallbackTask(
            key=source.key,
            status=outcome.status,
            message_id=f"msg_{id_of(source.key, source.fingerprint, outcome.status)[:32]}",
            ended_at=datetime.now(UTC).replace(microsecond=0),
        )
        self._queue.send([task.model_dump_json()])

    def send(self, task: CallbackTask, attempt: Attempt) -> None:
        """Send a callback; after the last try it is given up, since the client can still ask.

        Raises:
            CallbackFailed: it has to be sent again.
            StorageUnavailable, TokensUnavailable: what is needed for it cannot be read.
        """
        record = self._jobs.record(task.key)
        if record is None or record.callback is None or record.client is None or record.deleted:
            logger.info("the job is gone, and its callback with it")
            return
        keys = self._secrets.keys_of(record.client)
        if not keys:
            logger.error("callback given up: no secret", extra={"client": record.client})
            return
        said: dict[str, object] = {"host": urlsplit(record.callback).hostname}
        try:
            said["status"] = status = self._post(record.callback, task, keys)
        except AddressRefused:
            logger.warning("callback refused: the address is not public", extra=said)
            return
        if status in _TAKEN:
            logger.info("callback sent", extra=said)
        elif status == HTTPStatus.GONE or attempt.is_last:
            logger.warning("callback given up", extra=said)
        else:
            raise CallbackFailed

    def _post(self, url: str, task: CallbackTask, keys: Sequence[bytes]) -> int | None:
        """The status of the answer; ``None`` for none."""
        body = json.dumps(
            {
                "type": f"job.{task.status}",
                "timestamp": task.ended_at.isoformat().replace("+00:00", "Z"),
                "data": {"id": job_id_of(task.key), "status": task.status},
            }
        )
        signed = signed_headers(
            keys, message_id=task.message_id, sent_at=datetime.now(UTC), body=body
        )
        headers = {"Content-Type": "application/json", "User-Agent": _USER_AGENT, **signed}
        try:
            return self._https.post(url, body.encode(), headers)
        except NoAnswer:
            return None
