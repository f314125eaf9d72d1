"""The image with no room in /tmp, which is all that a function on Lambda can write to."""

import json

import pytest

from local.sample import SAMPLE_LINES, sample_png
from tests import lambda_image
from tests.events import body_of, rest_event
from tests.images import encode, hello
from tests.pdfs import scan_pdf

pytestmark = pytest.mark.container

# A file of one block fills it.
_FULL = ("--tmpfs", "/tmp:rw,noexec,size=4k")
_TOKENS = {"OCR_API_TOKENS": json.dumps({"django": "a-token-of-the-tests"})}


def test_a_full_tmp_is_no_trouble(image: str) -> None:
    """Images and PDFs are read by both engines, and PDFs made, as if it were not there."""
    requests = {
        "engine=tesseract": sample_png(),
        "engine=tesseract&format=pdf": scan_pdf(),
        "engine=tesseract&format=json": encode(hello(), "TIFF"),
        "engine=rapidocr": sample_png(),
    }
    running = lambda_image.running("handler.api.handler", environment=_TOKENS, extra=_FULL)
    with running as container:
        container.run("sh", "-c", "cat /dev/zero > /tmp/full 2>/dev/null || test -s /tmp/full")
        answers = {
            query: container.invoke(
                rest_event("POST", "/", body=data, query=query, client="django")
            )
            for query, data in requests.items()
        }
        left = container.run("ls", "-A", "/tmp")
    assert {query: answer["statusCode"] for query, answer in answers.items()} == dict.fromkeys(
        requests, 200
    )
    text = json.loads(body_of(answers["engine=tesseract"]))["original"]
    assert text.split() == " ".join(SAMPLE_LINES).split()
    assert left == "full\n"
