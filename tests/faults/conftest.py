"""The worker and the application between buckets, queues and a topic that go wrong when told to."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.config import Config

from handler.adapters.clients import CONFIG
from handler.bootstrap import create_task_handler
from handler.jobs.task_batch import TaskBatch
from local.poller import Poller
from ocr_core.isolation import Readers
from tests.aws import Door
from tests.faults.trouble import Trouble
from tests.s3_proxy import s3_proxy


@dataclass(frozen=True)
class Works:
    """A worker, and how the documents that it is given end."""

    door: Door
    s3: Trouble
    sqs: Trouble
    sns: Trouble
    poller: Poller

    def put(self, data: bytes, key: str, **options: str) -> None:
        """Drop a document, with options as metadata."""
        metadata = {f"ocr-{name.replace('_', '-')}": value for name, value in options.items()}
        self.door.s3.put_object(
            Bucket=self.door.uploads_bucket, Key=key, Body=data, Metadata=metadata
        )

    def drain(self) -> int:
        """Have everything done that is on the queue, as often as it has to be tried."""
        count = 0
        while found := self.poller.poll(wait_s=0):
            count += found
            assert count < 200, "it never ends"
        return count

    def results(self) -> dict[str, bytes]:
        """What is in the bucket of results."""
        bucket = self.door.results_bucket
        listed = self.door.s3.list_objects_v2(Bucket=bucket).get("Contents", [])
        return {
            each["Key"]: self.door.s3.get_object(Bucket=bucket, Key=each["Key"])["Body"].read()
            for each in listed
        }

    def text(self, key: str) -> str:
        """The text of a document, which says the same in both of its results and has no others."""
        found = {name: body for name, body in self.results().items() if name.startswith(f"{key}.")}
        assert set(found) == {f"{key}.json", f"{key}.txt"}
        text = str(json.loads(found[f"{key}.json"])["text"])
        assert found[f"{key}.txt"].decode().rstrip() == text.rstrip()
        return text

    def dead(self) -> list[str]:
        """The bodies of the dead letters."""
        return [message["Body"] for message in self.door.receive(self.door.dlq_url)]

    def send_back(self) -> None:
        """Put the dead letters on the queue again, as new messages."""
        for body in self.dead():
            self.door.sqs.send_message(QueueUrl=self.door.queue_url, MessageBody=body)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clients of AWS that try once and wait for a moment only."""
    config = CONFIG.merge(Config(read_timeout=1, retries={"total_max_attempts": 1}))
    for adapter in ("object_store", "task_queue", "topic"):
        monkeypatch.setattr(f"handler.adapters.{adapter}.CONFIG", config)


@pytest.fixture
def works(
    door: Door, readers: Readers, impatient: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Works]:
    """A worker that takes a page a task, and tries again at once."""
    s3, sqs, sns = Trouble(), Trouble(), Trouble()
    with (
        s3_proxy(door.endpoint, s3) as s3_url,
        s3_proxy(door.endpoint, sqs) as sqs_url,
        s3_proxy(door.endpoint, sns) as sns_url,
    ):
        for service, url in (("S3", s3_url), ("SQS", sqs_url), ("SNS", sns_url)):
            monkeypatch.setenv(f"AWS_ENDPOINT_URL_{service}", url)
        settings: dict[str, Any] = {"retry_s": 0, "pages_per_task": 1}
        tasks = create_task_handler(door.settings(**settings), readers)
        poller = Poller(TaskBatch(tasks), door.queue_url)
        yield Works(door, s3, sqs, sns, poller)
