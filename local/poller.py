"""What Lambda's event source mapping does: gives the worker the messages of the queue.

`make run` has one as a thread. ``python -m local.poller`` is one as a process, with the
environment of the worker function and ``TASK_TIMEOUT_S``.
"""

import os
import signal
import sys
from contextlib import suppress
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from handler.bootstrap import worker_from_environment
from handler.jobs.task_batch import TaskBatch
from handler.logs import logger
from local.invocation import Invocation

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

# The worker's timeout in template.yaml.
TASK_TIMEOUT_S = 180
_WAIT_S = 5
_RETRY_S = 1


class Poller:
    """Gives the messages of one queue to the worker, and deletes those that it is done with."""

    def __init__(
        self,
        batch: TaskBatch,
        queue_url: str,
        *,
        task_timeout_s: float = TASK_TIMEOUT_S,
        batch_size: int = 1,
    ) -> None:
        """Prepare.

        Args:
            batch: the worker.
            queue_url: where the messages are.
            task_timeout_s: seconds that an invocation has.
            batch_size: messages of an invocation, at the most.
        """
        self._batch = batch
        self._queue_url = queue_url
        self._task_timeout_s = task_timeout_s
        self._batch_size = batch_size
        self._sqs: SQSClient = boto3.Session().client(
            "sqs", config=Config(read_timeout=_WAIT_S + 5)
        )
        self._stopped = Event()

    def start(self) -> None:
        """Poll in a thread, which ends with the process."""
        Thread(target=self.run, name="poller", daemon=True).start()

    def stop(self) -> None:
        """Take no further message. One that is in work is left: the queue gives it out again."""
        self._stopped.set()

    def run(self) -> None:
        """Poll until ``stop``; while the queue cannot be reached, too."""
        while not self._stopped.is_set():
            try:
                self.poll()
            except (BotoCoreError, ClientError) as error:
                if not self._stopped.wait(_RETRY_S):
                    logger.warning("queue not polled", extra={"error_type": type(error).__name__})

    def poll(self, wait_s: int = _WAIT_S) -> int:
        """One batch: wait for it, have it done, delete what succeeded; counts the messages.

        What failed is left as it is. Its visibility timeout brings it back, and once it was
        given out too often the queue itself moves it to the dead letters.
        """
        found = self._sqs.receive_message(
            QueueUrl=self._queue_url,
            MaxNumberOfMessages=self._batch_size,
            WaitTimeSeconds=wait_s,
            AttributeNames=["All"],
        ).get("Messages", [])
        if not found:
            return 0
        event = {"Records": [_record(message) for message in found]}
        answer = self._batch.handle(event, Invocation(self._task_timeout_s))
        failed = {each["itemIdentifier"] for each in answer["batchItemFailures"]}
        for message in found:
            if message["MessageId"] not in failed:
                self._sqs.delete_message(
                    QueueUrl=self._queue_url, ReceiptHandle=message["ReceiptHandle"]
                )
        return len(found)


def _record(message: "MessageTypeDef") -> dict[str, Any]:
    """A message as it stands in the events that Lambda makes of them."""
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message["Attributes"],
        "messageAttributes": {},
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
    }


def main() -> None:
    """Poll until SIGTERM or SIGINT."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    poller = Poller(
        TaskBatch(worker_from_environment()),
        os.environ["TASK_QUEUE_URL"],
        task_timeout_s=float(os.environ.get("TASK_TIMEOUT_S") or TASK_TIMEOUT_S),
    )
    with suppress(KeyboardInterrupt):
        poller.run()


if __name__ == "__main__":
    main()
