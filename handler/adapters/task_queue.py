"""Tasks in SQS."""

from collections.abc import Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

import boto3

from handler.adapters.clients import CONFIG
from handler.adapters.failures import FAILURES, error_code
from handler.errors import StorageUnavailable
from handler.logs import logger

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import SendMessageBatchRequestEntryTypeDef

# What SQS takes in one call.
_BATCH = 10


class TaskQueue:
    """Sends tasks. Every method raises ``StorageUnavailable`` when SQS fails."""

    def __init__(self, url: str, client: "SQSClient | None" = None) -> None:
        """Use the queue at ``url``."""
        self._url = url
        self._given = client

    @cached_property
    def _sqs(self) -> "SQSClient":
        return self._given or boto3.Session().client("sqs", config=CONFIG)

    def send(self, bodies: Sequence[str]) -> None:
        """Put messages on the queue, each at least once; when it raises, some may be there."""
        for start in range(0, len(bodies), _BATCH):
            entries: list[SendMessageBatchRequestEntryTypeDef] = [
                {"Id": str(number), "MessageBody": body}
                for number, body in enumerate(bodies[start : start + _BATCH])
            ]
            with _failures("send"):
                answer = self._sqs.send_message_batch(QueueUrl=self._url, Entries=entries)
            if answer.get("Failed"):
                logger.warning("SQS refused messages", extra={"count": len(answer["Failed"])})
                raise StorageUnavailable(
                    "The queue does not accept messages at the moment. Try again."
                )

    def show_again_after(self, receipt_handle: str, seconds: int) -> None:
        """Let a message that was received be received again, in ``seconds`` from now."""
        with _failures("change visibility"):
            self._sqs.change_message_visibility(
                QueueUrl=self._url, ReceiptHandle=receipt_handle, VisibilityTimeout=seconds
            )


@contextmanager
def _failures(operation: str) -> "Iterator[None]":
    """Turn whatever botocore raises into ``StorageUnavailable``, logging its kind alone."""
    try:
        yield
    except FAILURES as error:
        logger.warning(
            "SQS failed", extra={"operation": operation, "error_code": error_code(error)}
        )
        raise StorageUnavailable("The queue does not answer. Try again in a moment.") from error
