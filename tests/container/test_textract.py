"""boto3 against the image: signed requests as API Gateway hands them to the function."""

import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ClientError

from tests import lambda_image
from tests.events import STAGE, body_of, rest_event
from tests.images import LINES, hello_png
from tests.lambda_image import LambdaContainer
from tests.textract import client_of

pytestmark = pytest.mark.container

_TOKEN = "a-token-of-the-tests"
_ENDPOINT = f"https://1234567890.execute-api.us-east-1.amazonaws.com/{STAGE}/textract"


@pytest.fixture(scope="module")
def api(image: str) -> Iterator[LambdaContainer]:
    """The API's function, with one token."""
    environment = {"OCR_API_TOKENS": json.dumps({"default": _TOKEN})}
    with lambda_image.running("handler.api.handler", environment=environment) as started:
        yield started


def client(api: LambdaContainer, token: str = _TOKEN) -> Any:
    """A client whose requests become events of the gateway's."""
    made = client_of(_ENDPOINT, token)

    def invoke(request: Any, **_: object) -> AWSResponse:
        headers = {
            name: value.decode() if isinstance(value, bytes) else value
            for name, value in request.headers.items()
        }
        event = rest_event("POST", "/textract", body=request.body, headers=headers, client=None)
        answer = api.invoke(event)
        raw = SimpleNamespace(stream=lambda: iter([body_of(answer)]))
        given: Any = answer["headers"]
        return AWSResponse(request.url, answer["statusCode"], given, raw)

    made.meta.events.register("before-send.textract", invoke)
    return made


def test_boto3_detects_text_in_the_image(api: LambdaContainer) -> None:
    """Signature Version 4 is checked with the stage in the path, and the body out of base64."""
    answer = client(api).detect_document_text(Document={"Bytes": hello_png()})
    found = [each["Text"] for each in answer["Blocks"] if each["BlockType"] == "LINE"]
    assert found == list(LINES)


def test_errors_of_the_image_are_the_typed_exceptions(api: LambdaContainer) -> None:
    """What is no image, and who has another token."""
    textract = client(api)
    with pytest.raises(textract.exceptions.UnsupportedDocumentException):
        textract.detect_document_text(Document={"Bytes": b"no image"})
    with pytest.raises(ClientError, match="InvalidSignatureException"):
        client(api, "another-token").detect_document_text(Document={"Bytes": hello_png()})
