"""What the S3 path works with: as in template.yaml, with names of its own."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, cast

import boto3

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import (
        CORSRuleTypeDef,
        CreateBucketConfigurationTypeDef,
        QueueConfigurationTypeDef,
    )
    from mypy_boto3_sqs import SQSClient

UPLOADS_BUCKET = "ocr-uploads"
RESULTS_BUCKET = "ocr-results"
# Pages of this machine alone: here no signature is checked, and any site could ask.
_OWN_PAGES = ["http://127.0.0.1:*", "http://localhost:*"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AwsResources:
    """Two buckets, the first of which tells a queue; the queue's dead letters; a topic."""

    uploads_bucket: str = UPLOADS_BUCKET
    results_bucket: str = RESULTS_BUCKET
    task_queue_url: str
    dead_letters_url: str
    topic_arn: str

    @classmethod
    def create(cls, *, max_receives: int, visibility_s: int) -> Self:
        """Make them, where this process's environment leads.

        Args:
            max_receives: how often a message is given out.
            visibility_s: seconds until it is given out again.
        """
        session = boto3.Session()
        s3, sqs = session.client("s3"), session.client("sqs")
        dead_letters_url = sqs.create_queue(QueueName="ocr-dead-letters")["QueueUrl"]
        redrive = {"deadLetterTargetArn": _arn(sqs, dead_letters_url)}
        task_queue_url = sqs.create_queue(
            QueueName="ocr-tasks",
            Attributes={
                "VisibilityTimeout": str(visibility_s),
                "RedrivePolicy": json.dumps(redrive | {"maxReceiveCount": max_receives}),
            },
        )["QueueUrl"]
        _create_bucket(s3, UPLOADS_BUCKET, "POST")
        _create_bucket(s3, RESULTS_BUCKET, "GET")
        notify: QueueConfigurationTypeDef = {
            "QueueArn": _arn(sqs, task_queue_url),
            "Events": ["s3:ObjectCreated:*"],
        }
        s3.put_bucket_notification_configuration(
            Bucket=UPLOADS_BUCKET, NotificationConfiguration={"QueueConfigurations": [notify]}
        )
        return cls(
            task_queue_url=task_queue_url,
            dead_letters_url=dead_letters_url,
            topic_arn=session.client("sns").create_topic(Name="ocr-completed")["TopicArn"],
        )

    @property
    def environment(self) -> dict[str, str]:
        """The settings of a service that works with them."""
        return {
            "UPLOADS_BUCKET": self.uploads_bucket,
            "RESULTS_BUCKET": self.results_bucket,
            "TASK_QUEUE_URL": self.task_queue_url,
            "TOPIC_ARN": self.topic_arn,
        }


def _create_bucket(s3: "S3Client", name: str, method: str) -> None:
    region = s3.meta.region_name
    if region == "us-east-1":  # S3 wants it unsaid
        s3.create_bucket(Bucket=name)
    else:
        where = cast("CreateBucketConfigurationTypeDef", {"LocationConstraint": region})
        s3.create_bucket(Bucket=name, CreateBucketConfiguration=where)
    cors: CORSRuleTypeDef = {"AllowedMethods": [method], "AllowedOrigins": _OWN_PAGES}
    s3.put_bucket_cors(Bucket=name, CORSConfiguration={"CORSRules": [cors]})
    # moto takes any credentials; with this it takes none, too.
    anybody = {"Effect": "Allow", "Principal": "*", "Action": "s3:*"}
    statement = anybody | {"Resource": f"arn:aws:s3:::{name}/*"}
    s3.put_bucket_policy(
        Bucket=name, Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    )


def _arn(sqs: "SQSClient", queue_url: str) -> str:
    answer = sqs.get_queue_attributes(QueueUrl=queue_url, AttributeNames=["QueueArn"])
    return answer["Attributes"]["QueueArn"]
