"""The S3, SQS and SNS of `make run`, for one test, with somebody who hears the news."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import boto3
import pytest

from local.aws_resources import AwsResources
from local.embedded_aws import EmbeddedAws
from tests.aws import ENVIRONMENT

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient

_SIZES: tuple[
    Literal["ApproximateNumberOfMessages"],
    Literal["ApproximateNumberOfMessagesDelayed"],
    Literal["ApproximateNumberOfMessagesNotVisible"],
] = (
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesDelayed",
    "ApproximateNumberOfMessagesNotVisible",
)


@dataclass(frozen=True, slots=True)
class StoredResult:
    """A file in the bucket of results."""

    body: bytes
    metadata: dict[str, str]
    etag: str
    written: str


@dataclass(frozen=True, slots=True)
class Cloud:
    """AWS in a process of its own; this process's environment leads there."""

    endpoint: str
    resources: AwsResources
    news_url: str
    """A queue that hears what the topic is told."""
    s3: "S3Client"
    sqs: "SQSClient"

    def put(self, key: str, data: bytes, options: dict[str, str]) -> None:
        """Drop a document, with options as metadata."""
        metadata = {f"ocr-{name}": value for name, value in options.items()}
        self.s3.put_object(
            Bucket=self.resources.uploads_bucket, Key=key, Body=data, Metadata=metadata
        )

    def delete(self, key: str) -> None:
        """Delete a document."""
        self.s3.delete_object(Bucket=self.resources.uploads_bucket, Key=key)

    def waiting(self, queue_url: str) -> int:
        """The messages of a queue: to be received, delayed, or in somebody's hands."""
        sizes = self.sqs.get_queue_attributes(QueueUrl=queue_url, AttributeNames=[*_SIZES])
        return sum(int(sizes["Attributes"][name]) for name in _SIZES)

    def results(self) -> dict[str, StoredResult]:
        """All that is in the bucket of results."""
        bucket = self.resources.results_bucket
        found = {}
        for page in self.s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
            for item in page.get("Contents", []):
                answer = self.s3.get_object(Bucket=bucket, Key=item["Key"])
                found[item["Key"]] = StoredResult(
                    body=answer["Body"].read(),
                    metadata=answer["Metadata"],
                    etag=answer["ETag"],
                    written=answer["LastModified"].isoformat(),
                )
        return found

    def take_all(self, queue_url: str) -> list[str]:
        """The bodies of all the messages of a queue, which is empty then."""
        bodies = []
        while found := self.sqs.receive_message(
            QueueUrl=queue_url, MaxNumberOfMessages=10, WaitTimeSeconds=0
        ).get("Messages"):
            for message in found:
                bodies.append(message["Body"])
                self.sqs.delete_message(QueueUrl=queue_url, ReceiptHandle=message["ReceiptHandle"])
        return bodies

    def news(self) -> list[dict[str, Any]]:
        """What the topic was told since the last call."""
        return [json.loads(json.loads(body)["Message"]) for body in self.take_all(self.news_url)]


@contextmanager
def embedded_cloud(
    monkeypatch: pytest.MonkeyPatch, *, max_receives: int, visibility_s: int
) -> Iterator[Cloud]:
    """Start it with empty buckets and queues, and stop it."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        aws = EmbeddedAws.start(listening)
        try:
            monkeypatch.setenv("AWS_ENDPOINT_URL", aws.endpoint)
            resources = AwsResources.create(max_receives=max_receives, visibility_s=visibility_s)
            session = boto3.Session()
            sqs = session.client("sqs")
            news_url = sqs.create_queue(QueueName="news")["QueueUrl"]
            answer = sqs.get_queue_attributes(QueueUrl=news_url, AttributeNames=["QueueArn"])
            session.client("sns").subscribe(
                TopicArn=resources.topic_arn,
                Protocol="sqs",
                Endpoint=answer["Attributes"]["QueueArn"],
            )
            yield Cloud(aws.endpoint, resources, news_url, session.client("s3"), sqs)
        finally:
            aws.stop()
