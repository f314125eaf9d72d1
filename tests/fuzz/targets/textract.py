"""What clients of Amazon Textract send: the lines of headers, an empty line, a body.

The line ``clock`` is the time of the server, in seconds since 1970.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime

from handler.bearer import Tokens
from handler.errors import AuthenticationError
from handler.signature import Signature, is_signed
from handler.textract.requests import (
    AnalyzeDocument,
    DetectDocumentText,
    GetJob,
    StartDocumentAnalysis,
    StartDocumentTextDetection,
    parse,
)
from ocr_core.errors import InvalidOption

PATH, QUERY = "/v1/textract", "languages=eng%2Bdeu"
_TOKENS = Tokens({"django": ["a-token"]})


def try_bytes(data: bytes) -> None:
    """A request proves a client or nobody, and its body is understood or refused."""
    head, _, body = data.partition(b"\n\n")
    # A server gives headers as Latin-1, which every byte is a letter of.
    lines = (line.partition(":") for line in head.decode("latin-1").split("\n"))
    headers = {name.strip().lower(): value.strip() for name, _, value in lines}
    with suppress(AuthenticationError):
        _prove(headers, body)
    _read(body)


def _prove(headers: Mapping[str, str], body: bytes) -> None:
    signature = Signature.of(headers, service="textract", now=_clock(headers.get("clock", "")))
    assert is_signed(headers["authorization"])
    signature.check(
        _TOKENS,
        method="POST",
        paths=[PATH, f"{PATH}/"],
        query=headers.get("query", QUERY),
        headers=headers,
        body=body,
    )
    assert signature.client == "django"


def _clock(text: str) -> datetime:
    try:
        return datetime.fromtimestamp(float(text), UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)


def _read(body: bytes) -> None:
    with suppress(InvalidOption):
        assert isinstance(parse(DetectDocumentText, body).document.data(), bytes)
    with suppress(InvalidOption):
        assert parse(AnalyzeDocument, body).features
    with suppress(InvalidOption):
        assert parse(StartDocumentTextDetection, body).features == ()
    with suppress(InvalidOption):
        assert parse(StartDocumentAnalysis, body).features
    with suppress(InvalidOption):
        assert parse(GetJob, body).start >= 0
