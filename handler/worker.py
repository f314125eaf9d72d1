"""Lambda entry: tasks from the queue. Documents out of S3, results into S3."""

from typing import Any

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from handler.bootstrap import worker_from_environment
from handler.jobs.task_handler import Message
from handler.logs import logger

_worker = worker_from_environment()
# A batch of which all failed is no error of the function's: each goes back by itself.
_batch = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)


def _handle(record: SQSRecord, lambda_context: LambdaContext) -> None:
    message = Message(
        id=record.message_id,
        body=record.body,
        receipt_handle=record.receipt_handle,
        receive_count=int(record.attributes.approximate_receive_count),
    )
    _worker.handle(message, remaining_s=lambda_context.get_remaining_time_in_millis() / 1000)


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Answer with the messages that have to be given out again."""
    return process_partial_response(
        event=event, record_handler=_handle, processor=_batch, context=context
    )
