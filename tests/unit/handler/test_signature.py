"""Signature Version 4, as botocore really signs."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hypothesis import given
from hypothesis import strategies as st

from handler.bearer import Tokens
from handler.errors import InvalidSignature, MissingToken
from handler.signature import CLOCK_SKEW, Signature, is_signed

TOKEN = "a-token+/._~of-one-client="
TOKENS = Tokens({"django": [TOKEN, "an-older-token-of-the-same-client"], "a/b c": [TOKEN]})
BODY = b'{"Document": {"Bytes": "aGVsbG8="}}'
PATH = "/v1/textract"


def signed(
    *,
    client: str = "django",
    token: str = TOKEN,
    service: str = "textract",
    query: str = "",
    **extra: str,
) -> dict[str, str]:
    """The headers of a request that botocore has signed, names in lower case."""
    headers = {
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": "Textract.DetectDocumentText",
        **extra,
    }
    url = f"https://ocr.example.com{PATH}{'?' if query else ''}{query}"
    request = AWSRequest(method="POST", url=url, data=BODY, headers=headers)
    SigV4Auth(Credentials(client, token), service, "eu-central-1").add_auth(request)
    names = {name.lower(): str(value) for name, value in request.headers.items()}
    return {"host": "ocr.example.com", **names}


def check(headers: dict[str, str], **changed: Any) -> str:
    """Read and check a signature; the client's name."""
    now = changed.pop("now", datetime.now(UTC))
    arguments = {"method": "POST", "paths": [PATH], "query": "", "body": BODY, "headers": headers}
    signature = Signature.of(headers, service="textract", now=now)
    signature.check(changed.pop("source", TOKENS), **(arguments | changed))
    return signature.client


@pytest.mark.parametrize("client", ["django", "a/b c"])
def test_a_request_of_botocore_proves_its_client(client: str) -> None:
    """The access key id is the client's name, with slashes and spaces too."""
    assert check(signed(client=client)) == client


def test_each_token_of_a_client_counts() -> None:
    """While a token is rotated, both sign."""
    assert check(signed(token="an-older-token-of-the-same-client")) == "django"


def test_one_of_the_paths_is_enough() -> None:
    """Whether the client wrote the stage is not known behind API Gateway."""
    assert check(signed(), paths=["/textract", PATH]) == "django"


def test_query_is_part_of_the_signature() -> None:
    """Options in the address are signed in any order, and none can be added."""
    headers = signed(query="languages=eng%2Bdeu&dpi=300")
    assert check(headers, query="languages=eng%2Bdeu&dpi=300") == "django"
    with pytest.raises(InvalidSignature):
        check(headers, query="languages=eng&dpi=300")


@pytest.mark.parametrize(
    "changed",
    [
        {"body": BODY + b" "},
        {"method": "PUT"},
        {"paths": ["/textract"]},
        {"source": Tokens({"django": ["another-token"]})},
        {"source": Tokens({"batch": [TOKEN]})},
        {"source": Tokens({})},
    ],
)
def test_another_request_is_refused(changed: dict[str, Any]) -> None:
    """What was signed is this body, method and path, by this client's token."""
    with pytest.raises(InvalidSignature):
        check(signed(), **changed)


def test_the_operation_cannot_be_exchanged() -> None:
    """X-Amz-Target is covered by the signature."""
    headers = signed() | {"x-amz-target": "Textract.AnalyzeDocument"}
    with pytest.raises(InvalidSignature, match="does not match"):
        check(headers)


def _without_target(headers: dict[str, str]) -> dict[str, str]:
    return headers | {
        "authorization": headers["authorization"].replace(";x-amz-target", ""),
    }


def _of_service(headers: dict[str, str]) -> dict[str, str]:
    return headers | {"authorization": headers["authorization"].replace("/textract/", "/s3/")}


def _of_another_day(headers: dict[str, str]) -> dict[str, str]:
    day = headers["x-amz-date"][:8]
    return headers | {"authorization": headers["authorization"].replace(f"/{day}/", "/20200101/")}


def _without_date(headers: dict[str, str]) -> dict[str, str]:
    return headers | {"x-amz-date": "yesterday"}


def _cut(headers: dict[str, str]) -> dict[str, str]:
    return headers | {"authorization": headers["authorization"][:-1]}


def _twice(headers: dict[str, str]) -> dict[str, str]:
    return headers | {"authorization": headers["authorization"] * 2}


def _long(headers: dict[str, str]) -> dict[str, str]:
    return headers | {"authorization": headers["authorization"] + "0" * 10_000}


@pytest.mark.parametrize(
    "spoil",
    [_without_target, _of_service, _of_another_day, _without_date, _cut, _twice, _long],
)
def test_what_cannot_be_right_is_refused_by_its_headers(
    spoil: Callable[[dict[str, str]], dict[str, str]],
) -> None:
    """A header that is malformed or covers too little is refused before a body is read."""
    with pytest.raises(InvalidSignature):
        Signature.of(spoil(signed()), service="textract", now=datetime.now(UTC))


@pytest.mark.parametrize("sign", [-1, 1])
def test_a_request_is_good_for_five_minutes(sign: int) -> None:
    """A recorded request cannot be sent again later, nor one from the future."""
    headers = signed()
    made = datetime.strptime(headers["x-amz-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    assert check(headers, now=made + sign * CLOCK_SKEW) == "django"
    with pytest.raises(InvalidSignature, match="5 minutes"):
        check(headers, now=made + sign * (CLOCK_SKEW + timedelta(seconds=1)))


def test_a_header_that_was_signed_has_to_be_there() -> None:
    """One that got lost on the way is a refusal and no error of ours."""
    headers = signed(**{"X-Amz-Meta-Lost": "1"})
    del headers["x-amz-meta-lost"]
    with pytest.raises(InvalidSignature, match="not in the request"):
        check(headers)


def test_schemes_are_told_apart() -> None:
    """A bearer token is no signature, and nothing at all is a token that is missing."""
    assert not is_signed("Bearer AWS4-HMAC-SHA256")
    assert not is_signed(None)
    with pytest.raises(MissingToken):
        Signature.of({}, service="textract", now=datetime.now(UTC))


@given(st.text(max_size=300), st.text(max_size=30))
def test_any_header_is_read_or_refused(rest: str, date: str) -> None:
    """No header is an error of ours."""
    headers = signed() | {"authorization": f"AWS4-HMAC-SHA256 {rest}", "x-amz-date": date}
    with pytest.raises(InvalidSignature):
        check(headers)


@given(st.data())
def test_a_header_that_was_changed_is_refused(data: st.DataObject) -> None:
    """Whatever sign of the header is another, the request proves nobody."""
    headers = signed()
    whole = headers["authorization"]
    at = data.draw(st.integers(0, len(whole) - 1))
    other = data.draw(st.characters(codec="latin-1").filter(lambda sign: sign != whole[at]))
    with pytest.raises((InvalidSignature, MissingToken)):
        check(headers | {"authorization": whole[:at] + other + whole[at + 1 :]})
