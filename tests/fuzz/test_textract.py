"""What clients of Amazon Textract send, and what they would never send."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hypothesis import given
from hypothesis import strategies as st

from handler.app.factory import create_app
from handler.bootstrap import Services
from handler.textract.errors import ERRORS
from handler.token_source import create_token_source
from tests.aws import Door
from tests.client import AppClient
from tests.conftest import TOKEN
from tests.fuzz.profile import EVERY_TIME_THE_SAME
from tests.fuzz.seeds import SIGNED
from tests.fuzz.targets import textract
from tests.images import hello_png

_OPERATIONS = [
    *("DetectDocumentText", "AnalyzeDocument", "StartDocumentTextDetection"),
    *("StartDocumentAnalysis", "GetDocumentTextDetection", "GetDocumentAnalysis", "AnalyzeID"),
]
_NAMES = {error.name for error in ERRORS.values()}
_TEXT = st.text(max_size=20) | st.sampled_from(
    ["", "scan.png", "../scan.png", "jobs/a", "\0", "\ud800", "x" * 1_025, "ocr", "TABLES"]
)
_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _TEXT,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["Bytes", "S3Object", "Bucket", "Name", "Version"]) | st.text(),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)
_HEADER = st.text(st.characters(max_codepoint=255, exclude_categories=["Cc"]), max_size=60)


@pytest.fixture
def api(services: Services, door: Door) -> AppClient:
    """An application that has buckets, and a document in one of them."""
    settings = door.settings(ocr_api_tokens={"django": TOKEN})
    door.s3.put_object(Bucket=door.uploads_bucket, Key="scan.png", Body=hello_png())
    served = Services(settings, create_token_source(settings), services.readers, services.runner)
    return AppClient(create_app(served), token=None)


def _bodies(bucket: str) -> st.SearchStrategy[bytes]:
    """Bodies that are nearly right, JSON of any kind, and bytes."""
    place = st.fixed_dictionaries(
        {"Bucket": st.just(bucket) | _ANY, "Name": _ANY}, optional={"Version": _ANY}
    )
    document = st.fixed_dictionaries({}, optional={"Bytes": _ANY, "S3Object": place | _ANY})
    body = st.fixed_dictionaries(
        {},
        optional={
            "Document": document | _ANY,
            "DocumentLocation": document | _ANY,
            "FeatureTypes": st.lists(st.sampled_from(["TABLES", "LAYOUT", "FORMS"])) | _ANY,
            "JobId": _ANY,
            "MaxResults": _ANY,
            "NextToken": _ANY,
            "ClientRequestToken": _ANY,
            "JobTag": _ANY,
        },
    )
    return (body | _ANY).map(lambda each: json.dumps(each).encode()) | st.binary(max_size=50)


def _signed(body: bytes, operation: str, *, made_at: datetime) -> dict[str, str]:
    """The headers that botocore signs, with a date of our own."""
    headers = {
        "Host": "ocr.test",
        "X-Amz-Target": f"Textract.{operation}",
        "X-Amz-Date": made_at.strftime("%Y%m%dT%H%M%SZ"),
    }
    request = AWSRequest("POST", "http://ocr.test/textract", data=body, headers=headers)
    request.context["timestamp"] = headers["X-Amz-Date"]
    auth: Any = SigV4Auth(Credentials("django", TOKEN), "textract", "auto")
    text = auth.string_to_sign(request, auth.canonical_request(request))
    auth._inject_signature_to_request(request, auth.signature(text, request))
    return dict(request.headers.items())


def _post(api: AppClient, body: bytes, headers: Mapping[str, str]) -> None:
    """Send it, and see that it was served or refused as Textract would."""
    sent = {name: value.encode("latin-1") for name, value in headers.items()}
    response = api.post("/textract", content=body, headers=sent)
    answer = response.json()
    assert response.status_code < 500, answer
    assert response.status_code == 200 or answer["__type"] in _NAMES
    assert response.status_code == 200 or answer["message"]


@EVERY_TIME_THE_SAME
@given(st.data())
def test_no_body_is_a_fault(api: AppClient, door: Door, data: st.DataObject) -> None:
    """Whatever a client that is known asks for."""
    body = data.draw(_bodies(door.uploads_bucket))
    operation = data.draw(st.sampled_from(_OPERATIONS))
    _post(api, body, _signed(body, operation, made_at=datetime.now(UTC)))


@EVERY_TIME_THE_SAME
@given(st.data())
def test_no_header_and_no_clock_is_a_fault(api: AppClient, data: st.DataObject) -> None:
    """One header is another, or the request is from another time."""
    skew = data.draw(st.timedeltas(timedelta(days=-3_000), timedelta(days=3_000)))
    made_at = datetime.now(UTC) + data.draw(st.sampled_from([timedelta(), skew]))
    headers = _signed(b"{}", "GetDocumentAnalysis", made_at=made_at)
    name = data.draw(st.sampled_from([*headers, "Content-Type", "Content-Encoding", "X-Other"]))
    parts = headers.get(name, "").split(data.draw(st.sampled_from([",", "/", "=", ";", " "])))
    changed = data.draw(_HEADER | st.permutations(parts).map(",".join))
    _post(api, b"{}", headers | {name: changed})


def test_the_seed_of_the_fuzzer_proves_its_client() -> None:
    """Else it would never go beyond the signature."""
    textract.try_bytes(SIGNED)
    head, _, body = SIGNED.partition(b"\n\n")
    lines = (line.partition(": ") for line in head.decode().split("\n"))
    textract._prove({name: value for name, _, value in lines}, body)


def test_a_signed_request_is_served(api: AppClient, door: Door) -> None:
    """What the tests above change is right before they do."""
    place = {"Bucket": door.uploads_bucket, "Name": "scan.png"}
    body = json.dumps({"Document": {"S3Object": place}}).encode()
    headers: dict[str, Any] = _signed(body, "DetectDocumentText", made_at=datetime.now(UTC))
    response = api.post("/textract", content=body, headers=headers)
    assert response.json()["DocumentMetadata"] == {"Pages": 1}
