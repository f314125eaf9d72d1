"""``python -m local.poller``, of which each invocation that takes too long is the last.

Lambda stops a function when its timeout is over; here the kernel's alarm ends the process.
"""

import os
import signal
from typing import Any

from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.typing import LambdaContext

from handler.bootstrap import worker_from_environment
from handler.jobs.task_batch import TaskBatch
from local.poller import Poller


class StrictBatch(TaskBatch):
    """Does not outlive the time of an invocation."""

    def handle(self, event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
        """As ``TaskBatch`` does, or not at all."""
        signal.setitimer(signal.ITIMER_REAL, context.get_remaining_time_in_millis() / 1000)
        try:
            return super().handle(event, context)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)


def main() -> None:
    """Poll until the process is ended."""
    Poller(
        StrictBatch(worker_from_environment()),
        os.environ["TASK_QUEUE_URL"],
        task_timeout_s=float(os.environ["TASK_TIMEOUT_S"]),
    ).run()


if __name__ == "__main__":
    main()
