"""An event of SQS's: the messages in it, and which of them have to be given out again."""

from typing import Any

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from handler.jobs.task_handler import Message, TaskHandler


class TaskBatch:
    """Has a task handler do the messages of an event, one after the other."""

    def __init__(self, tasks: TaskHandler) -> None:
        """Give the messages to ``tasks``."""
        self._tasks = tasks
        # A batch of which all failed is no error of the function's: each goes back by itself.
        self._processor = BatchProcessor(
            event_type=EventType.SQS, raise_on_entire_batch_failure=False
        )

    def handle(self, event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
        """Answer with the messages that failed."""
        return process_partial_response(
            event=event, record_handler=self._handle, processor=self._processor, context=context
        )

    def _handle(self, record: SQSRecord, lambda_context: LambdaContext) -> None:
        message = Message(
            id=record.message_id,
            body=record.body,
            receipt_handle=record.receipt_handle,
            receive_count=int(record.attributes.approximate_receive_count),
            sent_s=int(record.attributes.sent_timestamp) / 1000,
        )
        remaining_s = lambda_context.get_remaining_time_in_millis() / 1000
        self._tasks.handle(message, remaining_s=remaining_s)
