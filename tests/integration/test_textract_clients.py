"""The AWS command line and the AWS SDK for JavaScript, unchanged, with `make run`."""

import base64
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.images import LINES, TABLE, hello_png, table_png
from tests.textract import BUCKET, Service

_AWS = ROOT / ".venv-aws/bin/aws"
_SDK = ROOT / ".clients/aws"
_WAIT_S = 60
_OBJECT = {"S3Object": {"Bucket": BUCKET, "Name": "clients/scan.png"}}
_JAVASCRIPT = """
import { readFileSync } from "node:fs";
import * as aws from "@aws-sdk/client-textract";

const client = new aws.TextractClient({
  endpoint: process.env.ENDPOINT, region: "us-east-1", maxAttempts: 1,
  credentials: { accessKeyId: "default", secretAccessKey: process.env.TOKEN },
});
const bytes = (name) => ({ Bytes: readFileSync(name) });
const where = JSON.parse(process.env.WHERE);

async function job() {
  const { JobId } = await client.send(
    new aws.StartDocumentTextDetectionCommand({ DocumentLocation: where }));
  for (;;) {
    const found = await client.send(new aws.GetDocumentTextDetectionCommand({ JobId }));
    if (found.JobStatus !== "IN_PROGRESS") return found;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function error(command) {
  try {
    await client.send(command);
  } catch (error) {
    return [error instanceof aws[error.name], error.name, error.message.length > 0];
  }
}

console.log(JSON.stringify({
  detected: await client.send(new aws.DetectDocumentTextCommand({ Document: bytes("scan.png") })),
  analyzed: await client.send(new aws.AnalyzeDocumentCommand(
    { Document: bytes("table.png"), FeatureTypes: ["TABLES"] })),
  job: await job(),
  unsupported: await error(
    new aws.DetectDocumentTextCommand({ Document: { Bytes: Buffer.from("no image") } })),
  refused: await error(new aws.AnalyzeDocumentCommand(
    { Document: bytes("scan.png"), FeatureTypes: ["FORMS"] })),
  unknown: await error(new aws.GetDocumentAnalysisCommand({ JobId: "unknown" })),
}));
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a client runs: with a scan and a table."""
    (tmp_path / "scan.png").write_bytes(hello_png())
    (tmp_path / "table.png").write_bytes(table_png())
    return tmp_path


def lines(answer: dict[str, Any]) -> list[str]:
    """The text of the LINE blocks."""
    return [each["Text"] for each in answer["Blocks"] if each["BlockType"] == "LINE"]


def cells(answer: dict[str, Any]) -> list[list[str]]:
    """The text of the only table, by row and column."""
    blocks = {each["Id"]: each for each in answer["Blocks"]}
    [table] = [each for each in blocks.values() if each["BlockType"] == "TABLE"]
    found = [blocks[each] for each in _children(table)]
    rows = [[""] * 3 for _ in range(3)]
    for cell in found:
        words = " ".join(blocks[each]["Text"] for each in _children(cell))
        rows[cell["RowIndex"] - 1][cell["ColumnIndex"] - 1] = words
    return rows


def _children(block: dict[str, Any]) -> Iterable[str]:
    for relation in block.get("Relationships", []):
        if relation["Type"] == "CHILD":
            yield from relation["Ids"]


class Aws:
    """The AWS command line, version 1."""

    def __init__(self, service: Service, folder: Path) -> None:
        self._service = service
        self._folder = folder

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Call an operation of Textract's."""
        command = [str(_AWS), "textract", *arguments, "--endpoint-url", self._service.endpoint]
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self._folder),
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_DEFAULT_OUTPUT": "json",
            "AWS_ACCESS_KEY_ID": "default",
            "AWS_SECRET_ACCESS_KEY": self._service.server.token,
            "AWS_MAX_ATTEMPTS": "1",
        }
        return subprocess.run(
            command, cwd=self._folder, env=environment, capture_output=True, text=True, check=False
        )

    def answer(self, *arguments: str) -> dict[str, Any]:
        """What an operation answers."""
        run = self.run(*arguments)
        assert run.returncode == 0, run.stderr
        found: dict[str, Any] = json.loads(run.stdout)
        return found


@pytest.fixture
def aws(service: Service, folder: Path) -> Aws:
    """The command line, with the service for Textract."""
    if not _AWS.exists():
        pytest.skip("the AWS CLI is not installed: `make test` prepares .venv-aws")
    return Aws(service, folder)


def test_the_command_line_detects_text(aws: Aws) -> None:
    """The bytes of a file, and those that the command line encodes a second time."""
    twice = json.dumps({"Bytes": base64.b64encode(hello_png()).decode()})
    for document in ("Bytes@=fileb://scan.png", twice):
        answer = aws.answer("detect-document-text", "--document", document)
        assert lines(answer) == list(LINES)


def test_the_command_line_analyzes_a_table(aws: Aws) -> None:
    """TABLES gives the cells in their rows and columns."""
    answer = aws.answer(
        "analyze-document", "--document", "Bytes@=fileb://table.png", "--feature-types", "TABLES"
    )
    assert cells(answer) == [list(row) for row in TABLE]


def test_the_command_line_starts_a_job_and_gets_its_result(aws: Aws, service: Service) -> None:
    """Of a document in the bucket of uploads."""
    service.put("clients/scan.png", hello_png())
    job_id = aws.answer(
        "start-document-text-detection", "--document-location", json.dumps(_OBJECT)
    )["JobId"]
    answer, ends_s = {"JobStatus": "IN_PROGRESS"}, time.monotonic() + _WAIT_S
    while answer["JobStatus"] == "IN_PROGRESS" and time.monotonic() < ends_s:
        answer = aws.answer("get-document-text-detection", "--job-id", job_id)
    assert lines(answer) == list(LINES)


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (
            ("analyze-document", "--document", "Bytes@=fileb://scan.png", "--feature-types=FORMS"),
            "InvalidParameterException",
        ),
        (("get-document-analysis", "--job-id", "unknown"), "InvalidJobIdException"),
        (("detect-document-text", "--document", "Bytes=fileb://scan.png"), "Exception"),
        (
            ("detect-document-text", "--document", "{}", "--no-sign-request"),
            "MissingAuthenticationTokenException",
        ),
    ],
)
def test_the_command_line_tells_of_errors(aws: Aws, arguments: tuple[str, ...], name: str) -> None:
    """By the name that Textract gives them, and with the status of an error."""
    run = aws.run(*arguments)
    assert run.returncode != 0
    assert f"{name}) when calling the" in run.stderr


def test_the_sdk_for_javascript_does_all_of_it(service: Service, folder: Path) -> None:
    """At once and as a job; what is wrong is an instance of the SDK's own class."""
    if shutil.which("node") is None:
        pytest.skip("node is not installed")
    if not (_SDK / ".ready").exists():
        pytest.skip("the AWS SDK for JavaScript is not installed: `make test` does it, with npm")
    service.put("clients/scan.png", hello_png())
    (folder / "node_modules").symlink_to(_SDK / "node_modules")
    (folder / "client.mjs").write_text(_JAVASCRIPT, encoding="utf-8")
    environment = {
        "PATH": os.environ["PATH"],
        "ENDPOINT": service.endpoint,
        "TOKEN": service.server.token,
        "WHERE": json.dumps(_OBJECT),
    }
    run = subprocess.run(
        ["node", "client.mjs"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    assert lines(found["detected"]) == list(LINES)
    assert cells(found["analyzed"]) == [list(row) for row in TABLE]
    assert lines(found["job"]) == list(LINES)
    assert found["unsupported"] == [True, "UnsupportedDocumentException", True]
    assert found["refused"] == [True, "InvalidParameterException", True]
    assert found["unknown"] == [True, "InvalidJobIdException", True]
