"""Lambda entry: tasks from the queue. Documents out of S3, results into S3."""

from handler.garbage import collect_from_now_on

# isort: split
from typing import Any

from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.typing import LambdaContext

from handler.bootstrap import worker_from_environment
from handler.jobs.task_batch import TaskBatch
from handler.logs import logger

collect_from_now_on()

_batch = TaskBatch(worker_from_environment())


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Answer with the messages that have to be given out again."""
    return _batch.handle(event, context)
