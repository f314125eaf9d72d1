"""S3, SQS and SNS over their real protocols: moto's server on this machine, in this process."""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from handler.jobs.task_handler import Message
from handler.settings import Settings

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sns import SNSClient
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "us-east-1",
}
MAX_RECEIVES = 5
VISIBILITY_S = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Buckets, queues and a topic of one test: uploads notify the queue, as in template.yaml."""

    endpoint: str
    uploads_bucket: str
    results_bucket: str
    queue_url: str
    """Its messages go to the dead letters when they were received ``MAX_RECEIVES`` times."""
    dlq_url: str
    topic_arn: str
    topic_queue_url: str
    """What the topic was told, one message each."""
    s3: "S3Client"
    sqs: "SQSClient"
    sns: "SNSClient"

    def settings(self, **extra: Any) -> Settings:
        """The settings of a service that uses them."""
        values = {
            "uploads_bucket": self.uploads_bucket,
            "results_bucket": self.results_bucket,
            "task_queue_url": self.queue_url,
            "topic_arn": self.topic_arn,
            "max_receives": MAX_RECEIVES,
        }
        return Settings.model_validate(values | extra)

    def receive(self, queue_url: str | None = None) -> list["MessageTypeDef"]:
        """One poll of the task queue, or of another: up to ten messages, as SQS gives them."""
        answer = self.sqs.receive_message(
            QueueUrl=queue_url or self.queue_url,
            MaxNumberOfMessages=10,
            WaitTimeSeconds=0,
            AttributeNames=["All"],
        )
        return answer.get("Messages", [])

    def delete(self, message: "MessageTypeDef") -> None:
        """Take a message off the task queue, as Lambda does when the worker is content."""
        self.sqs.delete_message(QueueUrl=self.queue_url, ReceiptHandle=message["ReceiptHandle"])

    def announcements(self) -> list[dict[str, Any]]:
        """What the topic was told since the last call."""
        found = self.receive(self.topic_queue_url)
        for each in found:
            self.sqs.delete_message(
                QueueUrl=self.topic_queue_url, ReceiptHandle=each["ReceiptHandle"]
            )
        return [json.loads(json.loads(each["Body"])["Message"]) for each in found]


def as_message(raw: "MessageTypeDef") -> Message:
    """A message of ``Door.receive`` as the task handler takes it."""
    return Message(
        id=raw["MessageId"],
        body=raw["Body"],
        receipt_handle=raw["ReceiptHandle"],
        receive_count=int(raw["Attributes"]["ApproximateReceiveCount"]),
        sent_s=int(raw["Attributes"]["SentTimestamp"]) / 1000,
    )


@pytest.fixture(scope="session")
def aws_server() -> Iterator[str]:
    """The address of an AWS of our own."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def door(aws_server: str, monkeypatch: pytest.MonkeyPatch) -> Door:
    """Fresh buckets, queues and a topic; this process's environment leads to them, as on Lambda."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_ENDPOINT_URL", aws_server)
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    session = boto3.Session()
    s3, sqs, sns = session.client("s3"), session.client("sqs"), session.client("sns")
    name = f"test-{uuid.uuid4().hex[:12]}"

    dlq_url = sqs.create_queue(QueueName=f"{name}-dead")["QueueUrl"]
    redrive = {"deadLetterTargetArn": _arn(sqs, dlq_url), "maxReceiveCount": MAX_RECEIVES}
    queue_url = sqs.create_queue(
        QueueName=f"{name}-tasks",
        Attributes={
            "VisibilityTimeout": str(VISIBILITY_S),
            "RedrivePolicy": json.dumps(redrive),
        },
    )["QueueUrl"]

    topic_arn = sns.create_topic(Name=f"{name}-done")["TopicArn"]
    topic_queue_url = sqs.create_queue(QueueName=f"{name}-heard")["QueueUrl"]
    sns.subscribe(TopicArn=topic_arn, Protocol="sqs", Endpoint=_arn(sqs, topic_queue_url))

    uploads_bucket, results_bucket = f"{name}-uploads", f"{name}-results"
    s3.create_bucket(Bucket=uploads_bucket)
    s3.create_bucket(Bucket=results_bucket)
    s3.put_bucket_notification_configuration(
        Bucket=uploads_bucket,
        NotificationConfiguration={
            "QueueConfigurations": [
                {"QueueArn": _arn(sqs, queue_url), "Events": ["s3:ObjectCreated:*"]}
            ]
        },
    )
    made = Door(
        endpoint=aws_server,
        uploads_bucket=uploads_bucket,
        results_bucket=results_bucket,
        queue_url=queue_url,
        dlq_url=dlq_url,
        topic_arn=topic_arn,
        topic_queue_url=topic_queue_url,
        s3=s3,
        sqs=sqs,
        sns=sns,
    )
    for test_event in made.receive():
        made.delete(test_event)
    return made


def _arn(sqs: "SQSClient", queue_url: str) -> str:
    answer = sqs.get_queue_attributes(QueueUrl=queue_url, AttributeNames=["QueueArn"])
    return answer["Attributes"]["QueueArn"]
