"""A document through S3, the queue and the worker's image, with the real protocols of each."""

import ipaddress
import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
import requests
from moto.server import ThreadedMotoServer

from local.sample import SAMPLE_LINES, sample_png
from tests import lambda_image
from tests.emf import values
from tests.events import body_of, rest_event

pytestmark = pytest.mark.container

_CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "us-east-1",
}
_TOKEN = "a-token-of-the-tests"


@dataclass(frozen=True)
class Aws:
    """S3 and SQS, as this machine and its containers reach them."""

    endpoint: str
    s3: Any
    sqs: Any
    queue_url: str

    @property
    def environment(self) -> dict[str, str]:
        """What a function is told of them."""
        return {
            **_CREDENTIALS,
            "AWS_ENDPOINT_URL": self.endpoint,
            "UPLOADS_BUCKET": "uploads",
            "RESULTS_BUCKET": "results",
            "TASK_QUEUE_URL": self.queue_url,
            "OCR_API_TOKENS": json.dumps({"django": _TOKEN}),
            "METRICS_NAMESPACE": "OCR/test",
        }

    def next_event(self) -> dict[str, Any]:
        """The queue's next message, as Lambda hands it to the worker."""
        answer = self.sqs.receive_message(
            QueueUrl=self.queue_url, WaitTimeSeconds=10, AttributeNames=["All"]
        )
        record = {
            (name[0].lower() + name[1:]): value for name, value in answer["Messages"][0].items()
        }
        record["eventSource"] = "aws:sqs"
        return {"Records": [record]}


@pytest.fixture
def aws(image: str) -> Iterator[Aws]:
    """A server of moto's on Docker's bridge, with buckets that notify a queue."""
    server = ThreadedMotoServer(ip_address=_bridge_address(), port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    names = {name.lower(): value for name, value in _CREDENTIALS.items()}
    session = boto3.Session(
        aws_access_key_id=names["aws_access_key_id"],
        aws_secret_access_key=names["aws_secret_access_key"],
        region_name=names["aws_default_region"],
    )
    s3: Any = session.client("s3", endpoint_url=endpoint)
    sqs: Any = session.client("sqs", endpoint_url=endpoint)
    queue_url = sqs.create_queue(QueueName="tasks")["QueueUrl"]
    queue_arn = sqs.get_queue_attributes(QueueUrl=queue_url, AttributeNames=["QueueArn"])
    for bucket in ("uploads", "results"):
        s3.create_bucket(Bucket=bucket)
    s3.put_bucket_notification_configuration(
        Bucket="uploads",
        NotificationConfiguration={
            "QueueConfigurations": [
                {
                    "QueueArn": queue_arn["Attributes"]["QueueArn"],
                    "Events": ["s3:ObjectCreated:*"],
                }
            ]
        },
    )
    yield Aws(endpoint, s3, sqs, queue_url)
    server.stop()


def test_a_job_goes_through_the_images(aws: Aws) -> None:
    """POST /jobs, the upload it allows, the queue's message and the worker end in a result."""
    with (
        lambda_image.running("handler.api.handler", environment=aws.environment) as api,
        lambda_image.running("handler.worker.handler", environment=aws.environment) as worker,
    ):
        asked = b'{"content_type": "image/png"}'
        created = _call(api, "POST", "/jobs", body=asked, correlation_id="run-7")
        assert created["statusCode"] == 201, created
        job = json.loads(body_of(created))
        form = job["upload"]
        uploaded = requests.post(
            form["url"], data=form["fields"], files={"file": sample_png()}, timeout=30
        )
        assert uploaded.status_code == 201, uploaded.text
        assert _status(api, job["id"]) == "queued"

        # S3 sends its test event when it is told to notify.
        for _ in ("test event", "upload"):
            event = aws.next_event()
            assert worker.invoke(event) == {"batchItemFailures": []}

        assert _status(api, job["id"]) == "succeeded"
        found = _call(api, "GET", f"/jobs/{job['id']}/result", query="format=text")
        assert found["statusCode"] == 303, found
        result = requests.get(found["headers"]["location"], timeout=30)
        assert result.text.split() == " ".join(SAMPLE_LINES).split()
        # The same message once more changes nothing, and one that is no event goes back.
        assert worker.invoke(event) == {"batchItemFailures": []}
        event["Records"][0]["body"] = "no event"
        assert len(worker.invoke(event)["batchItemFailures"]) == 1
        logs = api.logs() + worker.logs()
        counted = values(worker.logs(), "Documents", service="ocr", outcome="ok")
        cold = values(logs, "ColdStarts", service="ocr")
    assert counted == [1]
    assert cold == [1, 1]
    [succeeded] = [line for line in logs.splitlines() if '"message":"succeeded"' in line]
    assert '"correlation_id":"run-7"' in succeeded
    assert SAMPLE_LINES[0] not in logs
    assert _TOKEN not in logs


def _call(
    api: lambda_image.LambdaContainer, *arguments: str, correlation_id: str = "", **more: Any
) -> dict[str, Any]:
    headers = {"Content-Type": "application/json", "X-Correlation-Id": correlation_id}
    return api.invoke(rest_event(*arguments, headers=headers, client="django", **more))


def _status(api: lambda_image.LambdaContainer, job_id: str) -> str:
    return str(json.loads(body_of(_call(api, "GET", f"/jobs/{job_id}")))["status"])


def _bridge_address() -> str:
    run = subprocess.run(
        ["docker", "network", "inspect", "bridge"], capture_output=True, text=True, check=True
    )
    subnet = json.loads(run.stdout)[0]["IPAM"]["Config"][0]["Subnet"]
    return str(next(ipaddress.ip_network(subnet).hosts()))
