"""Says that a document is done."""

from typing import Literal

from pydantic import BaseModel

from handler.adapters.topic import Topic
from handler.jobs.callbacks import Callbacks
from handler.jobs.result_store import Outcome, Status, error_key, result_key
from handler.jobs.source import Source


class Completion(BaseModel):
    """The message: small, and the same when it comes twice."""

    version: Literal[1] = 1
    status: Status
    bucket: str
    key: str
    version_id: str | None
    etag: str
    code: str | None
    """Of the problem, when it failed."""
    results_bucket: str
    results: list[str]
    """Keys in ``results_bucket``."""


class Announcer:
    """Tells a topic and the client, where there is one and where it wants to be told."""

    def __init__(
        self, topic: Topic | None, *, results_bucket: str, callbacks: Callbacks | None = None
    ) -> None:
        """Tell ``topic``, and have ``callbacks`` tell clients."""
        self._topic = topic
        self._callbacks = callbacks
        self._results_bucket = results_bucket

    def announce(self, source: Source, outcome: Outcome) -> None:
        """Send the message: at least once for each document.

        Raises:
            StorageUnavailable: the topic or the queue does not take it.
        """
        if self._topic is not None:
            self._publish(self._topic, source, outcome)
        if self._callbacks is not None:
            self._callbacks.announce(source, outcome)

    def _publish(self, topic: Topic, source: Source, outcome: Outcome) -> None:
        if outcome.status is Status.SUCCEEDED:
            results = [result_key(source.key, each) for each in outcome.formats]
        else:
            results = [error_key(source.key)]
        completion = Completion(
            status=outcome.status,
            bucket=source.bucket,
            key=source.key,
            version_id=source.version_id,
            etag=source.etag.strip('"'),
            code=outcome.code,
            results_bucket=self._results_bucket,
            results=results,
        )
        topic.publish(completion.model_dump_json())
