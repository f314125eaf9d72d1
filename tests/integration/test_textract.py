"""Clients of Amazon Textract, unchanged, against the service of `make run`."""

import io
import os
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
import requests
import trp
import trp.trp2
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest, AWSResponse
from botocore.credentials import Credentials
from botocore.exceptions import ClientError
from PIL import Image
from textractcaller.t_call import Textract_Features, call_textract
from textractor import Textractor
from textractor.data.constants import TextractFeatures

from tests.conftest import ROOT
from tests.fences import fences
from tests.images import LINES, encode, hello_png
from tests.pdfs import scan_pdf
from tests.textract import BUCKET as _BUCKET
from tests.textract import Service

_WAIT_S = 60
_PAGE = ROOT / "docs" / "textract.md"
_EXAMPLE = "https://example.execute-api.eu-central-1.amazonaws.com/v1/textract"
_BUCKET_NAME = "UPLOADS_BUCKET"
_PNG = hello_png()


@pytest.fixture
def client(service: Service) -> Any:
    """A client of Textract."""
    return service.client()


def lines(answer: dict[str, Any]) -> list[str]:
    """The text of the LINE blocks."""
    return [each["Text"] for each in answer["Blocks"] if each["BlockType"] == "LINE"]


def finished(client: Any, operation: str, job_id: str, **more: Any) -> dict[str, Any]:
    """The first answer of a job that is done."""
    ends_s = time.monotonic() + _WAIT_S
    while time.monotonic() < ends_s:
        answer: dict[str, Any] = getattr(client, operation)(JobId=job_id, **more)
        if answer["JobStatus"] != "IN_PROGRESS":
            return answer
        time.sleep(0.2)
    raise AssertionError("the job is not done")


def two_pages() -> bytes:
    """A TIFF of two pages with the same text."""
    page = Image.open(io.BytesIO(_PNG))
    return encode(page, "TIFF", save_all=True, append_images=[page])


def test_boto3_detects_text(client: Any) -> None:
    """DetectDocumentText gives lines and words, signed with Signature Version 4."""
    answer = client.detect_document_text(Document={"Bytes": _PNG})

    assert lines(answer) == list(LINES)
    assert answer["DocumentMetadata"] == {"Pages": 1}
    assert answer["DetectDocumentTextModelVersion"]


def test_boto3_analyzes_a_document(client: Any) -> None:
    """AnalyzeDocument adds the regions of the page."""
    answer = client.analyze_document(Document={"Bytes": _PNG}, FeatureTypes=["TABLES", "LAYOUT"])

    assert lines(answer) == list(LINES)
    assert any(each["BlockType"].startswith("LAYOUT_") for each in answer["Blocks"])


def test_botocore_sends_a_bearer_token(
    service: Service, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Four lines of configuration and a variable are enough, without an AWS credential."""
    [text] = [each for each in _configuration() if "signature_version = bearer" in each]
    config = tmp_path / "config"
    config.write_text(text)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    monkeypatch.setenv("AWS_BEARER_TOKEN_TEXTRACT", service.server.token)

    def forward(request: Any, **_: object) -> AWSResponse:
        """Botocore sends bearer tokens over HTTPS alone: on to the service, which has none here."""
        assert request.url == _EXAMPLE
        answer = requests.post(
            service.endpoint, data=request.body, headers=dict(request.headers), timeout=30
        )
        raw = SimpleNamespace(stream=lambda: iter([answer.content]))
        headers: Any = answer.headers
        return AWSResponse(request.url, answer.status_code, headers, raw)

    client: Any = boto3.Session().client("textract")
    client.meta.events.register("before-send.textract", forward)

    assert lines(client.detect_document_text(Document={"Bytes": _PNG})) == list(LINES)


def test_four_lines_of_configuration_switch_a_program(
    service: Service, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The files of the documentation, with another address and token, and `AWS_PROFILE`."""
    config, credentials, _ = _configuration()
    (tmp_path / "config").write_text(config.replace(_EXAMPLE, service.endpoint))
    (tmp_path / "credentials").write_text(credentials.replace("the token", service.server.token))
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_PROFILE", "ocr")
    client: Any = boto3.Session().client("textract")

    assert lines(client.detect_document_text(Document={"Bytes": _PNG})) == list(LINES)


def test_the_job_of_the_documentation_reads_a_large_document(
    service: Service, tmp_path: Path
) -> None:
    """It uploads with AWS credentials, and asks with the token."""
    [program] = [
        each.text
        for each in fences(_PAGE)
        if each.language == "python" and _BUCKET_NAME in each.text
    ]
    (tmp_path / "book.pdf").write_bytes(scan_pdf(pages=2))
    environment = {
        "PATH": os.environ["PATH"],
        "OCR_URL": f"{service.server.url}/",
        "OCR_API_TOKEN": service.server.token,
        _BUCKET_NAME: _BUCKET,
        "AWS_ENDPOINT_URL_S3": service.s3_url,
        "AWS_ACCESS_KEY_ID": "one-of-aws",
        "AWS_SECRET_ACCESS_KEY": "its-secret",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == list(LINES) * 2


def _configuration() -> list[str]:
    """The files of configuration that the documentation shows."""
    return [each.text for each in fences(_PAGE) if each.language == "ini"]


def test_response_parsers_read_the_answer(client: Any) -> None:
    """Both versions of textract-response-parser take the answer as it is."""
    answer = client.analyze_document(Document={"Bytes": _PNG}, FeatureTypes=["TABLES", "LAYOUT"])
    answer.pop("ResponseMetadata")
    old = trp.Document(answer)
    new = trp.trp2.TDocumentSchema().load(answer)

    assert [line.text for line in old.pages[0].lines] == list(LINES)
    assert [line.text for line in new.lines(page=new.pages[0])] == list(LINES)


def test_textractor_detects_and_analyzes(service: Service, tmp_path: Path) -> None:
    """Textractor reads a local file, with and without features."""
    file = tmp_path / "scan.png"
    file.write_bytes(_PNG)
    extractor = Textractor(region_name="us-east-1")
    extractor.textract_client = service.client()

    found = extractor.detect_document_text(file_source=str(file))
    analysis = extractor.analyze_document(
        file_source=str(file), features=[TextractFeatures.TABLES, TextractFeatures.LAYOUT]
    )

    assert [line.text for line in found.lines] == list(LINES)
    assert [line.text for line in analysis.lines] == list(LINES)
    assert analysis.layouts


def test_textract_caller_reads_bytes_and_objects(service: Service) -> None:
    """textract-caller chooses the operation by itself: at once, and as a job for a PDF or TIFF."""
    at_once = call_textract(input_document=_PNG, boto3_textract_client=service.client())
    service.put("caller/scan.tiff", two_pages())
    by_job = call_textract(
        input_document=f"s3://{_BUCKET}/caller/scan.tiff",
        features=[Textract_Features.TABLES],
        force_async_api=True,
        boto3_textract_client=service.client(),
    )

    assert lines(at_once) == list(LINES)
    assert lines(by_job) == list(LINES) * 2


def test_a_job_is_read_page_by_page_and_again(service: Service, client: Any) -> None:
    """NextToken goes on where MaxResults ended, and a result can be fetched again."""
    service.put("jobs of ours/zwei Seiten.tiff", two_pages())
    where = {"S3Object": {"Bucket": _BUCKET, "Name": "jobs of ours/zwei Seiten.tiff"}}
    job_id = client.start_document_text_detection(DocumentLocation=where)["JobId"]
    whole = finished(client, "get_document_text_detection", job_id)

    found: list[Any] = []
    token: str | None = None
    while True:
        more: dict[str, Any] = {"NextToken": token} if token else {}
        part = client.get_document_text_detection(JobId=job_id, MaxResults=5, **more)
        assert len(part["Blocks"]) <= 5
        assert part["DocumentMetadata"] == {"Pages": 2}
        found += part["Blocks"]
        token = part.get("NextToken")
        if token is None:
            break

    assert found == whole["Blocks"]
    assert lines(whole) == list(LINES) * 2


def test_a_request_token_starts_one_job(service: Service, client: Any) -> None:
    """The same request gives the same job; another document with the same token is refused."""
    service.put("token-a.png", _PNG)
    service.put("token-b.png", _PNG)

    def start(name: str) -> str:
        answer = client.start_document_analysis(
            DocumentLocation={"S3Object": {"Bucket": _BUCKET, "Name": name}},
            FeatureTypes=["TABLES"],
            ClientRequestToken="one-and-the-same",
        )
        return str(answer["JobId"])

    assert start("token-a.png") == start("token-a.png")
    with pytest.raises(client.exceptions.IdempotentParameterMismatchException):
        start("token-b.png")


def test_a_job_that_fails_says_why(service: Service, client: Any) -> None:
    """FAILED comes with StatusMessage, without which textract-caller breaks."""
    service.put("broken.png", b"no image")
    where = {"S3Object": {"Bucket": _BUCKET, "Name": "broken.png"}}
    job_id = client.start_document_text_detection(DocumentLocation=where)["JobId"]
    answer = finished(client, "get_document_text_detection", job_id)

    assert answer["JobStatus"] == "FAILED"
    assert answer["StatusMessage"].startswith("UnsupportedDocumentException: ")


def test_an_object_is_read_at_once(service: Service, client: Any) -> None:
    """DetectDocumentText takes an object of the bucket of uploads."""
    service.put("at-once.png", _PNG)
    answer = client.detect_document_text(
        Document={"S3Object": {"Bucket": _BUCKET, "Name": "at-once.png"}}
    )

    assert lines(answer) == list(LINES)


@pytest.mark.parametrize(
    ("operation", "arguments", "name"),
    [
        ("detect_document_text", {"Document": {"Bytes": b"no image"}}, "UnsupportedDocument"),
        ("detect_document_text", {"Document": {"Bytes": b""}}, "InvalidParameter"),
        ("detect_document_text", {"Document": {}}, "InvalidParameter"),
        (
            "analyze_document",
            {"Document": {"Bytes": _PNG}, "FeatureTypes": ["FORMS"]},
            "InvalidParameter",
        ),
        ("get_document_analysis", {"JobId": "unknown"}, "InvalidJobId"),
        (
            "detect_document_text",
            {"Document": {"S3Object": {"Bucket": "another-bucket", "Name": "scan.png"}}},
            "InvalidS3Object",
        ),
        (
            "start_document_text_detection",
            {"DocumentLocation": {"S3Object": {"Bucket": _BUCKET, "Name": "not-there.png"}}},
            "InvalidS3Object",
        ),
        ("detect_document_text", {"Document": {"Bytes": b"%PDF-1.7 broken"}}, "BadDocument"),
    ],
)
def test_errors_are_the_typed_exceptions(
    client: Any, operation: str, arguments: dict[str, Any], name: str
) -> None:
    """What is wrong arrives as the exception that the operation's model has, with a message."""
    with pytest.raises(getattr(client.exceptions, f"{name}Exception")) as error:
        getattr(client, operation)(**arguments)
    assert error.value.response["Error"]["Message"]


def test_the_kind_of_a_job_has_to_fit(service: Service, client: Any) -> None:
    """GetDocumentAnalysis knows no job of StartDocumentTextDetection."""
    service.put("kind.png", _PNG)
    where = {"S3Object": {"Bucket": _BUCKET, "Name": "kind.png"}}
    job_id = client.start_document_text_detection(DocumentLocation=where)["JobId"]
    with pytest.raises(client.exceptions.InvalidJobIdException):
        client.get_document_analysis(JobId=job_id)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"aws_secret_access_key": "another-token"}, "InvalidSignatureException"),
        ({"aws_access_key_id": "somebody"}, "InvalidSignatureException"),
    ],
)
def test_a_stranger_is_refused(service: Service, changed: dict[str, str], code: str) -> None:
    """A wrong secret and a client that nobody knows are the same to who asks."""
    with pytest.raises(ClientError) as error:
        service.client(**changed).detect_document_text(Document={"Bytes": _PNG})
    assert error.value.response["Error"]["Code"] == code


def test_nobody_is_refused(service: Service) -> None:
    """A request without any proof has an error of AWS's and a problem in one body."""
    answer = requests.post(service.endpoint, data=b"{}", timeout=30)

    assert answer.status_code == 403
    assert answer.json()["__type"] == "MissingAuthenticationTokenException"
    assert answer.json()["code"] == "missing_token"
    assert answer.json()["status"] == 403


def test_an_unknown_operation_names_those_that_exist(client: Any) -> None:
    """Operations of other kinds are UnknownOperationException."""
    with pytest.raises(ClientError) as error:
        client.analyze_id(DocumentPages=[{"Bytes": _PNG}])
    assert error.value.response["Error"]["Code"] == "UnknownOperationException"
    assert "DetectDocumentText" in error.value.response["Error"]["Message"]


def test_a_path_with_a_slash_and_more_headers_is_signed_too(service: Service) -> None:
    """The SDK for JavaScript ends the path in a slash, and signs the hash of the body."""
    request = AWSRequest(
        method="POST",
        url=f"{service.endpoint}/",
        data=b'{"JobId": "unknown"}',
        headers={
            "X-Amz-Target": "Textract.GetDocumentTextDetection",
            "x-amz-user-agent": "aws-sdk-js/3.1169.0",
            "Content-Length": "20",
        },
    )
    credentials = Credentials("default", service.server.token)
    SigV4Auth(credentials, "textract", "us-east-1").add_auth(request)
    answer = requests.post(
        f"{service.endpoint}/", data=request.data, headers=dict(request.headers), timeout=30
    )

    assert answer.json()["__type"] == "InvalidJobIdException"
