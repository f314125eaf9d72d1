"""How S3 brings its events: at least once, in no order, and some of them late."""

import json
import random
from collections.abc import Collection
from threading import Event, Lock, Thread
from typing import Self
from urllib.parse import unquote_plus

import boto3

from tests.soak.cloud import Cloud

_AGAIN = 0.15
_LATE = 0.4
# Seconds; longer than most documents take to be read.
_MAX_DELAY_S = 10


class Post:
    """Stands between S3 and the queue of the tasks. Used with ``with``, it works meanwhile."""

    def __init__(self, cloud: Cloud, rng: random.Random, *, prompt: Collection[str]) -> None:
        """Have S3's events come here.

        Args:
            cloud: where S3 and the queue are.
            rng: decides which events come late or again.
            prompt: keys of which the events come once and at once.
        """
        self._cloud = cloud
        self._rng = rng
        self._prompt = prompt
        self._lock = Lock()
        self._stopped = Event()
        self._sqs = boto3.Session().client("sqs")
        self._url = self._sqs.create_queue(QueueName="events-of-s3")["QueueUrl"]
        self._redirect()
        self._thread = Thread(target=self._run, name="post")
        self._bodies: list[str] = []
        self.events = 0
        self.again = 0
        self.late = 0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join()

    @property
    def is_idle(self) -> bool:
        """Whether every event of S3's has been passed on."""
        with self._lock:
            return not self._cloud.waiting(self._url)

    def repeat(self, count: int) -> None:
        """Bring some of the old events once more."""
        with self._lock:
            for body in self._rng.sample(self._bodies, count):
                self._send(body, 0)
                self.again += 1

    def _redirect(self) -> None:
        answer = self._sqs.get_queue_attributes(QueueUrl=self._url, AttributeNames=["QueueArn"])
        self._cloud.s3.put_bucket_notification_configuration(
            Bucket=self._cloud.resources.uploads_bucket,
            NotificationConfiguration={
                "QueueConfigurations": [
                    {
                        "QueueArn": answer["Attributes"]["QueueArn"],
                        "Events": ["s3:ObjectCreated:*"],
                    }
                ]
            },
        )

    def _run(self) -> None:
        while not self._stopped.is_set():
            found = self._sqs.receive_message(
                QueueUrl=self._url, MaxNumberOfMessages=10, WaitTimeSeconds=1
            ).get("Messages", [])
            with self._lock:
                for message in found:
                    self._pass_on(message["Body"])
                    self._sqs.delete_message(
                        QueueUrl=self._url, ReceiptHandle=message["ReceiptHandle"]
                    )

    def _pass_on(self, body: str) -> None:
        self.events += 1
        if _keys(body) & set(self._prompt):
            self._send(body, 0)
            return
        self._bodies.append(body)
        self._send(body, self._delay_s())
        while self._rng.random() < _AGAIN:
            self._send(body, self._delay_s())
            self.again += 1

    def _delay_s(self) -> int:
        if self._rng.random() >= _LATE:
            return 0
        self.late += 1
        return self._rng.randint(1, _MAX_DELAY_S)

    def _send(self, body: str, delay_s: int) -> None:
        self._sqs.send_message(
            QueueUrl=self._cloud.resources.task_queue_url, MessageBody=body, DelaySeconds=delay_s
        )


def _keys(body: str) -> set[str]:
    records = json.loads(body).get("Records", [])
    return {unquote_plus(record["s3"]["object"]["key"]) for record in records}
