"""The bodies of Textract's operations."""

import base64
import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handler.textract import requests
from handler.textract.features import Feature
from ocr_core.errors import InvalidOption

PNG = b"\x89PNG\r\n\x1a\n"
ENCODED = base64.b64encode(PNG).decode()
WHERE = {"S3Object": {"Bucket": "uploads", "Name": "scan.png"}}


def analyze(**members: Any) -> requests.AnalyzeDocument:
    """The body of AnalyzeDocument."""
    body = {"Document": {"Bytes": ENCODED}, "FeatureTypes": ["TABLES"], **members}
    return requests.parse(requests.AnalyzeDocument, json.dumps(body).encode())


def start(**members: Any) -> requests.StartDocumentTextDetection:
    """The body of StartDocumentTextDetection."""
    body = json.dumps({"DocumentLocation": WHERE, **members}).encode()
    return requests.parse(requests.StartDocumentTextDetection, body)


def test_members_are_read() -> None:
    """Bytes and features are what was sent; members that a newer model has do not matter."""
    request = analyze(FeatureTypes=["TABLES", "LAYOUT"], NewMember={"a": 1})

    assert request.document.data() == PNG
    assert request.features == (Feature.TABLES, Feature.LAYOUT)


def test_bytes_that_were_encoded_twice_are_read() -> None:
    """The AWS CLI 1 encodes `--document '{"Bytes":"<base64>"}'` once more."""
    twice = base64.b64encode(ENCODED.encode()).decode()

    assert analyze(Document={"Bytes": twice}).document.data() == PNG


@pytest.mark.parametrize(
    ("members", "says"),
    [
        ({"FeatureTypes": ["FORMS"]}, "TABLES, LAYOUT"),
        ({"FeatureTypes": ["TABLES", "QUERIES"]}, "TABLES, LAYOUT"),
        ({"FeatureTypes": ["SIGNATURES"]}, "TABLES, LAYOUT"),
        ({"FeatureTypes": []}, "FeatureTypes"),
        ({"HumanLoopConfig": {}}, "HumanLoopConfig"),
        ({"Document": {}}, "either Bytes or S3Object"),
        ({"Document": {"Bytes": ENCODED, **WHERE}}, "either Bytes or S3Object"),
        ({"Document": {"S3Object": {"Bucket": "uploads"}}}, "Document.S3Object.Name"),
        ({"Document": {"S3Object": {"Bucket": "uploads", "Name": "ä" * 513}}}, "1,024 bytes"),
    ],
)
def test_what_cannot_be_served_is_refused(members: dict[str, Any], says: str) -> None:
    """A refusal names the member, and what it may hold."""
    with pytest.raises(InvalidOption, match=says):
        analyze(**members)


@pytest.mark.parametrize("name", ["NotificationChannel", "OutputConfig", "KMSKeyId"])
def test_what_a_job_cannot_do_is_refused(name: str) -> None:
    """Nothing that was asked for is left out without a word."""
    with pytest.raises(InvalidOption, match=name):
        start(**{name: {"a": "b"}})


@pytest.mark.parametrize("text", ["", "%%%", "aGVsbG8"])
def test_bytes_have_to_be_base64(text: str) -> None:
    """What is no base64, or nothing, is said to be so."""
    with pytest.raises(InvalidOption, match=r"Document\.Bytes"):
        analyze(Document={"Bytes": text}).document.data()


@given(
    st.binary(max_size=200)
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["Document", "Bytes", "S3Object", "FeatureTypes", "JobId", "NextToken"]
                )
                | st.text(max_size=5),
                inner,
                max_size=4,
            )
        ),
    ).map(lambda value: json.dumps(value).encode())
)
def test_any_body_is_read_or_refused(body: bytes) -> None:
    """No body is an error of ours."""
    for model in (
        requests.DetectDocumentText,
        requests.AnalyzeDocument,
        requests.StartDocumentAnalysis,
        requests.GetJob,
    ):
        with contextlib.suppress(InvalidOption):
            request = requests.parse(model, body)
            if isinstance(request, requests.DetectDocumentText | requests.AnalyzeDocument):
                request.document.data()
