"""The service of `make run` for clients of Amazon Textract."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
import requests
from botocore.config import Config

from tests import server
from tests.server import Server

BUCKET = "ocr-uploads"


@dataclass(frozen=True)
class Service:
    """A service that is running, and where its S3 is."""

    server: Server
    s3_url: str

    @property
    def endpoint(self) -> str:
        """What clients of Textract are pointed to."""
        return f"{self.server.url}/textract"

    def client(self, **changed: Any) -> Any:
        """A client as boto3 makes it: the client's name as key id, its token as secret."""
        return client_of(self.endpoint, self.server.token, **changed)

    def put(self, name: str, data: bytes) -> None:
        """Drop a document into the bucket of uploads."""
        requests.put(f"{self.s3_url}/{BUCKET}/{name}", data=data, timeout=30).raise_for_status()


def client_of(endpoint: str, token: str, **changed: Any) -> Any:
    """A client of Textract that tries once."""
    arguments: dict[str, Any] = {
        "endpoint_url": endpoint,
        "region_name": "auto",
        "aws_access_key_id": "default",
        "aws_secret_access_key": token,
        "config": Config(retries={"max_attempts": 0}),
    }
    return boto3.client("textract", **(arguments | changed))


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    """The service of `make run`, with an S3 of its own."""
    with server.running() as running:
        found = re.search(r"^S3 at (http://[\d.:]+):", running.printed.text, re.MULTILINE)
        assert found, running.printed.text
        yield Service(running, found[1])
