"""One message of the queue: what it asks for, and what becomes of it when that fails."""

import json
import time

from pydantic import BaseModel, ConfigDict

from handler.adapters.task_queue import TaskQueue
from handler.errors import StorageUnavailable
from handler.events.uploads import parse_uploads
from handler.jobs.attempt import Attempt
from handler.jobs.callbacks import CallbackFailed, Callbacks, CallbackTask
from handler.jobs.plan import PageTask
from handler.jobs.processor import DocumentProcessor
from handler.logs import error_fields, logger
from handler.metrics import NOT_TAKEN, OK, RETRIED, Metric, Metrics
from ocr_core import Deadline

# Of the time that an invocation has, what is kept for writing what was read: a fifth, and
# no more than it takes to render and write the largest documents.
_MARGIN = 0.2
_MAX_MARGIN_S = 20.0
# The longest that SQS can hide a message is 12 hours; a quarter of one is patience enough.
_MAX_RETRY_S = 900


class Message(BaseModel):
    """As much of an SQS record as is needed."""

    model_config = ConfigDict(frozen=True)

    id: str
    body: str
    receipt_handle: str
    receive_count: int
    sent_s: float
    """When it was sent first, in seconds since 1970."""


class TaskHandler:
    """Hands messages to the processor."""

    def __init__(
        self,
        processor: DocumentProcessor,
        queue: TaskQueue,
        metrics: Metrics,
        *,
        max_receives: int,
        retry_s: int,
        callbacks: Callbacks | None = None,
    ) -> None:
        """Handle messages.

        Args:
            processor: does what they ask for.
            queue: where they come from.
            metrics: counts them.
            max_receives: how often the queue gives one out.
            retry_s: seconds until the second try; each further one waits twice as long.
            callbacks: sends them; without it, those in the queue are given up.
        """
        self._processor = processor
        self._queue = queue
        self._metrics = metrics
        self._max_receives = max_receives
        self._retry_s = retry_s
        self._callbacks = callbacks

    def handle(self, message: Message, *, remaining_s: float) -> None:
        """Do what a message asks for, in ``remaining_s`` seconds.

        Raises:
            Exception: whatever went wrong; the message has to be given out again.
        """
        time_s = remaining_s - min(remaining_s * _MARGIN, _MAX_MARGIN_S)
        attempt = Attempt(
            number=message.receive_count,
            is_last=message.receive_count >= self._max_receives,
            time_s=time_s,
            deadline=Deadline.after(time_s),
            request_id=message.id,
        )
        # The same that error results carry, so that one leads to the other.
        logger.thread_safe_append_keys(request_id=message.id, attempt=message.receive_count)
        waited = {Metric.QUEUE_AGE_S: max(0.0, time.time() - message.sent_s)}
        outcome = RETRIED
        try:
            self._dispatch(message.body, attempt)
            outcome = OK
        except Exception as error:
            if isinstance(error, CallbackFailed):
                outcome = NOT_TAKEN
            logger.warning("to be tried again", extra=error_fields(error))
            self._retry_sooner(message)
            raise
        finally:
            self._metrics.count(Metric.TASKS, outcome, waited if attempt.number == 1 else {})
            logger.thread_safe_clear_keys()

    def _dispatch(self, body: str, attempt: Attempt) -> None:
        task = json.loads(body)
        if "ocr_task" in task:
            if task["ocr_task"] == "callback":
                self._call_back(CallbackTask.model_validate(task), attempt)
            else:
                self._processor.process_pages(PageTask.model_validate(task), attempt)
            return
        failed: Exception | None = None
        for upload in parse_uploads(body):
            try:
                self._processor.process_upload(upload, attempt)
            except Exception as error:  # noqa: BLE001  the others of the message are no part of it
                failed = failed or error
        if failed:
            raise failed

    def _call_back(self, task: CallbackTask, attempt: Attempt) -> None:
        if self._callbacks is None:
            logger.warning("callback given up: there are no secrets")
        else:
            self._callbacks.send(task, attempt)

    def _retry_sooner(self, message: Message) -> None:
        """Not wait until a worker would have been given up."""
        wait_s = min(self._retry_s * 2 ** (message.receive_count - 1), _MAX_RETRY_S)
        try:
            self._queue.show_again_after(message.receipt_handle, wait_s)
        except StorageUnavailable:
            logger.info("the message comes again when its visibility timeout is over")
