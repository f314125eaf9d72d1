"""Messages to an SNS topic."""

from functools import cached_property
from typing import TYPE_CHECKING

import boto3

from handler.adapters.clients import CONFIG
from handler.adapters.failures import FAILURES, error_code
from handler.errors import StorageUnavailable
from handler.logs import logger

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient


class Topic:
    """One topic."""

    def __init__(self, arn: str, client: "SNSClient | None" = None) -> None:
        """Publish to the topic ``arn``."""
        self._arn = arn
        self._given = client

    @cached_property
    def _sns(self) -> "SNSClient":
        return self._given or boto3.Session().client("sns", config=CONFIG)

    def publish(self, message: str) -> None:
        """Send a message to all who subscribe.

        Raises:
            StorageUnavailable: SNS fails.
        """
        try:
            self._sns.publish(TopicArn=self._arn, Message=message)
        except FAILURES as error:
            logger.warning("SNS failed", extra={"error_code": error_code(error)})
            raise StorageUnavailable("The topic does not answer. Try again in a moment.") from error
